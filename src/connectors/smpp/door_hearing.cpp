// The part of door_link that tells its application what the audience has for it.
#include "connectors/smpp/door_link.hpp"
#include "connectors/smpp/outgoing.hpp"

namespace hermod::connectors::smpp {

using wire::smpp::command_status;

void door_link::tell(std::vector<telling>& these) {
    home_.counters().tellings.fetch_add(these.size(), std::memory_order_relaxed);
    home_.touch(*this);
    for (telling& one : these) {
        if (session_.hears())
            to_say_.push_back(std::move(one));
        else
            answers_.push_back({one.token, told::kind::unanswered});
    }
    say_more();
}

// The window counts PDUs, the audience tellings: what comes in several parts may have to wait in the middle.
void door_link::say_more() {
    door_telling& teller = home_.translator();
    for (; !to_say_.empty() && session_.deliver_room() > 0; to_say_.pop_front(), said_ = 0) {
        const telling& one = to_say_.front();
        const std::size_t count = teller.prepare(one, session_.version());
        if (count > 1 && said_ == 0) in_parts_[one.token] = {count, {one.token, told::kind::taken}};
        bool good = count != 0;
        for (; good && said_ < count && session_.deliver_room() > 0; ++said_) good = deliver(one.token, said_);
        if (good && said_ < count) return;
        if (good) continue;
        in_parts_.erase(one.token);
        answers_.push_back({one.token, told::kind::refused, 0, "it cannot be said in SMPP"});
    }
}

void door_link::notify(account_id whose, const alert& what) {
    if (!account_ || account() != whose || !session_.hears()) return;
    wire::smpp::alert_notification pdu;
    const wire_address from = address_by_look(what.handset), to = address_by_look(what.to);
    pdu.source_addr_ton = from.ton;
    pdu.source_addr_npi = from.npi;
    pdu.source_addr = from.digits;
    pdu.esme_addr_ton = to.ton;
    pdu.esme_addr_npi = to.npi;
    pdu.esme_addr = to.digits;
    std::vector<std::uint8_t> tlvs;
    wire::smpp::tlv_writer optional(tlvs);
    if (what.availability && session_.version() >= wire::smpp::version_3_4)
        (void)optional.u8(wire::smpp::tlv_tag::ms_availability_status, *what.availability);
    pdu.tlvs = optional.view();
    session_.notify(pdu);
    home_.touch(*this);
}

bool door_link::deliver(std::uint64_t token, std::size_t index) {
    door_telling& teller = home_.translator();
    if (account_->who->as_data_sm && session_.version() >= wire::smpp::version_3_4)
        return session_.deliver(token, teller.as_data_sm(index), home_.now()).has_value();
    return session_.deliver(token, teller.pdu(index), home_.now()).has_value();
}

void door_link::heard(std::uint64_t token, told::kind is, command_status status) {
    told answer{token, is, static_cast<std::uint32_t>(status)};
    if (is != told::kind::taken && status != command_status::esme_rok) answer.detail = name(status);
    if (const auto at = in_parts_.find(token); at != in_parts_.end()) {
        several& all = at->second;
        if (all.worst.is == told::kind::taken && is != told::kind::taken) all.worst = answer;
        if (--all.left != 0) return;
        answer = all.worst;
        in_parts_.erase(at);
    }
    door_counters& numbers = home_.counters();
    auto& number = answer.is == told::kind::taken     ? numbers.tellings_taken
                   : answer.is == told::kind::refused ? numbers.tellings_refused
                                                      : numbers.tellings_later;
    number.fetch_add(1, std::memory_order_relaxed);
    answers_.push_back(std::move(answer));
    home_.touch(*this);
}

}  // namespace hermod::connectors::smpp
