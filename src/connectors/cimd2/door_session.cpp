#include "connectors/cimd2/door_session.hpp"

#include <utility>

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::size_t kept_buffer = 4 * 1024;  // a larger one is given back when it is empty

}  // namespace

std::string_view words(door_close reason) {
    switch (reason) {
        case door_close::no_login:
            return "no login came in time";
        case door_close::login_refused:
            return "the login was refused";
        case door_close::logged_out:
            return "the application logged out";
        case door_close::closed_by_us:
            return "we closed";
        case door_close::inactive:
            return "no message for too long";
        case door_close::link_silent:
            return "alive was not answered";
        case door_close::not_reading:
            return "the application does not read";
        case door_close::answers_missing:
            return "a whole window of deliveries was never answered";
        case door_close::out_of_step:
            return "the application expects another packet number";
        case door_close::bad_framing:
            return "a packet without an end";
        case door_close::speaks_http:
            return "the peer speaks HTTP, wrong port?";
        case door_close::speaks_tls:
            return "the peer speaks TLS, wrong port?";
    }
    return "?";
}

void door_session::connected(mono_time now) {
    since_ = heard_at_ = busy_at_ = moved_at_ = now;
}

void door_session::disconnected() {
    state_ = state::closed;
    out_.clear();
    // The owner may look at us while it is told: first nothing is outstanding, then it is told.
    const outstanding_requests all = std::exchange(requests_, {});
    for (const outstanding_request& gone : all.all())
        if (gone.code != operation::alive && !gone.given_up) events_.heard(gone.token, told::kind::unanswered, 0);
}

bool door_session::waiting() const {
    return state_ == state::verifying || unanswered_ >= terms_.window || taken_ - written_ + out_.size() > options_.max_output;
}

// Octets between packets are nobody's, so only what a connection begins with can say that it is another protocol.
bool door_session::sniff(octet_view bytes) {
    if (std::exchange(heard_anything_, true)) return false;
    if (bytes.starts_with("\x16\x03")) return finish(door_close::speaks_tls), true;
    for (const std::string_view method : {"GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "PRI "})
        if (bytes.starts_with(method)) return finish(door_close::speaks_http), true;
    return false;
}

std::size_t door_session::feed(doors::octets bytes, mono_time now) {
    const octet_view octets(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!octets.empty()) {
        heard_at_ = now;
        if (state_ == state::open && sniff(octets)) return octets.size();
    }
    std::size_t used = 0;
    while (state_ != state::closed && !waiting()) {
        const std::size_t most =
            state_ == state::open ? std::min(most_before_login, options_.max_packet_length) : options_.max_packet_length;
        const frame_result cut = read_frame(octets.substr(used), most);
        used += cut.used;
        if (cut.garbage + cut.unterminated != 0) events_.noted(door_note::oddity);
        if (cut.outcome == framing::incomplete) return used;
        if (cut.outcome == framing::too_long) {
            events_.noted(door_note::packet_error);
            write_error(expected_, static_cast<std::int32_t>(error_code_value::syntax_error));
            finish(door_close::bad_framing);
            break;
        }
        events_.passed(false, cut.frame);
        handle(cut.frame, now);
    }
    return state_ == state::closed ? octets.size() : used;
}

void door_session::tick(mono_time now) {
    if (state_ == state::closed) return;
    if (taken_ - written_ > 0 && now - moved_at_ >= options_.timers.response) return finish(door_close::not_reading);
    switch (state_) {
        case state::open:
            if (now - since_ >= options_.timers.login) finish(door_close::no_login);
            return;
        case state::verifying:
        case state::closed:
            return;  // the login's verdict has a limit of its own
        case state::logged_in:
            return tick_logged_in(now);
        case state::leaving:
            time_out_deliveries(now);
            return go_on_leaving(now);
    }
}

void door_session::tick_logged_in(mono_time now) {
    time_out_deliveries(now);
    if (state_ != state::logged_in) return;
    ask_if_silent(now);
    if (state_ != state::logged_in) return;
    const bool idle = unanswered_ == 0 && delivering() == 0;
    if (options_.timers.inactivity.count() == 0 || !idle || now - busy_at_ < options_.timers.inactivity) return;
    leaving_for_ = door_close::inactive;
    start_drain(now, now);
}

// Silence is counted from the last octet heard; any octet after our question shows that the application lives.
void door_session::ask_if_silent(mono_time now) {
    const auto& all = requests_.all();
    const auto asked = std::find_if(all.begin(), all.end(), [](auto& r) { return r.code == operation::alive; });
    if (asked != all.end()) {
        if (heard_at_ <= asked->sent_at) {
            if (now - asked->sent_at >= options_.timers.response) finish(door_close::link_silent);
            return;
        }
        if (now - asked->sent_at < options_.timers.response) return;
        (void)requests_.take(*asked);  // it lives, and does not answer alive
    }
    // While we read nothing, silence says nothing.
    if (options_.timers.alive.count() == 0 || now - heard_at_ < options_.timers.alive || waiting()) return;
    (void)write_request(0, alive{}, now, {});
}

// The numbers stay taken: a late answer must not be taken for another delivery's. Who answers nothing any more is left.
void door_session::time_out_deliveries(mono_time now) {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        outstanding_request& late = requests_.all()[i];
        if (late.code == operation::alive || late.given_up || now - late.sent_at < options_.timers.response) continue;
        late.given_up = true;
        late.frame.clear();
        events_.noted(door_note::response_timeout);
        events_.heard(late.token, told::kind::overdue, 0);
    }
    if (requests_.count([](auto& r) { return r.given_up; }) >= terms_.deliver_window) finish(door_close::answers_missing);
}

void door_session::login_decided(const login_verdict& verdict, mono_time now) {
    if (state_ != state::verifying) return;
    if (verdict.error_code != 0) {
        write(login_number_, login_response{verdict.error_code, error_code_words(verdict.error_code)});
        return finish(door_close::login_refused);
    }
    terms_ = verdict;
    terms_.window = std::clamp<std::size_t>(terms_.window, 1, 128);
    // One number of the 128 stays for alive. An application that asked for no window expects one delivery at a time.
    terms_.deliver_window = std::clamp<std::size_t>(std::min(terms_.deliver_window, asked_window_), 1, 127);
    expected_ = next_number(login_number_);
    state_ = state::logged_in;
    since_ = busy_at_ = now;
    write(login_number_, login_response{});
}

void door_session::answered() {
    if (unanswered_ > 0) --unanswered_;
}

void door_session::refuse(std::uint8_t number, operation request, std::int32_t error_code) {
    const std::string_view text = error_code_words(error_code);
    const text_value why = text.empty() ? text_value{} : text_value{text};
    switch (request) {
        case operation::submit_message: {
            std::string outcomes;
            append_parameter(outcomes, parameter::error_code, std::to_string(error_code));
            if (why) append_parameter(outcomes, parameter::error_text, *why);
            return answer(number, submit_message_response{parameters(outcomes)});
        }
        case operation::enquire_message_status:
            return answer(number, enquire_message_status_response{.error_code = error_code, .error_text = why});
        case operation::delivery_request:
            return answer(number, delivery_request_response{.error_code = error_code, .error_text = why});
        case operation::cancel_message:
            return answer(number, cancel_message_response{error_code, why});
        case operation::get:
            return answer(number, get_response{.error_code = error_code, .error_text = why});
        default:
            return answer(number, general_error_response{error_code, why});
    }
}

std::size_t door_session::delivering() const {
    return requests_.count([](auto& r) { return r.code != operation::alive && !r.given_up; });
}

std::size_t door_session::deliver_room() const {
    if (!hears() || taken_ - written_ + out_.size() > options_.max_output) return 0;
    const std::size_t used = requests_.count([](auto& r) { return r.code != operation::alive; });
    return terms_.deliver_window - std::min(terms_.deliver_window, used);
}

template <class Request>
codec_result<void> door_session::write_request(std::uint64_t token, const Request& pdu, mono_time now, const parameters& extra) {
    const auto number = requests_.free_number(next_number_);
    if (!number) return codec_error{errc::packet_too_long, "packet number", 0};  // beyond the window: a bug
    const std::size_t start = out_.size();
    if (const auto done = encode(out_, *number, pdu, {.checksum = terms_.write_checksum, .extra = extra}); !done)
        return done.error();
    next_number_ = next_number(*number);
    requests_.add({.number = *number, .code = Request::code, .token = token, .sent_at = now, .frame = out_.substr(start)});
    wrote_from(start);
    return {};
}

template <class Delivery>
codec_result<void> door_session::deliver(std::uint64_t token, const Delivery& pdu, mono_time now, const parameters& extra) {
    const auto done = write_request(token, pdu, now, extra);
    if (done) busy_at_ = now;
    return done;
}

template codec_result<void> door_session::deliver(std::uint64_t, const deliver_message&, mono_time, const parameters&);
template codec_result<void> door_session::deliver(std::uint64_t, const deliver_status_report&, mono_time, const parameters&);

void door_session::start_drain(mono_time now, mono_time until) {
    if (state_ == state::open || state_ == state::verifying) return finish(leaving_for_);
    if (state_ != state::logged_in) return;
    state_ = state::leaving;
    drain_until_ = until;
    go_on_leaving(now);
}

void door_session::go_on_leaving(mono_time now) {
    if (state_ != state::leaving) return;
    if (logs_out_) {
        if (unanswered_ != 0 && now < drain_until_) return;
        write(logout_number_, logout_response{});
        return finish(door_close::logged_out);
    }
    if ((unanswered_ != 0 || delivering() != 0) && now < drain_until_) return;
    finish(leaving_for_);
}

void door_session::finish(door_close why) {
    if (state_ == state::closed) return;
    state_ = state::closed;
    events_.close_me(why);
}

void door_session::take_output(std::vector<std::uint8_t>& into) {
    taken_ += out_.size();
    into.assign(out_.begin(), out_.end());
    out_.clear();
    if (out_.capacity() > kept_buffer) std::string().swap(out_);
}

void door_session::written(std::size_t count, mono_time now) {
    written_ += count;
    moved_at_ = now;
}

void door_session::write_error(std::uint8_t number, std::int32_t error_code) {
    write(number, general_error_response{error_code, error_code_words(error_code)});
}

void door_session::wrote_from(std::size_t start) {
    if (taken_ == written_ && start == 0) moved_at_ = heard_at_;
    if (out_.size() > start) events_.passed(true, octet_view(out_).substr(start));
}

}  // namespace hermod::connectors::cimd2
