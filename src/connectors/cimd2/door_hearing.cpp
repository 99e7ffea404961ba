// The part of door_link between its session and doors/link: the verdict on the login, what the application is told, notes.
#include "connectors/cimd2/door_errors.hpp"
#include "connectors/cimd2/door_link.hpp"

namespace hermod::connectors::cimd2 {

namespace {

std::int32_t error_of(doors::bind_verdict is) {
    switch (is) {
        case doors::bind_verdict::welcome:
            return 0;
        case doors::bind_verdict::wrong:
            return door_error::invalid_login;
        case doors::bind_verdict::taken:
            return door_error::too_many_users;
        case doors::bind_verdict::full:
            return door_error::login_refused;
        case doors::bind_verdict::busy:
            break;
    }
    return door_error::congestion;
}

}  // namespace

void door_link::bind_decided(doors::bind_verdict is, const doors::account* whom) {
    login_verdict verdict{.error_code = error_of(is)};
    if (whom) {
        const door_account& row = as_door_account(*whom);
        verdict.window = row.window;
        verdict.deliver_window = row.deliver_window;
        verdict.write_checksum = !row.quirks.no_checksum;
        if (row.quirks.checksum_required) verdict.checksum = wire::cimd2::checksum_rule::required;
        verdict.numbers_in_order = row.quirks.numbers_in_order;
    }
    session_.login_decided(verdict, home_.now());
}

std::size_t door_link::frames_for(const telling& what) {
    return home_.translator().prepare(what, who().quirks, home_.options().offset);
}

bool door_link::deliver(std::uint64_t token, std::size_t index) {
    door_telling& teller = home_.translator();
    if (teller.is_report()) return session_.deliver(token, teller.report(), home_.now()).has_value();
    return session_.deliver(token, teller.message(index), home_.now(), teller.extra()).has_value();
}

void door_link::heard(std::uint64_t token, told::kind is, std::int32_t error_code) {
    link::heard(token, is, static_cast<std::uint32_t>(error_code),
                error_code == 0 ? std::string_view() : wire::cimd2::error_code_words(error_code));
}

void door_link::noted(door_note what) {
    auto& number = what == door_note::packet_error       ? home_.numbers().pdu_errors
                   : what == door_note::response_timeout ? home_.numbers().response_timeouts
                                                         : home_.numbers().oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void door_link::close_me(door_close why) {
    const bool usual = why == door_close::closed_by_us || why == door_close::logged_out || why == door_close::inactive;
    close_soon(usual ? log_level::info : log_level::warning, why == door_close::login_refused ? std::string_view() : words(why));
}

void door_link::passed(bool outward, wire::cimd2::octet_view frame) {
    if (!log_enabled(log_category::pdu)) return;
    const auto head = wire::cimd2::read_header(frame);
    log_line line(log_category::pdu, head ? wire::cimd2::name(head->code) : "unreadable");
    line.field("door", "cimd2").field("address", address()).field("way", outward ? "out" : "in").field("octets", frame.size());
    if (head) line.field("number", static_cast<unsigned>(head->number));
}

}  // namespace hermod::connectors::cimd2
