#include "connectors/cimd2/session.hpp"

#include <utility>

#include "wire/cimd2/encode.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

session::session(const session_options& options, session_events& events) : options_(options), events_(events) {}

void session::connected(mono_time now) {
    disconnected();  // in case the owner forgot: nothing may be left over from the connection before
    state_ = state::logging_in;
    taken_ = written_ = 0;
    expected_ = first_of_centre;
    unanswered_ = 0;
    last_ = {};
    logout_written_ = false;
    heard_at_ = now;
    paused_ = false;
    pause_ = options_.throttle_pause;
    window_ = options_.window;
    asks_window_ = window_ > 1;
    write_login(now);
}

void session::disconnected() {
    state_ = state::closed;
    out_.clear();
    // The owner may look at us while it is told: first nothing is outstanding, then it is told.
    outstanding_requests all = std::exchange(requests_, {});
    for (const outstanding_request& gone : all.all()) {
        if (is_question(gone.code) && !gone.given_up) drop_question(gone);
        if (gone.code != operation::submit_message || gone.given_up) continue;
        verdict lost;
        lost.is = gone.end <= written_ ? verdict::kind::unsure : verdict::kind::unsent;
        lost.detail = "the connection was lost";
        events_.settled(gone.token, std::move(lost), {});
    }
    drop_waiting_questions();
}

std::size_t session::feed(octet_view octets, mono_time now) {
    heard_at_ = now;
    at(now);
    std::size_t used = 0;
    while (state_ != state::closed) {
        const frame_result cut = read_frame(octets.substr(used), options_.max_packet_length);
        used += cut.used;
        if (cut.garbage + cut.unterminated != 0) events_.noted(session_note::garbage);
        if (cut.outcome == framing::incomplete) return used;
        if (cut.outcome == framing::too_long) {
            events_.noted(session_note::packet_error);
            finish(close_reason::bad_framing);
            break;
        }
        events_.passed(false, cut.frame);
        handle(cut.frame, now);
    }
    return octets.size();
}

void session::tick(mono_time now) {
    at(now);
    switch (state_) {
        case state::closed:
            return;
        case state::logging_in:
            if (now - since_ >= options_.login_timeout) finish(close_reason::login_timed_out);
            return;
        case state::logged_in:
            time_out_requests(now);
            write_questions(now);
            poll(now);
            return ask_if_silent(now);
        case state::logging_out:
            time_out_requests(now);
            write_questions(now);
            return go_on_logging_out(now);
    }
}

void session::time_out_requests(mono_time now) {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        outstanding_request& late = requests_.all()[i];
        const bool submit = late.code == operation::submit_message, asked = is_question(late.code);
        if (!submit && !asked && late.code != operation::delivery_request) continue;
        if (late.given_up || now - late.sent_at < options_.response_timeout) continue;
        late.given_up = true;
        late.frame.clear();
        events_.noted(session_note::response_timeout);
        const auto [token, sent_at] = std::pair(late.token, late.sent_at);
        if (asked) events_.answered(token, {.written = true});
        if (!submit) continue;
        // Even one that only waits in our buffer: it may still leave.
        verdict unknown;
        unknown.is = verdict::kind::unsure;
        unknown.detail = "no answer in time";
        events_.settled(token, std::move(unknown), now - sent_at);
    }
    time_out_waiting_questions(now);
    // The numbers stay taken; a centre that answers nothing any more is left.
    const auto missing = [](const outstanding_request& r) { return r.code == operation::submit_message && r.given_up; };
    if (requests_.count(missing) >= window_) finish(close_reason::answers_missing);
}

// Silence is counted from the last octet heard; any octet after our question shows that the peer lives.
void session::ask_if_silent(mono_time now) {
    if (state_ != state::logged_in) return;
    const auto asked =
        std::find_if(requests_.all().begin(), requests_.all().end(), [](auto& r) { return r.code == operation::alive; });
    if (asked != requests_.all().end()) {
        if (heard_at_ <= asked->sent_at) {
            if (now - asked->sent_at >= options_.response_timeout) finish(close_reason::link_silent);
            return;
        }
        if (now - asked->sent_at < options_.response_timeout) return;
        (void)requests_.take(*asked);  // it lives, and does not answer alive
    }
    if (options_.alive.count() == 0 || now - heard_at_ < options_.alive) return;
    (void)write_request(alive{}, 0, now);
}

void session::start_logout(mono_time now, mono_time drain_until) {
    if (state_ == state::logging_in) return finish(close_reason::logged_out);
    if (state_ != state::logged_in) return;
    state_ = state::logging_out;
    drain_until_ = drain_until;
    go_on_logging_out(now);
}

void session::go_on_logging_out(mono_time now) {
    if (state_ != state::logging_out) return;
    if (!logout_written_) {
        if ((outstanding() != 0 || unanswered_ != 0 || asking() != 0) && now < drain_until_) return;
        since_ = now;
        logout_written_ = true;
        (void)write_request(logout{}, 0, now);
    } else if (now - since_ >= options_.logout_timeout) {
        finish(close_reason::logout_timed_out);
    }
}

void session::finish(close_reason why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

std::size_t session::room() const {
    if (state_ != state::logged_in || paused_) return 0;
    const std::size_t free = free_places();
    return free > questions_.size() ? free - questions_.size() : 0;
}

std::size_t session::outstanding() const {
    return requests_.count([](auto& r) { return r.code == operation::submit_message && !r.given_up; });
}

codec_result<void> session::send(std::uint64_t token, const submit_message& pdu, mono_time now) {
    codec_error fault{errc::packet_too_long, "packet", 0};
    if (!write_request(pdu, token, now, &fault)) return fault;
    return {};
}

void session::take_output(std::string& into) {
    taken_ += out_.size();
    out_.swap(into);
    out_.clear();
}

void session::write_login(mono_time now) {
    next_number_ = first_of_application;
    since_ = now;
    login pdu{.user_identity = options_.user_identity, .password = options_.password};
    if (!options_.subaddress.empty()) pdu.subaddress = options_.subaddress;
    if (asks_window_) pdu.window_size = static_cast<std::int32_t>(options_.window);
    (void)write_request(pdu, 0, now);  // configuration has checked the values; a login that cannot be written times out
}

template <class Request>
bool session::write_request(const Request& pdu, std::uint64_t token, mono_time now, codec_error* fault) {
    const auto number = requests_.free_number(next_number_);
    if (!number) return false;
    const std::size_t start = out_.size();
    if (const auto done = encode(out_, *number, pdu, {.checksum = options_.write_checksum}); !done) {
        if (fault) *fault = done.error();
        return false;
    }
    next_number_ = next_number(*number);
    requests_.add({.number = *number,
                   .code = Request::code,
                   .token = token,
                   .end = taken_ + out_.size(),
                   .sent_at = now,
                   .frame = out_.substr(start)});
    wrote_from(start);
    return true;
}

template bool session::write_request(const delivery_request&, std::uint64_t, mono_time, codec_error*);

void session::wrote_from(std::size_t start) {
    if (out_.size() > start) events_.passed(true, octet_view(out_).substr(start));
}

std::string message_id(std::string_view service_centre_timestamp, std::string_view destination_address) {
    if (destination_address.starts_with('+'))
        destination_address.remove_prefix(1);
    else if (destination_address.starts_with("00"))
        destination_address.remove_prefix(2);
    std::string out(service_centre_timestamp);
    out += ':';
    for (const char c : destination_address)
        if (c != '-') out += c;
    return out;
}

std::string_view words(close_reason reason) {
    switch (reason) {
        case close_reason::login_refused:
            return "the login was refused";
        case close_reason::login_timed_out:
            return "the login was not answered";
        case close_reason::logged_out:
            return "we logged out";
        case close_reason::logout_timed_out:
            return "our logout was not answered";
        case close_reason::link_silent:
            return "alive was not answered";
        case close_reason::answers_missing:
            return "submits were not answered";
        case close_reason::out_of_step:
            return "the centre expects other packet numbers";
        case close_reason::bad_framing:
            return "a packet without an end";
    }
    return "?";
}

}  // namespace hermod::connectors::cimd2
