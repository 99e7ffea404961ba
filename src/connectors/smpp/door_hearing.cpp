// The part of door_link between its session and doors/link: the verdict on the bind, what the application is told, notes.
#include "connectors/smpp/door_link.hpp"
#include "connectors/smpp/outgoing.hpp"

namespace hermod::connectors::smpp {

using wire::smpp::command_status;

namespace {

command_status status_of(doors::bind_verdict is) {
    switch (is) {
        case doors::bind_verdict::welcome:
            return command_status::esme_rok;
        case doors::bind_verdict::wrong:
            return command_status::esme_rbindfail;
        case doors::bind_verdict::taken:
            return command_status::esme_ralybnd;
        case doors::bind_verdict::full:
        case doors::bind_verdict::busy:
            break;
    }
    return command_status::esme_rsyserr;
}

}  // namespace

void door_link::bind_decided(doors::bind_verdict is, const doors::account* whom) {
    static const door_account nobody;
    const door_account& row = whom ? as_door_account(*whom) : nobody;
    session_.bind_decided(status_of(is), row.window, row.deliver_window, home_.now(), row.broadcast_by != connector_id{});
}

std::size_t door_link::frames_for(const telling& what) {
    return home_.translator().prepare(what, session_.version());
}

void door_link::notify(account_id whose, const alert& what) {
    if (!bound() || link::whose() != whose || !session_.hears()) return;
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
    if (who().as_data_sm && session_.version() >= wire::smpp::version_3_4)
        return session_.deliver(token, teller.as_data_sm(index), home_.now()).has_value();
    return session_.deliver(token, teller.pdu(index), home_.now()).has_value();
}

void door_link::heard(std::uint64_t token, told::kind is, command_status status) {
    link::heard(token, is, static_cast<std::uint32_t>(status),
                status == command_status::esme_rok ? std::string_view() : name(status));
}

void door_link::noted(door_note what) {
    auto& number = what == door_note::pdu_error          ? home_.numbers().pdu_errors
                   : what == door_note::response_timeout ? home_.numbers().response_timeouts
                                                         : home_.numbers().oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void door_link::close_me(door_close why) {
    const bool ours = why == door_close::unbound || why == door_close::peer_unbound;
    close_soon(ours ? log_level::info : log_level::warning, why == door_close::bind_refused ? std::string_view() : words(why));
}

void door_link::passed(bool outward, wire::smpp::octets frame) {
    if (!log_enabled(log_category::pdu)) return;
    const wire::smpp::header head = wire::smpp::read_header(frame);
    log_line(log_category::pdu, name(head.id))
        .field("door", "smpp")
        .field("address", address())
        .field("way", outward ? "out" : "in")
        .field("sequence", head.sequence_number)
        .field("status", name(head.status))
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::smpp
