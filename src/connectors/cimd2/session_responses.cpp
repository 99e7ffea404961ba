// The part of the session that takes the centre's responses, general errors and nacks.
#include <utility>

#include "connectors/cimd2/session.hpp"
#include "wire/cimd2/outcomes.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::int32_t invalid_window_size = 104, windowing_disabled = 105;
constexpr int most_tries = 3;

// The one destination of a submit of ours.
std::string_view destination_of(const outstanding_request& request) {
    const auto packet = read_packet(request.frame);
    return packet ? packet->given.find(parameter::destination_address).value_or(given{}).value : std::string_view{};
}

}  // namespace

void session::on_response(const header& head, octet_view frame, mono_time now) {
    if (head.code == operation::nack) return on_nack(head, now);
    if (head.code == operation::general_error_response) return on_general_error(head, frame, now);
    outstanding_request* asked = requests_.find(head.number);
    if (!asked || response_of(asked->code) != head.code) return events_.noted(session_note::unknown_response);
    if (asked->given_up) {  // late; its number is free now
        (void)requests_.take(*asked);
        return events_.noted(session_note::unknown_response);
    }
    if (asked->code == operation::login) return on_login_response(frame, now);
    const outstanding_request request = requests_.take(*asked);
    if (request.code == operation::submit_message) settle(request, verdict_of(request, frame, now), now);
    if (is_question(request.code)) on_question_response(request, frame);
    if (request.code == operation::delivery_request) on_poll_response(frame);
    if (request.code == operation::logout) return finish(close_reason::logged_out);
    write_questions(now);
    go_on_logging_out(now);
}

void session::on_login_response(octet_view frame, mono_time now) {
    const auto read = decode_as<login_response>(frame, options_.checksum);
    if (!read) {
        events_.noted(session_note::packet_error);
        return refuse_login(static_cast<std::int32_t>(error_code_value::syntax_error), "the answer cannot be read");
    }
    const std::int32_t code = read->pdu.error_code.value_or(0);
    if (asks_window_ && (code == invalid_window_size || code == windowing_disabled)) {
        events_.noted(session_note::windowing_disabled);
        requests_ = {};
        asks_window_ = false;
        window_ = 1;
        return write_login(now);
    }
    if (code != 0) return refuse_login(code, read->pdu.error_text.value_or(""));
    requests_ = {};
    state_ = state::logged_in;
    poll_at_ = now;
    events_.logged_in();
}

void session::refuse_login(std::int32_t code, std::string_view text) {
    requests_ = {};
    events_.login_refused(code, text.empty() ? error_code_words(code) : text);
    finish(close_reason::login_refused);
}

void session::settle(const outstanding_request& request, verdict result, mono_time now) {
    write_questions(now);
    events_.settled(request.token, std::move(result), now - request.sent_at);
    go_on_logging_out(now);
}

verdict session::verdict_of(const outstanding_request& request, octet_view frame, mono_time now) {
    verdict result;
    const auto read = decode_as<submit_message_response>(frame, options_.checksum);
    if (!read) {
        events_.noted(session_note::packet_error);
        result.is = verdict::kind::unsure;
        result.detail = "the answer cannot be read";
        return result;
    }
    outcome first;
    bool any = false;
    for_each_outcome(read->pdu, [&](const outcome& each) { first = std::exchange(any, true) ? first : each; });
    const std::int32_t code = first.error_code.value_or(0);
    if (code != 0) return refusal(code, first.error_text.value_or(""), now);
    pause_ = options_.throttle_pause;
    result.is = verdict::kind::sent;
    const bool named = first.service_centre_timestamp && !first.service_centre_timestamp->empty();
    if (!named || !read->odd.none()) events_.noted(session_note::oddity);
    // Without a timestamp no status report can be matched, but the message is the centre's.
    if (named)
        result.detail = message_id(*first.service_centre_timestamp, first.destination_address.value_or(destination_of(request)));
    return result;
}

verdict session::refusal(std::int32_t code, std::string_view text, mono_time now) {
    verdict result;
    result.is = verdict::kind::refused;
    result.code = static_cast<std::uint32_t>(code);
    result.detail = text.empty() ? error_code_words(code) : text;
    const error_meaning meaning = options_.errors.of(code);
    result.elsewhere = meaning == error_meaning::elsewhere;
    if (meaning == error_meaning::later) {
        result.is = verdict::kind::later;
        result.after = options_.retry_after;
    }
    if (meaning == error_meaning::unsure) {
        result.is = verdict::kind::unsure;
        result.after = options_.retry_after;
    }
    if (meaning == error_meaning::throttled) {
        events_.noted(session_note::throttled);
        if (!paused_) {
            paused_ = true;
            paused_until_ = now + pause_;
            pause_ = std::min(options_.throttle_pause_most, pause_ * 2);
        }
        result.is = verdict::kind::later;
        result.throttled = true;
        result.after = std::max(session_options::ms(1), std::chrono::ceil<session_options::ms>(paused_until_ - now));
    }
    return result;
}

// The centre could not take what has this number for an operation: that one is refused. Before the login: the login is.
void session::on_general_error(const header& head, octet_view frame, mono_time now) {
    events_.noted(session_note::general_error);
    const auto read = decode_as<general_error_response>(frame, options_.checksum);
    const auto unsaid = static_cast<std::int32_t>(error_code_value::general_system_error);
    const std::int32_t code = read ? read->pdu.error_code.value_or(unsaid) : unsaid;
    const std::string_view text = read ? read->pdu.error_text.value_or("") : "";
    if (state_ == state::logging_in) return refuse_login(code, text);
    outstanding_request* asked = requests_.find(head.number);
    if (!asked) return;
    const outstanding_request request = requests_.take(*asked);
    if (request.code == operation::submit_message && !request.given_up) settle(request, refusal(code, text, now), now);
    if (is_question(request.code) && !request.given_up)
        events_.answered(request.token, {.written = true, .answered = true, .error_code = code, .error_text = text});
    if (request.code == operation::delivery_request) events_.noted(session_note::poll_refused);
    write_questions(now);
    if (request.code == operation::logout) return finish(close_reason::logged_out);
    go_on_logging_out(now);
}

// The number of a nack is the one that the centre expects. What was not taken is sent again with it, if it is clear which
// that is: with several requests under way it is not, and a login always is 001. Then a new login counts anew.
void session::on_nack(const header& head, mono_time now) {
    events_.noted(session_note::nack);
    const auto waits = [](const outstanding_request& r) { return !r.given_up; };
    const std::size_t waiting = requests_.count(waits);
    if (waiting == 0) return;
    outstanding_request& refused = *std::find_if(requests_.all().begin(), requests_.all().end(), waits);
    const outstanding_request* holder = requests_.find(head.number);
    const bool usable = is_application_number(head.number) && (!holder || holder == &refused);
    if (waiting != 1 || !usable || refused.code == operation::login || refused.tries >= most_tries)
        return finish(close_reason::out_of_step);
    ++refused.tries;
    refused.number = head.number;
    refused.sent_at = now;
    renumber(refused.frame, head.number);
    next_number_ = next_number(head.number);
    const std::size_t start = out_.size();
    out_ += refused.frame;
    refused.end = taken_ + out_.size();
    wrote_from(start);
}

}  // namespace hermod::connectors::cimd2
