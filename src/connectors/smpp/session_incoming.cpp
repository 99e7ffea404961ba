// The part of the session that takes PDUs from the peer.
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
        case command_id::outbind:
            return events_.noted(session_note::oddity);  // never answered
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
    if (state_ == state::binding) return refuse(session_note::pdu_error, command_status::esme_rinvbndsts);
    const auto read = decode_as<Pdu>(frame);
    if (!read) return refuse(session_note::pdu_error, read.error().suggested_status);
    if (unanswered_ >= options_.most_unanswered) return refuse(session_note::backlog_refused, command_status::esme_rx_t_appn);
    if (!read->odd.none()) events_.noted(session_note::oddity);
    ++unanswered_;
    events_.arrived(head.sequence_number, read->pdu);
}

void session::on_unbind(const header& head) {
    if (state_ == state::binding) {  // some centres refuse a bind in this way
        write_header(command_id::unbind_resp, command_status::esme_rok, head.sequence_number);
        return finish(close_reason::peer_unbound);
    }
    if (state_ == state::bound) drain_until_ = heard_at_ + options_.unbind_timeout;
    state_ = state::unbinding;
    peer_unbinds_ = true;
    peer_unbind_ = head.sequence_number;
}

void session::on_response(const header& head, octets frame, mono_time now) {
    switch (head.id) {
        case command_id::submit_sm_resp:
            return on_submit_resp(head, frame, now);
        case command_id::enquire_link_resp:
            if (head.sequence_number != enquire_sequence_ || enquire_sequence_ == 0)
                return events_.noted(session_note::unknown_response);
            enquire_sequence_ = 0;
            return;
        case command_id::bind_transceiver_resp:
        case command_id::bind_transmitter_resp:
        case command_id::bind_receiver_resp:
            return on_bind_resp(head, now);
        case command_id::unbind_resp:
            if (unbind_sequence_ == 0) return events_.noted(session_note::unknown_response);
            return finish(close_reason::unbound);
        case command_id::generic_nack:
            return on_generic_nack(head, now);
        default:
            events_.noted(session_note::unknown_response);
    }
}

static command_id bind_answer(bind_mode mode) {
    if (mode == bind_mode::transceiver) return command_id::bind_transceiver_resp;
    return mode == bind_mode::transmitter ? command_id::bind_transmitter_resp : command_id::bind_receiver_resp;
}

// The sequence number is not looked at: only one bind can be meant, and some centres answer with another number.
void session::on_bind_resp(const header& head, mono_time now) {
    if (state_ != state::binding) return events_.noted(session_note::unknown_response);
    if (head.status != command_status::esme_rok || head.id != bind_answer(options_.mode)) {
        events_.bind_refused(head.status != command_status::esme_rok ? head.status : command_status::esme_rinvcmdid);
        return finish(close_reason::bind_refused);
    }
    state_ = state::bound;
    since_ = busy_at_ = now;
    events_.bound();
}

void session::on_generic_nack(const header& head, mono_time now) {
    if (state_ == state::binding) {
        events_.bind_refused(head.status);
        return finish(close_reason::bind_refused);
    }
    if (unbind_sequence_ != 0 && head.sequence_number == unbind_sequence_) return finish(close_reason::unbound);
    if (enquire_sequence_ != 0 && head.sequence_number == enquire_sequence_) {  // it does not know enquire_link, but it lives
        enquire_sequence_ = 0;
        return;
    }
    outstanding_submit* submit = submits_.find(head.sequence_number);
    if (!submit) return events_.noted(session_note::unknown_response);
    const auto status = head.status == command_status::esme_rok ? command_status::esme_rinvcmdid : head.status;
    settle(*submit, status, {}, now);
    go_on_unbinding(now);
}

void session::on_submit_resp(const header& head, octets frame, mono_time now) {
    outstanding_submit* submit = submits_.find(head.sequence_number);
    if (!submit) return events_.noted(session_note::unknown_response);
    const auto read = decode_as<submit_sm_resp>(frame);
    // A success whose id cannot be read is a success: the message is with the network.
    if (!read)
        events_.noted(session_note::pdu_error);
    else if (!read->odd.none() || (head.status == command_status::esme_rok && read->pdu.message_id.empty()))
        events_.noted(session_note::oddity);
    busy_at_ = now;
    settle(*submit, head.status, read ? read->pdu.message_id : std::string_view{}, now);
    if (state_ == state::unbinding) go_on_unbinding(now);
}

void session::settle(outstanding_submit& submit, command_status status, std::string_view remote_id, mono_time now) {
    const outstanding_submit done = submit;
    submits_.remove(submit);
    events_.settled(done.token, verdict_of(status, remote_id, done.sent_at, now), now - done.sent_at);
}

verdict session::verdict_of(command_status status, std::string_view remote_id, mono_time sent_at, mono_time now) {
    verdict out;
    if (status == command_status::esme_rok) {
        pace_.answered();
        out.is = verdict::kind::sent;
        out.detail = remote_id;
        return out;
    }
    out.code = static_cast<std::uint32_t>(status);
    out.detail = name(status);
    switch (options_.errors.of(status)) {
        case error_meaning::refused:
            out.is = verdict::kind::refused;
            break;
        case error_meaning::later:
            out.is = verdict::kind::later;
            out.after = options_.retry_after;
            break;
        case error_meaning::throttled:
            events_.noted(session_note::throttled);
            out.is = verdict::kind::later;
            out.throttled = true;
            out.after = pace_.throttled(sent_at, now);
            break;
    }
    return out;
}

}  // namespace hermod::connectors::smpp
