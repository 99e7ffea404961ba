// The part of the door's session that takes PDUs from the application.
#include "connectors/smpp/door_session.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

namespace {

bool may_submit(bind_role role) {
    return role == bind_role::transmitter || role == bind_role::transceiver;
}

// What an application's status says of the message that it was given. RX_P and RX_R are the words for "never" (3.4 section
// 5.1.3), and who does not know the command will not learn it; all else, vendors' own numbers too, may be otherwise tomorrow.
told::kind meaning_of(command_status status) {
    switch (status) {
        case command_status::esme_rok:
            return told::kind::taken;
        case command_status::esme_rthrottled:
        case command_status::esme_rmsgqful:
            return told::kind::throttled;
        case command_status::esme_rx_p_appn:
        case command_status::esme_rx_r_appn:
        case command_status::esme_rinvcmdid:
            return told::kind::refused;
        default:
            return told::kind::later;
    }
}

}  // namespace

void door_session::handle(octets frame, mono_time now) {
    const header head = read_header(frame);
    if (is_response(head.id)) return on_response(head, frame, now);
    on_request(head, frame, now);
}

void door_session::on_request(const header& head, octets frame, mono_time now) {
    switch (head.id) {
        case command_id::submit_sm:
            return on_message<submit_sm>(frame, now);
        case command_id::data_sm:
            return on_message<data_sm>(frame, now);
        case command_id::submit_multi:
            return on_message<submit_multi>(frame, now);
        case command_id::query_sm:
            return on_message<query_sm>(frame, now);
        case command_id::cancel_sm:
            return on_message<cancel_sm>(frame, now);
        case command_id::replace_sm:
            return on_message<replace_sm>(frame, now);
        case command_id::broadcast_sm:
            if (!broadcasts_) break;
            return on_message<broadcast_sm>(frame, now);
        case command_id::query_broadcast_sm:
            if (!broadcasts_) break;
            return on_message<query_broadcast_sm>(frame, now);
        case command_id::cancel_broadcast_sm:
            if (!broadcasts_) break;
            return on_message<cancel_broadcast_sm>(frame, now);
        case command_id::enquire_link:
            return write_header(command_id::enquire_link_resp, command_status::esme_rok, head.sequence_number);
        case command_id::unbind:
            return on_unbind(head, now);
        case command_id::bind_transceiver:
            return on_bind<bind_transceiver>(frame, bind_role::transceiver, now);
        case command_id::bind_transmitter:
            return on_bind<bind_transmitter>(frame, bind_role::transmitter, now);
        case command_id::bind_receiver:
            return on_bind<bind_receiver>(frame, bind_role::receiver, now);
        case command_id::outbind:
        case command_id::alert_notification:
            return events_.noted(door_note::oddity);  // ours to send, and never answered
        default:
            break;
    }
    events_.noted(door_note::pdu_error);
    const pdu_row* known = find_pdu(head.id);
    if (!known || !has_response(head.id))
        return write_header(command_id::generic_nack, command_status::esme_rinvcmdid, head.sequence_number);
    // Before a bind no state lets it be asked. Later: deliver_sm is ours alone, and what is left are the requests that no route
    // of ours can carry.
    const bool wrong_state = role_ == bind_role::none || head.id == command_id::deliver_sm;
    write_header(response_of(head.id), wrong_state ? command_status::esme_rinvbndsts : command_status::esme_rinvcmdid,
                 head.sequence_number);
}

template <class Bind>
void door_session::on_bind(octets frame, bind_role role, mono_time now) {
    const header head = read_header(frame);
    const auto refuse_bind = [&](command_status status) {
        events_.noted(door_note::pdu_error);
        write_header(response_of(head.id), status, head.sequence_number);
    };
    if (state_ != state::open) return refuse_bind(command_status::esme_ralybnd);
    const auto read = decode_as<Bind>(frame);
    if (!read) return refuse_bind(read.error().suggested_status);
    if (!read->odd.none()) events_.noted(door_note::oddity);
    state_ = state::binding;
    since_ = now;
    bind_request_ = head.id;
    bind_sequence_ = head.sequence_number;
    role_ = role;
    version_ = read->pdu.interface_version;
    events_.bind_wanted(head.sequence_number, {head.id, role, read->pdu.system_id, read->pdu.password, read->pdu.system_type,
                                               read->pdu.address_range, version_});
}

template <class Pdu>
void door_session::on_message(octets frame, mono_time now) {
    const header head = read_header(frame);
    const auto refuse_it = [&](command_status status) {
        events_.noted(door_note::pdu_error);
        write_header(response_of(head.id), status, head.sequence_number);
    };
    if (state_ != state::bound || !may_submit(role_)) return refuse_it(command_status::esme_rinvbndsts);
    const auto read = decode_as<Pdu>(frame);
    if (!read) return refuse_it(read.error().suggested_status);
    if (!read->odd.none()) events_.noted(door_note::oddity);
    busy_at_ = now;
    ++unanswered_;
    events_.arrived(head.sequence_number, read->pdu);
}

void door_session::on_unbind(const header& head, mono_time now) {
    if (state_ == state::open) {
        write_header(command_id::unbind_resp, command_status::esme_rok, head.sequence_number);
        return finish(door_close::peer_unbound);
    }
    if (state_ == state::bound) drain_until_ = now + options_.timers.unbind;
    state_ = state::unbinding;
    peer_unbinds_ = true;
    peer_unbind_ = head.sequence_number;
    go_on_unbinding(now);
}

void door_session::on_response(const header& head, octets, mono_time now) {
    switch (head.id) {
        case command_id::deliver_sm_resp:
        case command_id::data_sm_resp:
            return on_delivery_answer(head, now);
        case command_id::enquire_link_resp:
            if (head.sequence_number != enquire_sequence_ || enquire_sequence_ == 0)
                return events_.noted(door_note::unknown_response);
            enquire_sequence_ = 0;
            return;
        case command_id::unbind_resp:
            if (unbind_sequence_ == 0) return events_.noted(door_note::unknown_response);
            return finish(door_close::unbound);
        case command_id::generic_nack:
            if (unbind_sequence_ != 0 && head.sequence_number == unbind_sequence_) return finish(door_close::unbound);
            if (enquire_sequence_ != 0 && head.sequence_number == enquire_sequence_) {  // it does not know it, but it lives
                enquire_sequence_ = 0;
                return;
            }
            return on_delivery_answer(head, now);
        default:
            return events_.noted(door_note::unknown_response);
    }
}

// The status is in the header; a body that cannot be read changes nothing.
void door_session::on_delivery_answer(const header& head, mono_time now) {
    outstanding_submit* place = deliveries_ ? deliveries_->find(head.sequence_number) : nullptr;
    if (!place) return events_.noted(door_note::unknown_response);
    const std::uint64_t token = place->token;
    deliveries_->remove(*place);
    busy_at_ = now;
    const auto status = head.id == command_id::generic_nack && head.status == command_status::esme_rok
                            ? command_status::esme_rinvcmdid
                            : head.status;
    events_.heard(token, meaning_of(status), status);
    go_on_unbinding(now);
}

}  // namespace hermod::connectors::smpp
