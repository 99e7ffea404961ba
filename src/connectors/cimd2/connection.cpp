#include "connectors/cimd2/connection.hpp"

#include "base/log.hpp"
#include "lines/text_octets.hpp"
#include "wire/cimd2/octet_text.hpp"

namespace hermod::connectors::cimd2 {

using lines::intake;
using wire::cimd2::error_code_value;
using wire::cimd2::operation;

namespace {

std::uint64_t key_of(std::uint8_t number, operation request) {
    return std::uint64_t{static_cast<std::uint8_t>(request)} << 8 | number;
}
std::uint8_t number_of(std::uint64_t key) {
    return static_cast<std::uint8_t>(key & 0xFF);
}
operation request_of(std::uint64_t key) {
    return static_cast<operation>(key >> 8 & 0xFF);
}

}  // namespace

std::size_t connection::feed(lines::octets bytes, mono_time now) {
    return session_.feed(lines::as_text(bytes), now);
}

void connection::answer(std::uint64_t key, intake what) {
    if (what == intake::later) return session_.decline(number_of(key), request_of(key));
    if (what == intake::refused) return refuse(key, error_code_value::requested_operation_failed);
    session_.answer(number_of(key), request_of(key));
}

void connection::refuse(std::uint64_t key, error_code_value code) {
    session_.answer(number_of(key), request_of(key), static_cast<std::int32_t>(code));
}

lines::octets connection::take_output() {
    writing_.clear();
    session_.take_output(writing_);
    return lines::as_octets(writing_);
}

void connection::logged_in() {
    const std::size_t window = session_.window();
    on().established(window < options_.session.window ? "logged in, the centre allows no window" : "logged in");
}

void connection::login_refused(std::int32_t error_code, std::string_view error_text) {
    on().refused("error " + std::to_string(error_code) + ", " + wire::cimd2::escaped(error_text));
}

void connection::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    on().settled(token, std::move(result), round_trip);
}

void connection::arrived(std::uint8_t number, const wire::cimd2::deliver_message& pdu) {
    home_.arrived(*this, key_of(number, pdu.code), pdu);
}
void connection::arrived(std::uint8_t number, const wire::cimd2::deliver_status_report& pdu) {
    home_.arrived(*this, key_of(number, pdu.code), pdu);
}

void connection::noted(session_note what) {
    connector_counters& numbers = on().numbers();
    std::atomic<std::uint64_t>& number = what == session_note::packet_error       ? numbers.pdu_errors
                                         : what == session_note::response_timeout ? numbers.response_timeouts
                                         : what == session_note::throttled        ? numbers.throttled
                                                                                  : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void connection::close_me(close_reason why) {
    const bool ours = why == close_reason::logged_out, told = why == close_reason::login_refused;
    on().close_soon(ours ? log_level::info : log_level::warning, told ? std::string_view() : words(why));
}

void connection::passed(bool outward, wire::cimd2::octet_view frame) {
    if (!log_enabled(log_category::pdu)) return;
    const auto head = wire::cimd2::read_header(frame);
    log_line(log_category::pdu, head ? wire::cimd2::name(head->code) : "unreadable")
        .field("connector", options_.name)
        .field("bind", on().index() + 1)
        .field("way", outward ? "out" : "in")
        .field("sequence", head ? head->number : 0u)
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::cimd2
