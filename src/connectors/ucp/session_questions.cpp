// The part of the session that asks about messages which the centre has: 54 (modify), 55 (inquiry), 56 (delete).
//
// 54 is answered by its result. 55 and 56 are by a negative one; a positive one says that the centre will tell, and it does with
// an operation of its own, 57 or 58, which names the message by recipient and second. Whether that stands in AdC, as in 55, or in
// OAdC, as in 53, no source says: either counts.
#include <algorithm>
#include <utility>

#include "connectors/ucp/remote_id.hpp"
#include "connectors/ucp/session.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

using namespace wire::ucp;

namespace {

constexpr std::size_t most_questions = 100;

}  // namespace

bool session::may_ask() const {
    return state_ == state::ready && questions_.size() < most_questions;
}

codec_result<void> session::ask(std::uint64_t token, const pdu_variant& pdu, std::string name, mono_time now) {
    question one;
    one.token = token;
    one.ot = operation_of(pdu);
    one.name = std::move(name);
    one.since = now;
    if (auto done = encode(one.frame, 0, pdu); !done) return done;
    questions_.push_back(std::move(one));
    write_questions(now);
    return {};
}

void session::write_questions(mono_time now) {
    if (state_ != state::ready && state_ != state::draining) return;
    for (question& one : questions_) {
        if (one.frame.empty()) continue;
        if (free_places() == 0) return;
        const std::string frame = std::exchange(one.frame, {});
        const auto read = decode(frame);
        if (!read || !start({purpose::question, one.ot, one.token, 0, now, {}}, read->pdu)) continue;  // ours: it can be read
        one.since = now;
        one.end = taken_ + out_.size();
    }
}

void session::on_question_result(const pdu_variant& result, std::uint64_t token, mono_time now) {
    const auto at = std::find_if(questions_.begin(), questions_.end(), [&](const question& q) { return q.token == token; });
    if (at == questions_.end()) return;  // its 57 or 58 came first
    answer_to_question out;
    out.written = true;
    if (const auto* refused = std::get_if<nak>(&result)) {
        out.answered = true;
        out.code = read_ec(refused->ec).value_or(error_code::system_error);
        out.sm = refused->sm;
    } else {
        if (at->ot != operation_type::modify_message && !options_.answers_in_result) {
            at->accepted = true;
            at->since = now;
            return;
        }
        out.answered = out.accepted = true;
        out.sm = std::get<ack>(result).sm;
    }
    questions_.erase(at);
    events_.answered(token, out);
}

// Answered whether anybody waits for it or not: a centre that repeats it would repeat it for ever.
template <class Pdu>
void session::on_statement(const any_pdu& read, const Pdu& pdu, operation_type asked_by) {
    if (state_ == state::logging_in) {
        events_.noted(session_note::refused_operation);
        return write_nak(read.head.trn, read.head.ot, error_code::operation_not_allowed);
    }
    const std::string sm = options_.results == result_form::reference ? reference_text({pdu.adc, pdu.scts}) : std::string{};
    if (!write(read.head.trn, ack{read.head.ot, {}, sm})) (void)write(read.head.trn, ack{read.head.ot, {}, {}});
    const std::string by_adc = remote_id(pdu.adc, pdu.scts, options_.last_digits_only);
    const std::string by_oadc = remote_id(pdu.oadc, pdu.scts, options_.last_digits_only);
    const auto at = std::find_if(questions_.begin(), questions_.end(), [&](const question& q) {
        return q.ot == asked_by && q.frame.empty() && (q.name == by_adc || q.name == by_oadc);
    });
    if (at == questions_.end()) return events_.noted(session_note::unknown_result);
    answer_to_question out;
    out.written = out.answered = out.stated = true;
    out.accepted = at->accepted;
    out.state = state_of(pdu.dst);
    out.rsn = number_of(pdu.rsn).value_or(0);
    out.at = parse_seconds(pdu.dscts);
    const std::uint64_t token = at->token;
    questions_.erase(at);
    events_.answered(token, out);
}
template void session::on_statement(const any_pdu&, const inquiry_response&, operation_type);
template void session::on_statement(const any_pdu&, const delete_response&, operation_type);

// Each is removed before its call, so that the owner may ask again from within.
void session::drop_questions(auto which) {
    for (;;) {
        const auto at = std::find_if(questions_.begin(), questions_.end(), which);
        if (at == questions_.end()) return;
        const question gone = *at;
        questions_.erase(at);
        answer_to_question none;
        none.written = gone.frame.empty() && (state_ != state::closed || gone.end <= written_);
        none.accepted = gone.accepted;
        events_.answered(gone.token, none);
    }
}

void session::time_out_questions(mono_time now) {
    drop_questions([&](const question& q) {
        const bool late = now - q.since >= options_.response_timeout;
        if (late && q.frame.empty()) events_.noted(session_note::response_timeout);
        return late;
    });
}

void session::drop_all_questions() {
    drop_questions([](const question&) { return true; });
}

}  // namespace hermod::connectors::ucp
