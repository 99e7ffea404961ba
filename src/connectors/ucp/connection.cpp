#include "connectors/ucp/connection.hpp"

#include "base/log.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/header.hpp"

namespace hermod::connectors::ucp {

using lines::intake;
using wire::ucp::error_code;

std::size_t connection::feed(lines::octets bytes, mono_time now) {
    return session_.feed({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, now);
}

// "System error" is what centres take for a trouble that passes, "AdC invalid" for a recipient that nobody is.
void connection::answer(std::uint64_t key, intake what) {
    session_.answer(key, what == intake::kept    ? error_code::none
                         : what == intake::later ? error_code::system_error
                                                 : error_code::adc_invalid);
}

lines::octets connection::take_output() {
    writing_.clear();
    session_.take_output(writing_);
    return {reinterpret_cast<const std::uint8_t*>(writing_.data()), writing_.size()};
}

std::size_t connection::longest_frame() const {
    return wire::ucp::max_frame_length;
}

void connection::ready() {
    on().established(options_.session.login == login_form::none ? "connected" : "logged in");
}

void connection::login_refused(error_code code, std::string_view sm) {
    const wire::ucp::error_row* row = wire::ucp::find_error(code);
    std::string sentence = "EC " + std::string(wire::ucp::ec(code)) + ", " + (row ? row->text : "unknown error");
    if (!sm.empty()) sentence.append(": ").append(sm);
    on().refused(sentence);
}

void connection::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    on().settled(token, std::move(result), round_trip);
}

void connection::noted(session_note what) {
    connector_counters& numbers = on().numbers();
    std::atomic<std::uint64_t>& number = what == session_note::frame_error        ? numbers.pdu_errors
                                         : what == session_note::response_timeout ? numbers.response_timeouts
                                         : what == session_note::throttled        ? numbers.throttled
                                                                                  : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void connection::close_me(close_reason why) {
    const bool ours = why == close_reason::drained, told = why == close_reason::login_refused;
    on().close_soon(ours ? log_level::info : log_level::warning, told ? std::string_view() : words(why));
}

void connection::passed(bool outward, std::string_view frame) {
    if (!log_enabled(log_category::pdu)) return;
    const auto head = wire::ucp::readable_header(frame);
    log_line(log_category::pdu, head ? wire::ucp::two_digits(static_cast<unsigned>(head->ot)) : std::string_view("?"))
        .field("connector", options_.name)
        .field("bind", on().index() + 1)
        .field("way", outward ? "out" : "in")
        .field("sequence", head ? head->trn : 0u)
        .field("what", !head ? "unreadable" : head->is_result ? "result" : "operation")
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::ucp
