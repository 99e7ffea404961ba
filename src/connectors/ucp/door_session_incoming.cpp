// The part of the door's session that takes frames from the application.
#include "base/ids.hpp"
#include "connectors/ucp/door_session.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

using namespace wire::ucp;
using wire::ucp::error_code;

namespace {

// What an application's error code says of what it was given. Those for what it can never read, or has no use for, are for
// good; all else, and what vendors number as they like, may be otherwise tomorrow.
told::kind meaning_of(error_code code) {
    switch (static_cast<unsigned>(code)) {
        case 2:   // syntax error
        case 3:   // operation not supported
        case 6:   // AdC invalid
        case 23:  // message type not supported
        case 24:  // message too long
        case 27:  // message not found
        case 28:  // character set invalid
            return told::kind::refused;
        default:
            return told::kind::later;
    }
}

// Line ends and NULs between frames are a habit of some.
bool is_filling(std::string_view octets) {
    return octets.find_first_not_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::uint32_t mark_of(std::string_view frame) {
    return name_hash(frame) | 1u;  // never 0
}

}  // namespace

// Only at the very beginning: later such octets are noise like any other.
bool door_session::is_stranger(std::string_view octets) {
    if (octets.size() >= 2 && octets[0] == '\x16' && octets[1] == '\x03') {
        finish(door_close::speaks_tls);
        return true;
    }
    for (const std::string_view verb : {"GET ", "POST ", "PUT ", "HEAD ", "OPTIONS ", "DELETE ", "CONNECT "}) {
        if (!octets.starts_with(verb)) continue;
        finish(door_close::speaks_http);
        return true;
    }
    return false;
}

std::size_t door_session::feed(std::string_view octets, mono_time now) {
    if (!octets.empty()) heard_at_ = now;
    std::size_t used = 0;
    while (state_ != state::closed && !waiting()) {
        const std::string_view rest = octets.substr(used);
        if (state_ == state::open && noise_ == 0 && is_stranger(rest)) break;
        const frame_result cut = read_frame(rest, before_login() ? most_before_login : max_frame_length);
        used += cut.consumed();
        if (!is_filling(rest.substr(0, cut.skipped))) events_.noted(door_note::oddity);
        if (is_noise(cut.skipped)) break;
        if (cut.outcome == framing::incomplete) return used;
        events_.passed(false, cut.frame);
        if (cut.outcome != framing::complete) {
            on_broken(cut);
            continue;
        }
        noise_ = 0;
        handle(cut.frame, now);
        go_on_finishing(now);
    }
    return state_ == state::closed ? octets.size() : used;
}

// Too much of it without a good frame, and the peer is closed.
bool door_session::is_noise(std::size_t octets) {
    noise_ += octets;
    if (noise_ < (before_login() ? most_before_login : max_frame_length)) return false;
    finish(door_close::not_ucp);
    return true;
}

void door_session::on_broken(const frame_result& cut) {
    if (is_noise(cut.frame.size())) return events_.noted(door_note::frame_error);
    if (cut.outcome == framing::cut_short || cut.outcome == framing::too_long) return events_.noted(door_note::frame_error);
    on_unreadable(cut.frame, cut.error.suggested);
}

// An operation whose number can be read is told what was wrong; a damaged result is waited for no less than a lost one.
void door_session::on_unreadable(std::string_view frame, error_code suggested) {
    events_.noted(door_note::frame_error);
    const auto head = readable_header(frame);
    if (head && !head->is_result && state_ != state::finishing) write_nak(head->trn, head->ot, suggested);
}

void door_session::handle(std::string_view frame, mono_time now) {
    const auto head = wire::ucp::read_header(frame);
    if (!head) return events_.noted(door_note::frame_error);  // read_frame() has read it already
    if (before_login() &&
        (head->is_result || (head->ot != operation_type::session_management && head->ot != operation_type::alert))) {
        events_.noted(head->is_result ? door_note::unknown_result : door_note::refused_operation);
        if (!head->is_result) write_nak(head->trn, head->ot, error_code::operation_not_allowed);
        return;
    }
    const auto read = decode(frame);
    if (!read) return on_unreadable(frame, read.error().suggested);
    if (!read->odd.none()) events_.noted(door_note::oddity);
    if (read->head.is_result) return on_result(*read);
    on_request(frame, *read, now);
}

void door_session::on_request(std::string_view frame, const any_pdu& read, mono_time now) {
    const door_question question{read.head.trn, read.head.ot};
    const auto refuse_it = [&](error_code code) {
        events_.noted(door_note::refused_operation);
        write_nak(question.trn, question.ot, code);
    };
    switch (read.head.ot) {
        case operation_type::alert:
            (void)write(question.trn, ack{question.ot, {}, {}});
            return;
        case operation_type::session_management:
            return on_login(question, std::get<session_management>(read.pdu), now);
        case operation_type::call_input:
        case operation_type::multiple_call_input:
        case operation_type::supplementary_call_input:
        case operation_type::sms_transfer:
        case operation_type::submit_message:
        case operation_type::modify_message:
        case operation_type::inquiry_message:
        case operation_type::delete_message:
            return on_message(frame, read);
        case operation_type::list_management:  // who hears what is for the configuration to say
            return refuse_it(error_code::operation_not_supported);
        default:  // a centre's own: 52, 53, 57, 58
            return refuse_it(error_code::operation_not_allowed);
    }
}

// Passwords are the configuration's (3, 6), and there is nothing to provision (4). 2 closes the session with some centres.
void door_session::on_login(door_question question, const session_management& pdu, mono_time now) {
    const auto refuse_it = [&](error_code code) {
        events_.noted(door_note::refused_operation);
        write_nak(question.trn, question.ot, code);
    };
    if (pdu.styp == "2" && state_ != state::finishing) {
        (void)write(question.trn, ack{question.ot, {}, {}});
        finish_why_ = door_close::peer_finished;
        if (state_ == state::open) return finish(finish_why_);
        return start_drain(now, now + options_.timers.goodbye);
    }
    if (state_ != state::open || (!pdu.styp.empty() && pdu.styp != styp_open_session))
        return refuse_it(error_code::operation_not_allowed);
    const auto password = from_hex(pdu.pwd);
    if (!password) return refuse_it(error_code::syntax_error);
    state_ = state::logging_in;
    login_ = question;
    events_.login_wanted({pdu.oadc, *password});
}

void door_session::on_message(std::string_view frame, const any_pdu& read) {
    if (state_ != state::ready) return events_.noted(door_note::refused_operation);
    if (!theirs_) theirs_ = std::make_unique<std::array<std::uint32_t, trn_count>>();
    std::uint32_t& under_way = (*theirs_)[read.head.trn % trn_count];
    const std::uint32_t mark = mark_of(frame);
    if (under_way == mark) return events_.noted(door_note::repeated_number);
    under_way = mark;
    ++unanswered_;
    events_.arrived({read.head.trn, read.head.ot}, read.pdu);
}

void door_session::on_result(const any_pdu& read) {
    const unsigned trn = read.head.trn;
    const transaction one = ours_ ? ours()[trn] : transaction{};
    if (one.what == purpose::none || one.ot != read.head.ot) return events_.noted(door_note::unknown_result);
    ours().release(trn);
    switch (one.what) {
        case purpose::keepalive:  // a negative one shows as well that the peer lives
            asked_ = false;
            return;
        case purpose::statement:
            return;
        case purpose::submit:
            --delivering_;
            break;
        default:
            return events_.noted(door_note::unknown_result);
    }
    const auto* refused = std::get_if<nak>(&read.pdu);
    if (!refused) return events_.heard(one.token, told::kind::taken, error_code::none);
    const error_code code = read_ec(refused->ec).value_or(error_code::none);
    events_.heard(one.token, meaning_of(code), code);
}

}  // namespace hermod::connectors::ucp
