// The part of the session that asks: about messages which the centre has (04, 06), and for those that it holds for us (05).
#include <algorithm>
#include <utility>

#include "connectors/cimd2/session.hpp"
#include "wire/cimd2/encode.hpp"

namespace hermod::connectors::cimd2 {

using namespace wire::cimd2;

namespace {

constexpr std::size_t most_questions = 100;
constexpr std::int32_t send_all = 2;  // 068

bool takes_a_place(const outstanding_request& r) {
    if (r.code == operation::submit_message) return true;
    return !r.given_up && (is_question(r.code) || r.code == operation::delivery_request);
}

}  // namespace

std::size_t session::free_places() const {
    const std::size_t taken = requests_.count(takes_a_place);
    return window_ > taken ? window_ - taken : 0;
}

// Questions without an answer.
std::size_t session::asking() const {
    return questions_.size() + requests_.count([](auto& r) { return is_question(r.code) && !r.given_up; });
}

bool session::may_ask() const {
    return state_ == state::logged_in && asking() < most_questions;
}

template <class Question>
codec_result<void> session::ask(std::uint64_t token, const Question& pdu, mono_time now) {
    waiting_question one{token, Question::code, {}, now};
    if (const auto done = encode(one.frame, first_of_application, pdu, {.checksum = options_.write_checksum}); !done) return done;
    questions_.push_back(std::move(one));
    write_questions(now);
    return {};
}
template codec_result<void> session::ask(std::uint64_t, const enquire_message_status&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const cancel_message&, mono_time);

void session::write_questions(mono_time now) {
    if ((state_ != state::logged_in && state_ != state::logging_out) || logout_written_) return;
    while (!questions_.empty() && free_places() != 0) {
        const auto number = requests_.free_number(next_number_);
        if (!number) return;
        next_number_ = next_number(*number);
        waiting_question one = std::move(questions_.front());
        questions_.erase(questions_.begin());
        renumber(one.frame, *number);
        const std::size_t start = out_.size();
        out_ += one.frame;
        requests_.add({.number = *number,
                       .code = one.code,
                       .token = one.token,
                       .end = taken_ + out_.size(),
                       .sent_at = now,
                       .frame = std::move(one.frame)});
        wrote_from(start);
    }
}

void session::on_question_response(const outstanding_request& request, octet_view frame) {
    answer_to_question out{.written = true, .answered = true};
    const auto tell = [&](const auto& read) {
        if (!read) {
            events_.noted(session_note::packet_error);
            out.unreadable = true;
            return;
        }
        if (!read->odd.none()) events_.noted(session_note::oddity);
        out.error_code = read->pdu.error_code.value_or(0);
        out.error_text = read->pdu.error_text.value_or("");
    };
    if (request.code == operation::cancel_message) {
        tell(decode_as<cancel_message_response>(frame, options_.checksum));
        return events_.answered(request.token, out);
    }
    const auto read = decode_as<enquire_message_status_response>(frame, options_.checksum);
    tell(read);
    if (read && out.error_code == 0) out.status = &read->pdu;
    events_.answered(request.token, out);
}

void session::drop_question(const outstanding_request& gone) {
    events_.answered(gone.token, {.written = gone.end <= written_});
}

// Each is removed before its call, so that the owner may ask again from within.
void session::drop_waiting_questions(auto which) {
    for (;;) {
        const auto at = std::find_if(questions_.begin(), questions_.end(), which);
        if (at == questions_.end()) return;
        const std::uint64_t token = at->token;
        questions_.erase(at);
        events_.answered(token, {});
    }
}

void session::drop_waiting_questions() {
    drop_waiting_questions([](const waiting_question&) { return true; });
}

void session::time_out_waiting_questions(mono_time now) {
    drop_waiting_questions([&](const waiting_question& q) { return now - q.since >= options_.response_timeout; });
}

// One at a time; and none any more when one was never answered: its number is lost, and the next one would be, too.
void session::poll(mono_time now) {
    if (options_.poll.count() == 0 || now < poll_at_ || state_ != state::logged_in || free_places() == 0) return;
    if (requests_.count([](auto& r) { return r.code == operation::delivery_request; }) != 0) return;
    poll_at_ = now + options_.poll;
    (void)write_request(delivery_request{send_all}, 0, now);
}

void session::on_poll_response(octet_view frame) {
    const auto read = decode_as<delivery_request_response>(frame, options_.checksum);
    if (!read) return events_.noted(session_note::packet_error);
    if (read->pdu.error_code.value_or(0) != 0) events_.noted(session_note::poll_refused);
}

}  // namespace hermod::connectors::cimd2
