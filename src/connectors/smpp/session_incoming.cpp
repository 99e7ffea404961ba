// The part of the session that takes requests from the peer.
#include "connectors/smpp/session.hpp"
#include "wire/smpp/encode.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

void session::handle(octets frame, mono_time now) {
    const header head = read_header(frame);
    if (is_response(head.id)) return on_response(head, frame, now);
    on_request(head, frame, now);
}

void session::on_request(const header& head, octets frame, mono_time now) {
    switch (head.id) {
        case command_id::enquire_link:
            return write_header(command_id::enquire_link_resp, command_status::esme_rok, head.sequence_number);
        case command_id::deliver_sm:
            busy_at_ = now;
            return on_arrival<deliver_sm>(frame);
        case command_id::data_sm:
            busy_at_ = now;
            return on_arrival<data_sm>(frame);
        case command_id::unbind:
            on_unbind(head);
            return go_on_unbinding(now);
        case command_id::alert_notification:
            return on_alert(frame);
        case command_id::outbind:
            return on_outbind(frame, now);
        default:
            break;
    }
    events_.noted(session_note::pdu_error);
    const pdu_row* known = find_pdu(head.id);
    if (!known || !known->typed)
        return write_header(command_id::generic_nack, command_status::esme_rinvcmdid, head.sequence_number);
    // A request that only a centre serves: its own response says that this is no state to ask in.
    write_header(response_of(head.id), command_status::esme_rinvbndsts, head.sequence_number);
}

template <class Pdu>
void session::on_arrival(octets frame) {
    const header head = read_header(frame);
    const auto refuse = [&](session_note why, command_status status) {
        events_.noted(why);
        write_header(response_of(head.id), status, head.sequence_number);
    };
    if (state_ == state::binding || state_ == state::open)
        return refuse(session_note::pdu_error, command_status::esme_rinvbndsts);
    const auto read = decode_as<Pdu>(frame);
    if (!read) return refuse(session_note::pdu_error, read.error().suggested_status);
    if (unanswered_ >= options_.most_unanswered) return refuse(session_note::backlog_refused, command_status::esme_rx_t_appn);
    if (!read->odd.none()) events_.noted(session_note::oddity);
    ++unanswered_;
    events_.arrived(head.sequence_number, read->pdu);
}

// Neither is ever answered. An outbind on a connection of ours, or a second one, is passed over.
void session::on_outbind(octets frame, mono_time now) {
    if (state_ != state::open) return events_.noted(session_note::oddity);
    const auto read = decode_as<outbind>(frame);
    const auto as_agreed = [](const std::string& wanted, std::string_view said) { return wanted.empty() || wanted == said; };
    if (!read || !as_agreed(options_.outbind_system_id, read->pdu.system_id) ||
        !as_agreed(options_.outbind_password, read->pdu.password)) {
        events_.noted(session_note::pdu_error);
        return finish(close_reason::outbind_refused);
    }
    state_ = state::binding;
    since_ = now;
    write_bind();
}

void session::on_alert(octets frame) {
    const auto read = decode_as<alert_notification>(frame);
    if (!read) return events_.noted(session_note::pdu_error);
    events_.noted(session_note::oddity);
    events_.alerted(read->pdu);
}

void session::on_unbind(const header& head) {
    if (state_ == state::binding || state_ == state::open) {  // some centres refuse a bind in this way
        write_header(command_id::unbind_resp, command_status::esme_rok, head.sequence_number);
        return finish(close_reason::peer_unbound);
    }
    if (state_ == state::bound) drain_until_ = heard_at_ + options_.unbind_timeout;
    state_ = state::unbinding;
    peer_unbinds_ = true;
    peer_unbind_ = head.sequence_number;
}

}  // namespace hermod::connectors::smpp
