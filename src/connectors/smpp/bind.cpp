#include "connectors/smpp/bind.hpp"

#include "wire/smpp/values.hpp"

namespace hermod::connectors::smpp {

using lines::intake;
using wire::smpp::command_id;
using wire::smpp::command_status;

namespace {

std::uint64_t key_of(std::uint32_t sequence, command_id request) {
    return std::uint64_t{sequence} << 32 | static_cast<std::uint32_t>(request);
}

}  // namespace

// ESME_RX_T_APPN: the network keeps it and tries again.
void bind::answer(std::uint64_t key, intake what) {
    answer(key, what == intake::kept    ? command_status::esme_rok
                : what == intake::later ? command_status::esme_rx_t_appn
                                        : command_status::esme_rx_p_appn);
}

void bind::answer(std::uint64_t key, command_status status) {
    session_.answer(static_cast<std::uint32_t>(key >> 32), static_cast<command_id>(static_cast<std::uint32_t>(key)), status);
}

lines::octets bind::take_output() {
    writing_.clear();
    session_.take_output(writing_);
    return writing_;
}

std::string bind::peer() const {
    std::string out;
    if (const auto version = session_.peer_version())
        out += ", the centre speaks " + wire::smpp::interface_version_words(*version);
    if (const auto congestion = session_.congestion()) out += ", congestion " + std::to_string(*congestion);
    return out;
}

void bind::bound() {
    const auto version = session_.peer_version();
    on().established(version ? "bound, the centre speaks " + wire::smpp::interface_version_words(*version) : std::string("bound"));
}

void bind::bind_refused(command_status status) {
    on().refused(std::string(name(status)) + ", " + std::string(words(status)));
}

void bind::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    on().settled(token, std::move(result), round_trip);
}

void bind::arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) {
    home_.arrived(*this, key_of(sequence, pdu.id), pdu);
}
void bind::arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) {
    home_.arrived(*this, key_of(sequence, pdu.id), pdu);
}

void bind::answered(std::uint64_t token, const answer_to_question& answer) {
    home_.answered(token, answer);
}

void bind::alerted(const wire::smpp::alert_notification& pdu) {
    const auto availability = pdu.tlvs.u8(wire::smpp::tlv_tag::ms_availability_status);
    log_line(log_level::info, "alert_notification")
        .field("connector", options_.name)
        .number("handset", pdu.source_addr)
        .field("esme", pdu.esme_addr)
        .field("availability", availability ? std::int64_t{*availability} : std::int64_t{-1});
    if (options_.alerts)
        options_.alerts(options_.inbound_account, {"+" + std::string(pdu.source_addr.substr(pdu.source_addr.starts_with('+') ? 1 : 0)),
                                                   std::string(pdu.esme_addr), availability});
}

void bind::noted(session_note what) {
    connector_counters& numbers = on().numbers();
    std::atomic<std::uint64_t>& number = what == session_note::pdu_error          ? numbers.pdu_errors
                                         : what == session_note::response_timeout ? numbers.response_timeouts
                                         : what == session_note::throttled        ? numbers.throttled
                                         : what == session_note::congested        ? numbers.throttled
                                                                                  : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
    if (what == session_note::no_submit_multi || what == session_note::too_many_destinations ||
        what == session_note::destination_refused)
        home_.multi_refused(what);
}

void bind::close_me(close_reason why) {
    const bool ours = why == close_reason::unbound, told = why == close_reason::bind_refused;
    on().close_soon(ours ? log_level::info : log_level::warning, told ? std::string_view() : words(why));
}

void bind::passed(bool outward, wire::smpp::octets frame) {
    if (!log_enabled(log_category::pdu)) return;
    const wire::smpp::header head = wire::smpp::read_header(frame);
    log_line(log_category::pdu, name(head.id))
        .field("connector", options_.name)
        .field("bind", on().index() + 1)
        .field("way", outward ? "out" : "in")
        .field("sequence", head.sequence_number)
        .field("status", name(head.status))
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::smpp
