// The part of the session that asks about messages which the network has already: query_sm, cancel_sm, replace_sm. A
// broadcast's requests are written and heard in the same way.
#include <algorithm>

#include "connectors/smpp/session.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/time.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

// As many as submits, and apart from them: a full window must not keep anybody from cancelling.
bool session::may_ask() const {
    return state_ == state::bound && options_.mode != bind_mode::receiver && questions_.size() < options_.window;
}

template <class Question>
codec_result<void> session::ask(std::uint64_t token, const Question& pdu, mono_time now) {
    const std::size_t start = out_.size();
    const std::uint32_t before = next_sequence_, sequence = take_sequence();
    if (auto done = encode(out_, sequence, pdu); !done) {
        next_sequence_ = before;
        return done;
    }
    busy_at_ = now;
    wrote_from(start);
    questions_.push_back({sequence, Question::id, token, taken_ + out_.size(), now});
    return {};
}
template codec_result<void> session::ask(std::uint64_t, const query_sm&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const cancel_sm&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const replace_sm&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const broadcast_sm&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const query_broadcast_sm&, mono_time);
template codec_result<void> session::ask(std::uint64_t, const cancel_broadcast_sm&, mono_time);

// False when no question waits under that number. `frame` is empty for a generic_nack.
bool session::on_question_resp(const header& head, octets frame, mono_time now) {
    const auto at = std::find_if(questions_.begin(), questions_.end(),
                                 [&](const outstanding_question& q) { return q.sequence == head.sequence_number; });
    if (at == questions_.end()) return false;
    const outstanding_question asked = *at;
    questions_.erase(at);
    busy_at_ = now;
    answer_to_question out;
    out.written = out.answered = true;
    out.status = head.status;
    out.frame = frame;
    if (frame.empty() && out.status == command_status::esme_rok) out.status = command_status::esme_rinvcmdid;
    if (!frame.empty() && head.id != response_of(asked.request)) events_.noted(session_note::oddity);
    if (head.id == command_id::query_sm_resp && head.status == command_status::esme_rok) {
        const auto read = decode_as<query_sm_resp>(frame);
        if (read && frame.size() > header_length) {
            out.state = read->pdu.message_state;
            out.error_code = read->pdu.error_code;
            if (const auto ended = parse_time(read->pdu.final_date)) out.final_at = ended->absolute;
            if (!read->odd.none()) events_.noted(session_note::oddity);
        } else {
            out.unreadable = true;
            events_.noted(session_note::pdu_error);
        }
    }
    events_.answered(asked.token, out);
    go_on_unbinding(now);
    return true;
}

// Each is removed before its call, so that the owner may ask again from within.
void session::drop_questions(auto which) {
    for (;;) {
        const auto at = std::find_if(questions_.begin(), questions_.end(), which);
        if (at == questions_.end()) return;
        const outstanding_question gone = *at;
        questions_.erase(at);
        answer_to_question none;
        none.written = state_ != state::closed || gone.end <= written_;
        events_.answered(gone.token, none);
    }
}

void session::drop_all_questions() {
    drop_questions([](const outstanding_question&) { return true; });
}

void session::time_out_questions(mono_time now) {
    drop_questions([&](const outstanding_question& q) { return now - q.sent_at >= options_.response_timeout; });
}

}  // namespace hermod::connectors::smpp
