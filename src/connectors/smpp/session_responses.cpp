// The part of the session that takes responses from the peer.
#include "connectors/smpp/session.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

namespace {

// 5.0 section 4.8.4.18: 80 to 90 is the optimum, above it the centre is about to be congested.
constexpr std::uint8_t optimum_begins = 80, optimum_ends = 90;

command_id bind_answer(bind_mode mode) {
    if (mode == bind_mode::transceiver) return command_id::bind_transceiver_resp;
    return mode == bind_mode::transmitter ? command_id::bind_transmitter_resp : command_id::bind_receiver_resp;
}

}  // namespace

void session::on_response(const header& head, octets frame, mono_time now) {
    congested_ = false;
    switch (head.id) {
        case command_id::submit_sm_resp:
            return on_submit_resp<submit_sm_resp>(head, frame, now);
        case command_id::data_sm_resp:
            return on_submit_resp<data_sm_resp>(head, frame, now);
        case command_id::deliver_sm_resp:  // some answer a submit with it
            return on_submit_resp<deliver_sm_resp>(head, frame, now);
        case command_id::submit_multi_resp:
            return on_multi_resp(head, frame, now);
        case command_id::enquire_link_resp:
            return on_enquire_resp(head, frame, now);
        case command_id::bind_transceiver_resp:
            return on_bind_resp<bind_transceiver_resp>(head, frame, now);
        case command_id::bind_transmitter_resp:
            return on_bind_resp<bind_transmitter_resp>(head, frame, now);
        case command_id::bind_receiver_resp:
            return on_bind_resp<bind_receiver_resp>(head, frame, now);
        case command_id::unbind_resp:
            if (unbind_sequence_ == 0) return events_.noted(session_note::unknown_response);
            return finish(close_reason::unbound);
        case command_id::generic_nack:
            return on_generic_nack(head, now);
        default:
            if (!on_question_resp(head, frame, now)) on_other_resp(head, now);
    }
}

// A response of another kind than the request: its number says what is meant, its body is not to be read. (Of binds,
// enquire_link and unbind a strange number is likelier than a strange kind: those settle no submit.)
void session::on_other_resp(const header& head, mono_time now) {
    outstanding_submit* submit = submits_.find(head.sequence_number);
    if (!submit) return events_.noted(session_note::unknown_response);
    events_.noted(session_note::oddity);
    busy_at_ = now;
    settle(*submit, head.status, {}, now);
    go_on_unbinding(now);
}

// The sequence number is not looked at: only one bind can be meant, and some centres answer with another number.
template <class Response>
void session::on_bind_resp(const header& head, octets frame, mono_time now) {
    if (state_ != state::binding) return events_.noted(session_note::unknown_response);
    if (head.status != command_status::esme_rok || head.id != bind_answer(options_.mode)) {
        events_.bind_refused(head.status != command_status::esme_rok ? head.status : command_status::esme_rinvcmdid);
        return finish(close_reason::bind_refused);
    }
    // A body that cannot be read refuses no bind.
    if (const auto read = decode_as<Response>(frame)) {
        peer_version_ = read->pdu.tlvs.u8(tlv_tag::sc_interface_version);
        hear_congestion(read->pdu.tlvs, since_, now);
    } else {
        events_.noted(session_note::oddity);
    }
    state_ = state::bound;
    since_ = busy_at_ = now;
    events_.bound();
}

void session::on_enquire_resp(const header& head, octets frame, mono_time now) {
    if (enquire_sequence_ == 0 || head.sequence_number != enquire_sequence_) return events_.noted(session_note::unknown_response);
    enquire_sequence_ = 0;
    if (frame.size() == header_length) return;
    // A body, which it should not have: TLVs, or anything.
    const auto read = decode_as<enquire_link_resp>(frame);
    if (!read || !read->odd.none())
        events_.noted(session_note::oddity);
    else
        hear_congestion(read->pdu.tlvs, asked_at_, now);
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
    if (!submit) {
        if (!on_question_resp(head, {}, now)) events_.noted(session_note::unknown_response);
        return;
    }
    const auto status = head.status == command_status::esme_rok ? command_status::esme_rinvcmdid : head.status;
    settle(*submit, status, {}, now);
    go_on_unbinding(now);
}

template <class Response>
void session::on_submit_resp(const header& head, octets frame, mono_time now) {
    outstanding_submit* submit = submits_.find(head.sequence_number);
    if (!submit && options_.answers_in_order && Response::id != command_id::deliver_sm_resp) submit = submits_.oldest();
    if (!submit) return events_.noted(session_note::unknown_response);
    const auto read = decode_as<Response>(frame);
    // A success whose id cannot be read is a success: the message is with the network.
    if (!read)
        events_.noted(session_note::pdu_error);
    else if (!read->odd.none() || (head.status == command_status::esme_rok && read->pdu.message_id.empty()) ||
             head.id != response_of(submit->request) || head.sequence_number != submit->sequence)
        events_.noted(session_note::oddity);
    if (read) hear_congestion(read->pdu.tlvs, submit->sent_at, now);
    busy_at_ = now;
    settle(*submit, head.status, read ? read->pdu.message_id : std::string_view{}, now);
    if (state_ == state::unbinding) go_on_unbinding(now);
}

void session::hear_congestion(const tlv_view& tlvs, mono_time sent_at, mono_time now) {
    if (tlvs.empty()) return;
    const auto told = tlvs.u8(tlv_tag::congestion_state);
    if (!told) return;
    congestion_ = told;
    congested_ = *told >= optimum_begins;
    if (*told > optimum_ends && pace_.congested(sent_at, now)) events_.noted(session_note::congested);
}

void session::settle(outstanding_submit& submit, command_status status, std::string_view remote_id, mono_time now) {
    const outstanding_submit done = submit;
    submits_.remove(submit);
    if (done.request == command_id::submit_multi)
        if (const auto why = condemns_the_group(status)) return tell_again(done, *why);
    tell(done, verdict_of(status, remote_id, done.sent_at, now), now - done.sent_at);
}

verdict session::verdict_of(command_status status, std::string_view remote_id, mono_time sent_at, mono_time now) {
    verdict out;
    if (status == command_status::esme_rok) {
        if (!congested_) pace_.answered();
        out.is = verdict::kind::sent;
        out.detail = remote_id;
        return out;
    }
    out.code = static_cast<std::uint32_t>(status);
    out.detail = name(status);
    switch (options_.errors.of(status)) {
        case error_meaning::elsewhere:
            out.elsewhere = true;
            [[fallthrough]];
        case error_meaning::refused:
            out.is = verdict::kind::refused;
            break;
        case error_meaning::later:
            out.is = verdict::kind::later;
            out.after = options_.retry_after;
            break;
        case error_meaning::unsure:
            out.is = verdict::kind::unsure;
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
