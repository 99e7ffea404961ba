// The part of the session that takes frames from the peer.
#include <algorithm>

#include "connectors/ucp/remote_id.hpp"
#include "connectors/ucp/session.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_reference.hpp"

namespace hermod::connectors::ucp {

using namespace wire::ucp;

std::size_t session::feed(std::string_view octets, mono_time now) {
    now_ = heard_at_ = now;
    std::size_t used = 0;
    while (state_ != state::closed) {
        const std::string_view rest = octets.substr(used);
        const frame_result cut = read_frame(rest);
        used += cut.consumed();
        // Line ends and NULs between frames are a habit of some; anything else is worth counting.
        const std::string_view skipped = rest.substr(0, cut.skipped);
        if (skipped.find_first_not_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
            events_.noted(session_note::oddity);
        noise_ += cut.skipped;
        if (noise_ >= max_frame_length) {
            finish(close_reason::not_ucp);
            break;
        }
        if (cut.outcome == framing::incomplete) return used;
        events_.passed(false, cut.frame);
        if (cut.outcome != framing::complete) {
            on_broken(cut);
            continue;
        }
        noise_ = 0;
        handle(cut.frame, now);
        close_if_drained(now);
    }
    return octets.size();
}

// An operation whose number can be read is told what was wrong; a damaged result is waited for no less than a lost one.
void session::on_broken(const frame_result& cut) {
    events_.noted(session_note::frame_error);
    noise_ += cut.frame.size();
    if (noise_ >= max_frame_length) return finish(close_reason::not_ucp);
    if (cut.outcome == framing::cut_short || cut.outcome == framing::too_long) return;
    const auto head = readable_header(cut.frame);
    if (head && !head->is_result) write_nak(head->trn, head->ot, cut.error.suggested);
}

void session::handle(std::string_view frame, mono_time now) {
    const auto read = decode(frame);
    if (!read) {
        events_.noted(session_note::frame_error);
        const auto head = readable_header(frame);
        if (head && !head->is_result) write_nak(head->trn, head->ot, read.error().suggested);
        return;
    }
    if (!read->odd.none()) events_.noted(session_note::oddity);
    if (read->head.is_result) return on_result(*read, now);
    on_request(*read);
}

void session::on_request(const any_pdu& read) {
    if (std::holds_alternative<wire::ucp::alert>(read.pdu)) {
        (void)write(read.head.trn, ack{operation_type::alert, {}, {}});
        return;
    }
    if (const auto* pdu = std::get_if<inquiry_response>(&read.pdu)) return on_statement(read, *pdu, operation_type::inquiry_message);
    if (const auto* pdu = std::get_if<delete_response>(&read.pdu)) return on_statement(read, *pdu, operation_type::delete_message);
    const auto* message = std::get_if<deliver_message>(&read.pdu);
    const auto* notification = std::get_if<delivery_notification>(&read.pdu);
    if (!message && !notification) {
        events_.noted(session_note::refused_operation);
        return write_nak(read.head.trn, read.head.ot, error_code::operation_not_supported);
    }
    if (state_ == state::logging_in) {
        events_.noted(session_note::refused_operation);
        return write_nak(read.head.trn, read.head.ot, error_code::operation_not_allowed);
    }
    if (message) return on_arrival(read, *message);
    on_arrival(read, *notification);
}

// A number that comes again unanswered may be a repetition or another operation: which, nobody can say, so it is taken, and
// only it is answered.
template <class Pdu>
void session::on_arrival(const any_pdu& read, const Pdu& pdu) {
    pending& place = theirs_[read.head.trn];
    if (place.id != 0) {
        events_.noted(session_note::repeated_number);
        --unanswered_;
    }
    // The number is the id's rest, so that answer() finds the place.
    place.id = next_id_++ * trn_count + read.head.trn;
    place.ot = read.head.ot;
    place.sm = options_.results == result_form::reference ? reference_text({pdu.adc, pdu.scts}) : std::string{};
    ++unanswered_;
    events_.arrived(place.id, pdu);
}

void session::on_result(const any_pdu& read, mono_time now) {
    const unsigned trn = read.head.trn;
    const transaction one = ours_[trn];
    if (one.what == purpose::none || one.ot != read.head.ot) return events_.noted(session_note::unknown_result);
    ours_.release(trn);
    switch (one.what) {
        case purpose::login:
            return on_login_result(read.pdu, now);
        case purpose::question:
            on_question_result(read.pdu, one.token, now);
            return write_questions(now);
        case purpose::keepalive:  // a negative one shows as well that the peer lives
            asked_ = false;
            return write_questions(now);
        case purpose::submit:
            --submits_;
            write_questions(now);
            return events_.settled(one.token, verdict_of(read.pdu, one.adc, now), now - one.at);
        case purpose::late:
        case purpose::statement:
        case purpose::none:
            return events_.noted(session_note::unknown_result);
    }
}

void session::on_login_result(const pdu_variant& result, mono_time now) {
    if (state_ != state::logging_in) return events_.noted(session_note::unknown_result);
    if (const auto* refused = std::get_if<nak>(&result)) {
        events_.login_refused(read_ec(refused->ec).value_or(error_code::none), refused->sm);
        return finish(close_reason::login_refused);
    }
    state_ = state::ready;
    since_ = now;
    events_.ready();
}

verdict session::verdict_of(const pdu_variant& result, std::string_view adc, mono_time now) {
    verdict out;
    if (const auto* done = std::get_if<ack>(&result)) {
        out.is = verdict::kind::sent;
        out.detail = remote_id_of(done->sm, adc, options_.last_digits_only);
        events_.taken(done->sm);
        return out;
    }
    const nak& refusal = std::get<nak>(result);
    const error_code code = read_ec(refusal.ec).value_or(error_code::none);
    const error_row* row = find_error(code);
    out.code = static_cast<std::uint32_t>(code);
    out.detail = row ? row->name : "unknown_error";
    if (!refusal.sm.empty()) out.detail.append(": ").append(refusal.sm);
    switch (options_.errors.of(code)) {
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
            out.after = options_.throttle_pause;
            paused_until_ = now + options_.throttle_pause;
            break;
    }
    return out;
}

}  // namespace hermod::connectors::ucp
