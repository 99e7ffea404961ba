// The part of door_link between its session and doors/link: the verdict on the login, what the application is told, notes.
#include "connectors/ucp/door_link.hpp"

namespace hermod::connectors::ucp {

using wire::ucp::error_code;

namespace {

// A name or password that is wrong, and too many sessions: 07 and 04. What is ours, and passes: 55.
error_code code_of(doors::bind_verdict is) {
    switch (is) {
        case doors::bind_verdict::welcome:
            return error_code::none;
        case doors::bind_verdict::wrong:
            return error_code::authentication_failure;
        case doors::bind_verdict::taken:
            return error_code::operation_not_allowed;
        case doors::bind_verdict::full:
        case doors::bind_verdict::busy:
            break;
    }
    return error_code::system_error;
}

}  // namespace

void door_link::bind_decided(doors::bind_verdict is, const doors::account* whom) {
    session_.login_decided(code_of(is), whom ? whom->window : 1, whom ? whom->deliver_window : 1, home_.now());
}

std::size_t door_link::frames_for(const telling& what) {
    return home_.translator().prepare(what, who().quirks, home_.options().clock);
}

bool door_link::deliver(std::uint64_t token, std::size_t index) {
    return session_.deliver(token, home_.translator().pdu(index), home_.now()).has_value();
}

void door_link::heard(std::uint64_t token, told::kind is, error_code code) {
    const wire::ucp::error_row* row = wire::ucp::find_error(code);
    link::heard(token, is, static_cast<std::uint32_t>(code), row ? row->name : std::string_view());
}

void door_link::noted(door_note what) {
    const bool wrong = what == door_note::frame_error || what == door_note::refused_operation;
    auto& number = wrong                                 ? home_.numbers().pdu_errors
                   : what == door_note::response_timeout ? home_.numbers().response_timeouts
                                                         : home_.numbers().oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void door_link::close_me(door_close why) {
    const bool usual = why == door_close::finished || why == door_close::peer_finished || why == door_close::inactive;
    close_soon(usual ? log_level::info : log_level::warning, why == door_close::login_refused ? std::string_view() : words(why));
}

void door_link::passed(bool outward, std::string_view frame) {
    if (!log_enabled(log_category::pdu)) return;
    const auto head = wire::ucp::readable_header(frame);
    log_line line(log_category::pdu, head ? wire::ucp::name(head->ot) : "unreadable");
    line.field("door", "ucp").field("address", address()).field("way", outward ? "out" : "in").field("octets", frame.size());
    if (head) line.field("trn", static_cast<unsigned>(head->trn)).field("result", head->is_result);
}

}  // namespace hermod::connectors::ucp
