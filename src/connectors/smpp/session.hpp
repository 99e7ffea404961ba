// One bind's protocol, pure: octets, events and `now` in; octets and events out. No socket, no clock, no coroutine.
//
// Owned by a link (or a test), on its executor. Output gathers in one buffer that the owner takes and writes; how far the
// socket has taken it decides, when the connection breaks, whether a submit is `unsure` (it may have arrived) or `unsent`.
// Every token given to send() is settled exactly once, at the latest by disconnected(). SMPP 3.4 chapters 2 to 4.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/smpp/options.hpp"
#include "connectors/smpp/outstanding.hpp"
#include "connectors/smpp/outstanding_multi.hpp"
#include "gateway/pacing.hpp"
#include "message/verdict.hpp"
#include "wire/smpp/decode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {

enum class close_reason : std::uint8_t {
    bind_refused,
    bind_timed_out,
    peer_unbound,
    unbound,  // our unbind was answered
    unbind_timed_out,
    link_silent,  // enquire_link was not answered
    outbind_timed_out,
    outbind_refused,
    bad_framing,
    speaks_http,
    speaks_tls,
};
std::string_view words(close_reason reason);

// Things that happen and are worth counting.
enum class session_note : std::uint8_t {
    pdu_error,         // a PDU or its framing could not be read
    oddity,            // read all the same (wire::smpp::oddity)
    unknown_response,  // an answer to nothing: late, twice, or never asked
    response_timeout,
    throttled,
    backlog_refused,  // a deliver_sm beyond most_unanswered
    congested,        // a congestion_state that shrank the window
    // Of a submit_multi that comes back `unsent`, since all of it would be refused for what only a few are guilty of:
    no_submit_multi,        // the peer does not know it
    too_many_destinations,  // ... that many of them
    destination_refused,    // one or another, without saying which
};

// A status of a whole submit_multi that says nothing of the single message: why it comes back.
std::optional<session_note> condemns_the_group(wire::smpp::command_status status);

// What became of a query_sm, cancel_sm, replace_sm, or a broadcast's request.
struct answer_to_question {
    bool written = false;     // it may have left
    bool answered = false;    // the rest says what; otherwise no answer will come
    bool unreadable = false;  // a success with a body that says nothing
    wire::smpp::command_status status{};
    std::optional<wire::smpp::message_state> state;  // of a query that was answered with ESME_ROK
    std::optional<wall_time> final_at;
    std::uint8_t error_code = 0;
    wire::smpp::octets frame;  // of the response, borrowed for the call; empty for a generic_nack
};

// The owner of a session. Calls come from within the session's functions; the owner may call send() and answer() from them.
class session_events {
public:
    virtual void bound() = 0;
    virtual void bind_refused(wire::smpp::command_status status) = 0;
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    // A message or receipt from the peer, borrowed for the call. To be answered with answer(), once.
    virtual void arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) = 0;
    // The answer to ask(), exactly once.
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;
    // A handset can be reached again (3.4 section 4.12). Borrowed for the call; never answered.
    virtual void alerted(const wire::smpp::alert_notification& pdu) = 0;
    virtual void noted(session_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(close_reason why) = 0;
    // Each whole PDU, for the log.
    virtual void passed(bool outward, wire::smpp::octets frame) = 0;

protected:
    ~session_events() = default;
};

class session {
public:
    enum class state : std::uint8_t { open, binding, bound, unbinding, closed };

    // Both must outlive the session. options.mode is not pair.
    session(const session_options& options, session_events& events);

    // Writes the bind; with await_outbind waits for the peer's outbind first.
    void connected(mono_time now);
    // The connection is gone: settles what is outstanding. connected() may follow.
    void disconnected();
    // Returns the octets it has used; the rest is the beginning of a PDU: give it again with what follows.
    std::size_t feed(wire::smpp::octets octets, mono_time now);
    void tick(mono_time now);

    // Requires room() > 0. An error (a field that cannot be encoded) leaves nothing behind; the token is then not ours.
    wire::smpp::codec_result<void> send(std::uint64_t token, const wire::smpp::submit_sm& pdu, mono_time now);
    wire::smpp::codec_result<void> send(std::uint64_t token, const wire::smpp::data_sm& pdu, mono_time now);
    // One PDU, one place in the window; each token is settled for itself. Requires as many tokens as destinations, of which
    // no two are alike in their last 7 digits.
    wire::smpp::codec_result<void> send(std::span<const std::uint64_t> tokens, const wire::smpp::submit_multi& pdu, mono_time now);
    // query_sm, cancel_sm, replace_sm, and in 5.0 the three of broadcasts. Requires may_ask(); errors as send(). Questions take
    // no room from submits.
    template <class Question>
    wire::smpp::codec_result<void> ask(std::uint64_t token, const Question& pdu, mono_time now);
    bool may_ask() const;
    // For requests of the present connection only.
    void answer(std::uint32_t sequence, wire::smpp::command_id request, wire::smpp::command_status status);
    // No more sends; unbinds when everything is answered, or at drain_until.
    void start_unbind(mono_time now, mono_time drain_until);

    // Appends nothing: exchanges the output for `into`, which must be empty.
    void take_output(std::vector<std::uint8_t>& into);
    bool has_output() const { return !out_.empty(); }
    // So many octets of what was taken are with the peer's kernel or ours.
    void written(std::size_t octets) { written_ += octets; }

    state now_state() const { return state_; }
    // Submits that may be sent now.
    std::size_t room() const;
    std::size_t outstanding() const { return submits_.size(); }
    std::size_t window_limit() const { return pace_.limit(); }
    // Of the last bind's response: sc_interface_version; and the congestion_state last told. nullopt: nothing was said.
    std::optional<std::uint8_t> peer_version() const { return peer_version_; }
    std::optional<std::uint8_t> congestion() const { return congestion_; }

private:
    using octets = wire::smpp::octets;
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;
    using header = wire::smpp::header;

    void handle(octets frame, mono_time now);
    void on_request(const header& head, octets frame, mono_time now);
    void on_response(const header& head, octets frame, mono_time now);
    template <class Response>
    void on_submit_resp(const header& head, octets frame, mono_time now);
    void on_multi_resp(const header& head, octets frame, mono_time now);
    void on_other_resp(const header& head, mono_time now);
    template <class Response>
    void on_bind_resp(const header& head, octets frame, mono_time now);
    void on_enquire_resp(const header& head, octets frame, mono_time now);
    void on_generic_nack(const header& head, mono_time now);
    void on_unbind(const header& head);
    void on_outbind(octets frame, mono_time now);
    void on_alert(octets frame);
    template <class Pdu>
    void on_arrival(octets frame);
    void settle(outstanding_submit& submit, command_status status, std::string_view remote_id, mono_time now);
    void settle_each(outstanding_submit& submit, const wire::smpp::submit_multi_resp& pdu, mono_time now);
    void tell(const outstanding_submit& done, verdict result, mono_time::duration round_trip);
    void tell_again(const outstanding_submit& done, session_note why);
    verdict verdict_of(command_status status, std::string_view remote_id, mono_time sent_at, mono_time now);
    // A response's congestion_state (5.0 section 4.8.4.18), if there is one.
    void hear_congestion(const wire::smpp::tlv_view& tlvs, mono_time sent_at, mono_time now);

    struct outstanding_question {
        std::uint32_t sequence = 0;
        command_id request{};
        std::uint64_t token = 0;
        std::uint64_t end = 0;  // as outstanding_submit's
        mono_time sent_at{};
    };
    bool on_question_resp(const header& head, octets frame, mono_time now);
    void drop_questions(auto which);
    void drop_all_questions();
    void time_out_questions(mono_time now);

    void tick_bound(mono_time now);
    void time_out_submits(mono_time now);
    void ask_if_silent(mono_time now);
    void go_on_unbinding(mono_time now);
    void finish(close_reason why);
    void lost_framing(const wire::smpp::frame_result& cut, octets rest);

    template <class Pdu>
    wire::smpp::codec_result<void> send_any(std::uint64_t token, const Pdu& pdu, mono_time now);
    void write_bind();
    void write_header(command_id id, command_status status, std::uint32_t sequence);
    std::uint32_t write_request(command_id id);
    void wrote_from(std::size_t start);
    std::uint32_t take_sequence();

    const session_options& options_;
    session_events& events_;
    state state_ = state::open;
    std::vector<std::uint8_t> out_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets of this connection's output
    std::uint32_t next_sequence_ = 1;
    outstanding_submits submits_;
    outstanding_multis multis_;
    std::vector<outstanding_question> questions_;
    window_pace pace_;
    std::optional<std::uint8_t> peer_version_, congestion_;
    bool congested_ = false;      // by the response at hand
    std::size_t unanswered_ = 0;  // the peer's requests that wait for answer()
    std::uint32_t bind_sequence_ = 0, enquire_sequence_ = 0, unbind_sequence_ = 0, peer_unbind_ = 0;  // 0: none
    bool left_unanswered_ = false;  // submits, when the last connection broke
    bool peer_unbinds_ = false;
    mono_time since_{};  // of the state: connected, or unbind written
    mono_time heard_at_{}, asked_at_{}, busy_at_{}, drain_until_{};
};

}  // namespace hermod::connectors::smpp
