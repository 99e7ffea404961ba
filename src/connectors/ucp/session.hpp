// One link's protocol as client, pure: octets, events and `now` in; octets and events out. No socket, no clock, no coroutine.
//
// Owned by a link (or a test), on its executor. Output gathers in one buffer that the owner takes and writes; how far the
// socket has taken it decides, when the connection breaks, whether an operation is `unsure` (it may have arrived) or
// `unsent`. Every token given to send() is settled exactly once, at the latest by disconnected().
// UCP knows no way to say goodbye: when all is answered, the connection is closed.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/ucp/options.hpp"
#include "connectors/ucp/transactions.hpp"
#include "message/verdict.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::connectors::ucp {

enum class close_reason : std::uint8_t {
    login_refused,
    login_timed_out,
    login_unwritable,  // user or password are none that UCP can carry
    drained,
    link_silent,  // the keep-alive was not answered
    not_ucp,      // 16 KiB and no frame among them
};
std::string_view words(close_reason reason);

// Things that happen and are worth counting.
enum class session_note : std::uint8_t {
    frame_error,     // a frame that is damaged or cannot be read
    oddity,          // read all the same (wire::ucp::oddity), or octets between frames
    unknown_result,  // an answer to nothing: late, twice, or never asked
    response_timeout,
    throttled,
    repeated_number,    // the peer used a number again before we answered it
    refused_operation,  // one that a client does not serve
};

// A request of the peer that waits for answer().
using request_id = std::uint64_t;

// What became of a question about a message that the centre has (54, 55, 56).
struct answer_to_question {
    bool written = false;   // false: it never left
    bool answered = false;  // by a result that settles it, or by a 57 or 58
    bool accepted = false;  // the positive result came
    wire::ucp::error_code code = wire::ucp::error_code::none;  // of a negative result
    std::string_view sm{};                                     // of the result
    // What a 57 or 58 says.
    bool stated = false;
    std::optional<wire::ucp::delivery_state> state{};
    unsigned rsn = 0;
    std::optional<wire::ucp::local_seconds> at{};
};

// The owner of a session. Calls come from within the session's functions; the owner may call send() and answer() from them.
class session_events {
public:
    virtual void ready() = 0;  // logged in, or no login is needed
    virtual void login_refused(wire::ucp::error_code code, std::string_view sm) = 0;
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    // The SM of a 51's positive result, as the centre wrote it; settled() follows.
    virtual void taken(std::string_view sm) = 0;
    // A message or notification from the centre, borrowed for the call. To be answered with answer(), once.
    virtual void arrived(request_id id, const wire::ucp::deliver_message& pdu) = 0;
    virtual void arrived(request_id id, const wire::ucp::delivery_notification& pdu) = 0;
    // Exactly once for each token given to ask(); borrowed for the call.
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;
    virtual void noted(session_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(close_reason why) = 0;
    // Each frame, whole or not, for the log.
    virtual void passed(bool outward, std::string_view frame) = 0;

protected:
    ~session_events() = default;
};

class session {
public:
    enum class state : std::uint8_t { closed, logging_in, ready, draining };

    // Both must outlive the session.
    session(const session_options& options, session_events& events);

    // Writes the login, if there is one.
    void connected(mono_time now);
    // The connection is gone: settles what is outstanding. connected() may follow.
    void disconnected();
    // Returns the octets it has used; the rest is the beginning of a frame: give it again with what follows.
    std::size_t feed(std::string_view octets, mono_time now);
    void tick(mono_time now);

    // 51, 30 or 01: the positive result's SM, in one spelling (remote_id.hpp), becomes the verdict's detail. Requires room() > 0.
    // An error (a field that cannot be encoded) leaves nothing behind; the token is then not ours.
    wire::ucp::codec_result<void> send(std::uint64_t token, const wire::ucp::pdu_variant& pdu, mono_time now);
    // 54, 55 or 56 about the message that we know as `name` (remote_id.hpp). It takes a place of the window before any submit
    // does, and waits for one. Requires may_ask(). An error as of send().
    wire::ucp::codec_result<void> ask(std::uint64_t token, const wire::ucp::pdu_variant& pdu, std::string name, mono_time now);
    bool may_ask() const;
    // error_code::none: positive. A request of an earlier connection, or one that was repeated since, is passed over.
    void answer(request_id id, wire::ucp::error_code code);
    // No more sends; closes when everything is answered, or at `until`.
    void start_drain(mono_time now, mono_time until);

    // Appends nothing: exchanges the output for `into`, which must be empty.
    void take_output(std::string& into);
    bool has_output() const { return !out_.empty(); }
    // So many octets of what was taken are with the peer's kernel or ours.
    void written(std::size_t octets) { written_ += octets; }

    state now_state() const { return state_; }
    // Operations that may be sent now.
    std::size_t room() const;
    std::size_t outstanding() const { return submits_; }

private:
    using frame_result = wire::ucp::frame_result;
    using error_code = wire::ucp::error_code;
    using operation_type = wire::ucp::operation_type;

    void on_broken(const frame_result& cut);
    void handle(std::string_view frame, mono_time now);
    void on_request(const wire::ucp::any_pdu& read);
    template <class Pdu>
    void on_arrival(const wire::ucp::any_pdu& read, const Pdu& pdu);
    void on_result(const wire::ucp::any_pdu& read, mono_time now);
    void on_login_result(const wire::ucp::pdu_variant& result, mono_time now);
    void on_question_result(const wire::ucp::pdu_variant& result, std::uint64_t token, mono_time now);
    template <class Pdu>
    void on_statement(const wire::ucp::any_pdu& read, const Pdu& pdu, operation_type asked_by);
    verdict verdict_of(const wire::ucp::pdu_variant& result, std::string_view adc, mono_time now);

    std::size_t free_places() const;
    void write_questions(mono_time now);
    void drop_questions(auto which);
    void drop_all_questions();
    void time_out(mono_time now);
    void time_out_questions(mono_time now);
    void keep_alive(mono_time now);
    void close_if_drained(mono_time now);
    void finish(close_reason why);
    void write_login(mono_time now);
    void write_nak(unsigned trn, operation_type ot, error_code code);
    wire::ucp::codec_result<void> write(unsigned trn, const wire::ucp::pdu_variant& pdu);
    wire::ucp::codec_result<void> start(transaction what, const wire::ucp::pdu_variant& pdu);

    // The centre's request under a number, until it is answered.
    struct pending {
        request_id id = 0;  // 0: none
        operation_type ot{};
        std::string sm;  // of the positive result
    };

    // One of ours, until it is answered: `frame` waits for a place, as number 00, and is empty once it is written.
    struct question {
        std::uint64_t token = 0;
        operation_type ot{};
        std::string name, frame;
        mono_time since{};      // asked; once written: that; once accepted: that
        std::uint64_t end = 0;  // of the session's output behind it
        bool accepted = false;
    };

    const session_options& options_;
    session_events& events_;
    state state_ = state::closed;
    std::string out_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets of this connection's output
    transactions ours_;
    std::array<pending, wire::ucp::trn_count> theirs_;
    std::vector<question> questions_;  // in the order in which they were asked
    request_id next_id_ = 1;
    std::size_t submits_ = 0, unanswered_ = 0, noise_ = 0;
    bool asked_ = false;  // a keep-alive is out
    mono_time now_{}, since_{}, heard_at_{}, paused_until_{}, drain_until_{};
};

}  // namespace hermod::connectors::ucp
