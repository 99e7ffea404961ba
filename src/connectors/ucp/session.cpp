#include "connectors/ucp/session.hpp"

#include <algorithm>
#include <utility>

#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::connectors::ucp {

using namespace wire::ucp;

namespace {

std::string_view recipient_of(const auto& pdu) {
    if constexpr (requires { std::string_view(pdu.adc); })
        return pdu.adc;
    else
        return {};
}

}  // namespace

std::string_view words(close_reason reason) {
    switch (reason) {
        case close_reason::login_refused:
            return "the login was refused";
        case close_reason::login_timed_out:
            return "the login was not answered";
        case close_reason::login_unwritable:
            return "user or password cannot be carried by operation 60";
        case close_reason::drained:
            return "we have finished";
        case close_reason::link_silent:
            return "the keep-alive was not answered";
        case close_reason::not_ucp:
            return "the peer does not speak UCP";
    }
    return "?";
}

session::session(const session_options& options, session_events& events) : options_(options), events_(events) {}

void session::connected(mono_time now) {
    disconnected();  // in case the owner forgot: nothing may be left over from the connection before
    taken_ = written_ = 0;
    noise_ = 0;
    now_ = since_ = heard_at_ = paused_until_ = now;
    if (options_.login == login_form::session) {
        state_ = state::logging_in;
        return write_login(now);
    }
    state_ = state::ready;
    events_.ready();
}

void session::disconnected() {
    state_ = state::closed;
    out_.clear();
    transactions gone = std::exchange(ours_, {});
    theirs_ = {};
    submits_ = unanswered_ = 0;
    asked_ = false;
    for (unsigned trn = 0; trn < trn_count; ++trn) {
        const transaction& one = gone[trn];
        if (one.what != purpose::submit) continue;
        verdict lost;
        lost.is = one.end <= written_ ? verdict::kind::unsure : verdict::kind::unsent;
        lost.detail = "the connection was lost";
        events_.settled(one.token, std::move(lost), {});
    }
    drop_all_questions();
}

void session::tick(mono_time now) {
    now_ = now;
    if (state_ == state::closed) return;
    if (state_ == state::logging_in) {
        if (now - since_ >= options_.login_timeout) finish(close_reason::login_timed_out);
        return;
    }
    time_out(now);
    keep_alive(now);
    close_if_drained(now);
}

void session::time_out(mono_time now) {
    for (unsigned trn = 0; trn < trn_count; ++trn) {
        const transaction one = ours_[trn];
        if (one.what == purpose::none || now - one.at < options_.response_timeout) continue;
        if (one.what == purpose::late) ours_.release(trn);
        if (one.what != purpose::submit && one.what != purpose::question) continue;
        ours_.give_up(trn, now);
        if (one.what == purpose::question) continue;  // time_out_questions() tells
        --submits_;
        events_.noted(session_note::response_timeout);
        // Even one that only waits in our buffer: it may still leave.
        verdict unknown;
        unknown.is = verdict::kind::unsure;
        unknown.detail = "no answer in time";
        events_.settled(one.token, std::move(unknown), now - one.at);
    }
    time_out_questions(now);
    write_questions(now);
}

// Silence is counted from the last octet heard. A keep-alive takes a place of the window: with none free there is an
// operation whose result will tell as much.
void session::keep_alive(mono_time now) {
    if (state_ == state::closed) return;
    if (asked_) {
        for (unsigned trn = 0; trn < trn_count; ++trn) {
            const transaction one = ours_[trn];
            if (one.what != purpose::keepalive || now - one.at < options_.response_timeout) continue;
            if (heard_at_ <= one.at) return finish(close_reason::link_silent);
            ours_.give_up(trn, now);  // it does not know 31, but it lives
            asked_ = false;
        }
        return;
    }
    if (options_.keepalive.count() == 0 || now - heard_at_ < options_.keepalive || free_places() == 0) return;
    const std::string_view adc = options_.alert_adc.empty() ? options_.user : options_.alert_adc;
    transaction what{purpose::keepalive, operation_type::alert, 0, 0, now, {}};
    asked_ = !start(what, wire::ucp::alert{adc, options_.alert_pid}).has_error();
}

void session::start_drain(mono_time now, mono_time until) {
    if (state_ == state::logging_in) return finish(close_reason::drained);
    if (state_ != state::ready) return;
    state_ = state::draining;
    drain_until_ = until;
    close_if_drained(now);
}

void session::close_if_drained(mono_time now) {
    if (state_ != state::draining) return;
    if ((submits_ == 0 && unanswered_ == 0 && questions_.empty()) || now >= drain_until_) finish(close_reason::drained);
}

void session::finish(close_reason why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

std::size_t session::free_places() const {
    if (!ours_.has_free()) return 0;
    const std::size_t window = std::clamp<std::size_t>(options_.window, 1, trn_count);
    return window > ours_.waiting() ? window - ours_.waiting() : 0;
}

std::size_t session::room() const {
    if (state_ != state::ready || now_ < paused_until_) return 0;
    const auto waiting = std::count_if(questions_.begin(), questions_.end(), [](const question& q) { return !q.frame.empty(); });
    const std::size_t free = free_places(), first = static_cast<std::size_t>(waiting);
    return free > first ? free - first : 0;
}

codec_result<void> session::send(std::uint64_t token, const pdu_variant& pdu, mono_time now) {
    std::string adc;
    std::visit([&adc](const auto& p) { adc = recipient_of(p); }, pdu);
    auto done = start({purpose::submit, operation_of(pdu), token, 0, now, std::move(adc)}, pdu);
    if (done) ++submits_;
    return done;
}

codec_result<void> session::start(transaction what, const pdu_variant& pdu) {
    const auto trn = ours_.take(what);
    if (!trn) return codec_error{errc::bad_header, "TRN", 1};
    auto done = write(*trn, pdu);
    if (!done) {
        ours_.release(*trn);
        return done;
    }
    ours_[*trn].end = taken_ + out_.size();
    return done;
}

codec_result<void> session::write(unsigned trn, const pdu_variant& pdu) {
    const std::size_t begin = out_.size();
    auto done = encode(out_, trn, pdu);
    if (done) events_.passed(true, std::string_view(out_).substr(begin));
    return done;
}

void session::write_login(mono_time now) {
    const std::string password = to_hex(options_.password);
    const session_management login{.oadc = options_.user,
                                   .oton = options_.oton,
                                   .onpi = options_.onpi,
                                   .styp = styp_open_session,
                                   .pwd = password,
                                   .vers = options_.vers,
                                   .opid = options_.opid};
    if (!start({purpose::login, session_management::ot, 0, 0, now, {}}, login)) finish(close_reason::login_unwritable);
}

// A result that cannot be written, because the SM made of the peer's own values cannot, goes without it.
void session::answer(request_id id, error_code code) {
    const unsigned trn = static_cast<unsigned>(id % trn_count);
    pending& request = theirs_[trn];
    if (request.id != id || id == 0) return;
    const pending one = std::exchange(request, {});
    --unanswered_;
    if (state_ != state::ready && state_ != state::draining) return;
    if (code != error_code::none) return write_nak(trn, one.ot, code);
    if (!write(trn, ack{one.ot, {}, one.sm})) (void)write(trn, ack{one.ot, {}, {}});
}

void session::write_nak(unsigned trn, operation_type ot, error_code code) {
    (void)write(trn, nak{ot, ec(code), {}});
}

void session::take_output(std::string& into) {
    taken_ += out_.size();
    out_.swap(into);
    out_.clear();
}

}  // namespace hermod::connectors::ucp
