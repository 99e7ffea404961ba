#include "connectors/ucp/door_session.hpp"

#include <algorithm>
#include <utility>

#include "wire/ucp/encode.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

using namespace wire::ucp;
using wire::ucp::error_code;

std::string_view words(door_close reason) {
    switch (reason) {
        case door_close::no_login:
            return "no login came in time";
        case door_close::login_refused:
            return "the login was refused";
        case door_close::peer_finished:
            return "the application has finished";
        case door_close::finished:
            return "we have finished";
        case door_close::inactive:
            return "the application was silent";
        case door_close::link_silent:
            return "our alert was not answered";
        case door_close::not_reading:
            return "the application does not read";
        case door_close::not_ucp:
            return "the peer does not speak UCP";
        case door_close::speaks_http:
            return "the peer speaks HTTP, wrong port?";
        case door_close::speaks_tls:
            return "the peer speaks TLS, wrong port?";
    }
    return "?";
}

void door_session::connected(mono_time now) {
    since_ = heard_at_ = moved_at_ = now;
}

void door_session::disconnected() {
    state_ = state::closed;
    out_.clear();
    const auto gone = std::exchange(ours_, nullptr);
    delivering_ = 0;
    if (!gone) return;
    for (unsigned trn = 0; trn < trn_count; ++trn)
        if (const transaction& one = (*gone)[trn]; one.what == purpose::submit)
            events_.heard(one.token, told::kind::unanswered, error_code::none);
}

bool door_session::waiting() const {
    return state_ == state::logging_in || unanswered_ >= window_ || taken_ - written_ + out_.size() > options_.max_output;
}

void door_session::tick(mono_time now) {
    if (state_ == state::closed) return;
    if (taken_ - written_ > 0 && now - moved_at_ >= options_.timers.response) return finish(door_close::not_reading);
    switch (state_) {
        case state::open:
            if (now - since_ >= options_.timers.login) finish(door_close::no_login);
            return;
        case state::logging_in:
        case state::closed:
            return;  // the login's verdict has a limit of its own
        case state::ready:
            return tick_ready(now);
        case state::finishing:
            time_out(now);
            return go_on_finishing(now);
    }
}

void door_session::tick_ready(mono_time now) {
    time_out(now);
    const door_timers& timers = options_.timers;
    if (asked_) {
        for (unsigned trn = 0; trn < trn_count; ++trn) {
            const transaction one = ours()[trn];
            if (one.what != purpose::keepalive || now - one.at < timers.response) continue;
            if (heard_at_ <= one.at) return finish(door_close::link_silent);
            ours().give_up(trn, now);  // it does not know 31, but it lives
            asked_ = false;
        }
        return;
    }
    if (waiting()) return;  // while we read nothing, silence says nothing
    const bool idle = unanswered_ == 0 && delivering_ == 0;
    if (timers.inactivity.count() != 0 && idle && now - heard_at_ >= timers.inactivity) return finish(door_close::inactive);
    if (timers.keepalive.count() == 0 || now - heard_at_ < timers.keepalive || !ours().has_free()) return;
    asked_ = !start({purpose::keepalive, operation_type::alert, 0, 0, now, {}}, wire::ucp::alert{options_.alert_adc, pid_tcp})
                  .has_error();
}

void door_session::time_out(mono_time now) {
    if (!ours_) return;
    for (unsigned trn = 0; trn < trn_count; ++trn) {
        const transaction one = ours()[trn];
        if (one.what == purpose::none || now - one.at < options_.timers.response) continue;
        if (one.what == purpose::late) ours().release(trn);
        if (one.what != purpose::submit && one.what != purpose::statement) continue;
        ours().give_up(trn, now);
        events_.noted(door_note::response_timeout);
        if (one.what == purpose::statement) continue;
        --delivering_;
        events_.heard(one.token, told::kind::overdue, error_code::none);
    }
}

void door_session::login_decided(error_code code, std::size_t window, std::size_t deliver_window, mono_time now) {
    if (state_ != state::logging_in) return;
    if (code != error_code::none) {
        write_nak(login_.trn, login_.ot, code);
        return finish(door_close::login_refused);
    }
    window_ = std::clamp<std::size_t>(window, 1, trn_count);
    deliver_window_ = std::clamp<std::size_t>(deliver_window, 1, trn_count);
    state_ = state::ready;
    since_ = now;
    noise_ = 0;
    (void)write(login_.trn, ack{login_.ot, {}, {}});
}

void door_session::answered(door_question question) {
    if (unanswered_ > 0) --unanswered_;
    if (theirs_) (*theirs_)[question.trn % trn_count] = 0;
}

void door_session::answer(door_question question, std::string_view sm, std::string_view mvp) {
    answered(question);
    if (!may_write()) return;
    // What we say fits its fields; who was taken must hear of it all the same.
    if (!write(question.trn, ack{question.ot, mvp, sm})) (void)write(question.trn, ack{question.ot, {}, {}});
    go_on_finishing(heard_at_);
}

void door_session::refuse(door_question question, error_code code, std::string_view sm) {
    answered(question);
    if (!may_write()) return;
    write_nak(question.trn, question.ot, code, sm);
    go_on_finishing(heard_at_);
}

std::size_t door_session::deliver_room() const {
    if (!hears() || taken_ - written_ + out_.size() > options_.max_output) return 0;
    if (ours_ && !ours_->has_free()) return 0;
    return deliver_window_ - std::min(deliver_window_, delivering_);
}

codec_result<void> door_session::deliver(std::uint64_t token, const pdu_variant& pdu, mono_time now) {
    auto done = start({purpose::submit, operation_of(pdu), token, 0, now, {}}, pdu);
    if (done) ++delivering_;
    return done;
}

void door_session::inform(const pdu_variant& pdu, mono_time now) {
    if (hears()) (void)start({purpose::statement, operation_of(pdu), 0, 0, now, {}}, pdu);
}

void door_session::start_drain(mono_time now, mono_time until) {
    if (before_login()) return finish(door_close::finished);
    if (state_ != state::ready) return;
    state_ = state::finishing;
    finish_by_ = until;
    go_on_finishing(now);
}

void door_session::go_on_finishing(mono_time now) {
    if (state_ != state::finishing) return;
    if ((unanswered_ == 0 && delivering_ == 0) || now >= finish_by_) finish(finish_why_);
}

void door_session::finish(door_close why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

transactions& door_session::ours() {
    if (!ours_) ours_ = std::make_unique<transactions>();
    return *ours_;
}

codec_result<void> door_session::start(transaction what, const pdu_variant& pdu) {
    const auto trn = ours().take(what);
    if (!trn) return codec_error{errc::bad_header, "TRN", 1};
    auto done = write(*trn, pdu);
    if (!done) ours().release(*trn);
    return done;
}

codec_result<void> door_session::write(unsigned trn, const pdu_variant& pdu) {
    const std::size_t begin = out_.size();
    auto done = encode(out_, trn, pdu);
    if (!done) return done;
    if (taken_ == written_ && begin == 0) moved_at_ = heard_at_;
    events_.passed(true, std::string_view(out_).substr(begin));
    return done;
}

// An SM that cannot be written says less than the code does.
void door_session::write_nak(unsigned trn, operation_type ot, error_code code, std::string_view sm) {
    if (!write(trn, nak{ot, ec(code), sm})) (void)write(trn, nak{ot, ec(code), {}});
}

void door_session::take_output(std::vector<std::uint8_t>& into) {
    taken_ += out_.size();
    into.assign(out_.begin(), out_.end());
    out_.clear();
}

void door_session::written(std::size_t octets, mono_time now) {
    written_ += octets;
    moved_at_ = now;
}

}  // namespace hermod::connectors::ucp
