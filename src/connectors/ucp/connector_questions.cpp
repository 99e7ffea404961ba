// The part of the connector that asks the network about parts which it has: gateway/network_questions.hpp by 54, 55 and 56.
#include <algorithm>

#include "connectors/ucp/incoming.hpp"
#include "connectors/ucp/ucp_connector.hpp"
#include "wire/ucp/error_code.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

constexpr std::size_t scts_size = 12;

// The second behind the last colon of a name (remote_id.hpp); empty when there is none.
std::string_view second_of(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    const std::string_view scts = colon == std::string_view::npos ? std::string_view{} : name.substr(colon + 1);
    return scts.size() == scts_size && ucp::parse_seconds(scts) ? scts : std::string_view{};
}

}  // namespace

void ucp_connector::query(network_question about, network_question_reply& reply, std::uint64_t token) {
    if (!options_.questions.query) return answer_soon({&reply, token}, lines::switched_off());
    ask_about<ucp::inquiry_message>(about, {&reply, token, true});
}

void ucp_connector::cancel(network_question about, network_question_reply& reply, std::uint64_t token) {
    if (!options_.questions.cancel) return answer_soon({&reply, token}, lines::switched_off());
    ask_about<ucp::delete_message>(about, {&reply, token});
}

template <class Question>
void ucp_connector::ask_about(const network_question& about, const lines::asker& who) {
    const std::string_view second = second_of(about.remote_id);
    if (second.empty())
        return answer_soon(who, lines::cannot_be_said("the network gave no time, and messages have no other name"));
    const outgoing::outcome named = translator_.name(*about.what);
    if (!named.pdu) return answer_soon(who, lines::cannot_be_said(std::string(named.refused)));
    const Question pdu{
        .adc = named.pdu->adc, .oadc = named.pdu->oadc, .ac = named.pdu->ac, .scts = second, .otoa = named.pdu->otoa};
    write_question(pdu, about.remote_id, who);
}

// 54 has a message's fields once more: all of them count, so the new text may be in another encoding, but not in another number
// of parts.
void ucp_connector::replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) {
    const lines::asker who{&reply, token};
    if (!options_.questions.replace) return answer_soon(who, lines::switched_off());
    const std::string_view second = second_of(about.remote_id);
    if (second.empty())
        return answer_soon(who, lines::cannot_be_said("the network gave no time, and messages have no other name"));
    if (about.what->parts != 1 || with->parts != 1)
        return answer_soon(who, lines::cannot_be_said("only a message of one part can be replaced"));
    const outgoing::outcome made = translator_.submit(with, 1, wall(), zone_);
    if (!made.pdu) return answer_soon(who, lines::cannot_be_said(std::string(made.refused)));
    const ucp::submit_message& as = *made.pdu;
    const ucp::modify_message pdu{.adc = as.adc,
                                  .oadc = as.oadc,
                                  .ac = as.ac,
                                  .nrq = as.nrq,
                                  .nadc = as.nadc,
                                  .nt = as.nt,
                                  .npid = as.npid,
                                  .lrq = as.lrq,
                                  .lrad = as.lrad,
                                  .lpid = as.lpid,
                                  .vp = as.vp,
                                  .rpid = as.rpid,
                                  .scts = second,
                                  .mt = as.mt,
                                  .nb = as.nb,
                                  .msg = as.msg,
                                  .pr = as.pr,
                                  .dcs = as.dcs,
                                  .mcls = as.mcls,
                                  .rpi = as.rpi,
                                  .otoa = as.otoa,
                                  .xser = as.xser};
    write_question(pdu, about.remote_id, who);
}

void ucp_connector::write_question(const ucp::pdu_variant& pdu, const std::string& name, const lines::asker& who) {
    const auto by = std::find_if(connections_.begin(), connections_.end(),
                                 [](connection* one) { return one->line().usable() && one->state_machine().may_ask(); });
    if (by == connections_.end()) return answer_soon(who, lines::nobody_to_ask());
    const std::uint64_t number = asked_.add(who);
    const auto sent = (*by)->state_machine().ask(number, pdu, name, now());
    if (!sent) {
        asked_.forget(number);
        return answer_soon(who, lines::cannot_be_said(std::string(sent.error().field) + ": " + ucp::text(sent.error().code)));
    }
    flush();
}

void ucp_connector::answered(std::uint64_t number, const answer_to_question& answer) {
    if (const auto who = asked_.take(number)) who->tell(in_our_words(answer, who->query));
}

network_answer ucp_connector::in_our_words(const answer_to_question& answer, bool query) const {
    using kind = network_answer::kind;
    network_answer out;
    if (!answer.answered) {
        out = lines::without_answer(answer.written);
        if (answer.accepted) out.detail = "the network took the question and told nothing more";
        return out;
    }
    if (answer.code != ucp::error_code::none) {
        out.is = answer.code == ucp::error_code::operation_not_supported ? kind::not_supported : kind::refused;
        out.code = static_cast<std::uint32_t>(answer.code);
        const ucp::error_row* row = ucp::find_error(answer.code);
        out.detail = row ? row->name : "unknown_error";
        if (!answer.sm.empty()) out.detail.append(": ").append(answer.sm);
        return out;
    }
    out.is = kind::done;
    if (!answer.stated) {
        out.detail = answer.sm;
        if (query) out.now = state::submitted;  // the centre has it: that is all that it says
        return out;
    }
    if (!answer.state) {
        if (!query) return out;
        out.is = kind::unknown;
        out.detail = "the answer says no state";
        return out;
    }
    out.detail = words_of(*answer.state, answer.rsn);
    out.code = answer.rsn;
    if (!query) {
        if (*answer.state == ucp::delivery_state::delivered) out.is = kind::refused;  // too late, it says
        return out;
    }
    out.now = outcome_of(*answer.state);
    if (is_final(*out.now) && answer.at && zone_.offset()) out.at = wall_time(answer.at->time_since_epoch() - *zone_.offset());
    return out;
}

void ucp_connector::answer_soon(const lines::asker& who, network_answer answer) {
    post([who, answer = std::move(answer)] { who.tell(answer); });
}

}  // namespace hermod::connectors::ucp
