#include "simulate/modem/network.hpp"

#include <algorithm>

#include "net/clocks.hpp"
#include "text/split.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/user_data.hpp"

namespace hermod::simulate::modem {

using namespace wire::tpdu;

namespace {

constexpr unsigned congestion = 42;
constexpr std::chrono::seconds retry_after{2};
constexpr std::size_t most_waiting = 1000;  // of a modem that takes nothing
constexpr std::uint8_t delivered = 0x00, still_congested = 0x20, rejected = 0x42, not_obtainable = 0x43, expired = 0x46,
                       deleted_by_sender = 0x47;

std::vector<std::uint8_t> written(const auto& pdu) {
    std::vector<std::uint8_t> out;
    if (!encode(out, pdu)) out.clear();  // it cannot be: all of it came out of a TPDU, or out of parse_address and split
    return out;
}

timestamp stamp_now() {
    return timestamp_of(net::wall_now()).value_or(timestamp{});
}

address without_country(const address& from) {
    if (from.type() != ton::international || from.value().size() < 5) return from;
    return address(ton::national, from.plan(), from.value().substr(2));
}

std::uint8_t esm_class_of(bool udhi) {
    return udhi ? 0x40 : 0;
}

// What the ledger has: the header, then septets one an octet, or octets.
std::string content_of(const user_data& ud, std::uint8_t dcs, bool udhi) {
    const auto apart = take_apart(ud, dcs, udhi);
    if (!apart) return std::string(ud.raw.begin(), ud.raw.end());
    return std::string(apart->header) + apart->payload;
}

std::span<const std::uint8_t> as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string number_of(const options& how, unsigned modem) {
    std::string out = how.number;
    for (std::size_t at = out.size(); modem != 0 && at-- > 0 && out[at] >= '0' && out[at] <= '9'; modem /= 10) {
        const unsigned sum = static_cast<unsigned>(out[at] - '0') + modem % 10;
        out[at] = static_cast<char>('0' + sum % 10);
        modem += sum / 10 * 10;
    }
    return out;
}

network::network(const options& how) : how_(how), dice_(how.seed), gates_(how.modems), waiting_(how.modems) {}

result<void> network::open() {
    if (!how_.ledger_path.empty())
        if (const auto opened = ledger_.open(how_.ledger_path); !opened) return opened;
    if (!how_.delivered_path.empty()) return received_.open(how_.delivered_path);
    return {};
}

void network::flush() {
    ledger_.flush();
    received_.flush();
}

unsigned network::refusal(unsigned modem, mono_time now) {
    if (!gates_[modem].passes(how_.rate_limit, now)) return ++numbers_.throttled, congestion;
    if (how_.throttle_every != 0 && numbers_.submits % how_.throttle_every == 0) return ++numbers_.throttled, congestion;
    if (const auto error = dice_.drawn<unsigned>(how_.errors)) return ++numbers_.errors, *error;
    return 0;
}

outcome network::submit(unsigned modem, const sms_submit& message, std::uint8_t reference, mono_time now) {
    ++numbers_.submits;
    outcome out;
    out.noise = dice_.chance(how_.garbage_percent);
    if (how_.disconnect_every != 0 && numbers_.submits % how_.disconnect_every == 0) out.then = outcome::after::unplug;
    if (how_.hang_every != 0 && numbers_.submits % how_.hang_every == 0) out.then = outcome::after::hang;
    out.error = refusal(modem, now);
    if (out.error != 0) return out;
    ++numbers_.taken;
    take_down(modem, message, reference);
    make_reports(modem, message, reference, now);
    const std::string to = text_of(message.tp_da);
    if (!how_.echo_number.empty() && to == how_.echo_number) {
        forward(modem, message.tp_da, message);
    } else {
        const auto own = parse_address(number_of(how_, modem));
        for (unsigned other = 0; other < how_.modems && own; ++other)
            if (other != modem && number_of(how_, other) == to) forward(other, *own, message);
    }
    if (dice_.chance(how_.never_answer_percent)) {
        ++numbers_.never_answered;
        out.says = outcome::answer::none;
    } else if (dice_.chance(how_.no_final_percent)) {
        ++numbers_.never_answered;
        out.says = outcome::answer::no_final;
    }
    return out;
}

void network::take_down(unsigned modem, const sms_submit& message, std::uint8_t reference) {
    const std::uint64_t id = next_id_++;
    if (!ledger_.is_open()) return;
    const std::string name = std::to_string(modem + 1) + ':' + std::to_string(id) + ':' + std::to_string(reference);
    ledger_.add(name, to_micros(net::wall_now()), number_of(how_, modem), text_of(message.tp_da), esm_class_of(message.tp_udhi),
                message.tp_dcs, as_octets(content_of(message.tp_ud, message.tp_dcs, message.tp_udhi)));
}

std::uint8_t network::drawn_status() {
    const std::pair<std::uint8_t, double> faults[] = {
        {not_obtainable, how_.undelivered_percent}, {expired, how_.expired_percent}, {rejected, how_.rejected_percent}};
    return dice_.drawn<std::uint8_t>(faults).value_or(delivered);
}

void network::make_reports(unsigned modem, const sms_submit& message, std::uint8_t reference, mono_time now) {
    if (!message.tp_srr || !how_.reports) return;
    if (dice_.chance(how_.trying_percent))
        report(modem, message.tp_da, reference, still_congested, false, now + how_.report_delay);
    report(modem, message.tp_da, reference, drawn_status(), false, now + how_.report_delay);
}

void network::report(unsigned modem, const address& recipient, std::uint8_t reference, std::uint8_t status, bool asked,
                     mono_time due) {
    sms_status_report out;
    out.tp_srq = asked;
    out.tp_mr = reference;
    out.tp_ra = how_.national_recipient ? without_country(recipient) : recipient;
    out.tp_scts = out.tp_dt = stamp_now();
    out.tp_st = status;
    delivery made{due, modem, true, written(out)};
    if (how_.report_delay.count() == 0) return waiting_[modem].push_back(std::move(made));
    reports_.push_back(std::move(made));
}

// Asks how a message is (0), wants no more reports of it (1), or wants it deleted (2): TS 23.040 section 9.2.3.19.
void network::command(unsigned modem, const sms_command& asked, std::uint8_t reference, mono_time now) {
    constexpr std::uint8_t enquire = 0, remove = 2;
    bool known = false;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
        delivery& one = reports_[i];
        const auto read = decode_as<sms_status_report>(one.tpdu);
        if (one.modem != modem || !read || read->pdu.tp_mr != asked.tp_mn) continue;
        known = true;
        if (asked.tp_ct != remove) continue;
        sms_status_report now_deleted = read->pdu;
        now_deleted.tp_st = deleted_by_sender;
        one.tpdu = written(now_deleted);
    }
    if (asked.tp_ct == enquire || asked.tp_srr)
        report(modem, asked.tp_da, reference, known && asked.tp_ct == enquire ? still_congested : delivered, true, now);
}

void network::forward(unsigned modem, const address& from, const sms_submit& message) {
    sms_deliver out;
    out.tp_udhi = message.tp_udhi;
    out.tp_oa = from;
    out.tp_pid = message.tp_pid;
    out.tp_dcs = message.tp_dcs;
    out.tp_scts = stamp_now();
    out.tp_ud = message.tp_ud;
    deliver(modem, written(out));
}

void network::deliver(unsigned modem, std::vector<std::uint8_t> tpdu, bool report) {
    waiting_[modem].push_back({{}, modem, report, std::move(tpdu)});
}

void network::deliver(unsigned modem, std::string_view from, std::string_view text) {
    const auto sender = parse_address(from);
    const auto needs = text::estimate_text(text);
    if (!sender || !needs) return;
    const auto parts = text::split(text, {.coding = needs->coding, .reference = next_long_++});
    if (!parts) return;
    for (const text::part& part : *parts) {
        std::vector<std::uint8_t> buffer;
        sms_deliver out;
        out.tp_udhi = !part.header.empty();
        out.tp_oa = *sender;
        out.tp_dcs = needs->coding == text::encoding::ucs2 ? 8 : 0;
        out.tp_scts = stamp_now();
        out.tp_mms = true;
        const auto ud = put_together(buffer, needs->coding, part.header, part.payload);
        if (!ud) return;
        out.tp_ud = *ud;
        deliver(modem, written(out));
    }
}

void network::again(delivery what, mono_time now) {
    what.due = now + retry_after;
    refused_.push_back(std::move(what));
}

void network::received(const delivery& what) {
    ++numbers_.deliveries_answered;
    ++(what.report ? numbers_.receipts_sent : numbers_.inbound_sent);
    const std::uint64_t id = next_received_++;
    if (!received_.is_open() || what.report) return;
    const auto read = decode_as<sms_deliver>(what.tpdu);
    if (!read) return;
    const sms_deliver& pdu = read->pdu;
    received_.add(std::to_string(what.modem + 1) + ':' + std::to_string(id), to_micros(net::wall_now()), text_of(pdu.tp_oa),
                  number_of(how_, what.modem), esm_class_of(pdu.tp_udhi), pdu.tp_dcs,
                  as_octets(content_of(pdu.tp_ud, pdu.tp_dcs, pdu.tp_udhi)));
}

void network::stream_inbound(mono_time now) {
    if (how_.inbound.rate <= 0) return;
    if (inbound_at_ != mono_time{}) inbound_due_ += std::chrono::duration<double>(now - inbound_at_).count() * how_.inbound.rate;
    inbound_at_ = now;
    for (; inbound_due_ >= 1; inbound_due_ -= 1)
        for (unsigned modem = 0; modem < how_.modems; ++modem)
            if (waiting_[modem].size() < most_waiting) deliver(modem, how_.inbound.from, how_.inbound.text);
}

void network::tick(mono_time now) {
    for (auto* of : {&reports_, &refused_})
        for (; !of->empty() && of->front().due <= now; of->pop_front())
            waiting_[of->front().modem].push_back(std::move(of->front()));
    stream_inbound(now);
}

std::optional<mono_time> network::due() const {
    std::optional<mono_time> out;
    for (const auto* of : {&reports_, &refused_})
        if (!of->empty() && (!out || of->front().due < *out)) out = of->front().due;
    if (how_.inbound.rate > 0) {
        const std::chrono::duration<double> wait((1 - inbound_due_) / how_.inbound.rate);
        const mono_time next = inbound_at_ + std::chrono::duration_cast<mono_time::duration>(wait);
        if (!out || next < *out) out = next;
    }
    return out;
}

bool network::all_sent() const {
    return reports_.empty() && refused_.empty() &&
           std::all_of(waiting_.begin(), waiting_.end(), [](const auto& queue) { return queue.empty(); });
}

}  // namespace hermod::simulate::modem
