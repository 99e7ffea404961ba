// One login's protocol, pure: octets, events and `now` in; octets and events out. No socket, no clock, no coroutine.
//
// Owned by a link (or a test), on its executor. Output gathers in one buffer that the owner takes and writes; how far the
// socket has taken it decides, when the connection breaks, whether a submit is `unsure` (it may have arrived) or `unsent`.
// Every token given to send() is settled exactly once, at the latest by disconnected(). docs/protocols/cimd2.md.
#pragma once

#include <string>
#include <string_view>

#include "connectors/cimd2/options.hpp"
#include "connectors/cimd2/outstanding.hpp"
#include "message/verdict.hpp"
#include "wire/cimd2/decode.hpp"

namespace hermod::connectors::cimd2 {

enum class close_reason : std::uint8_t {
    login_refused,
    login_timed_out,
    logged_out,  // our logout was answered
    logout_timed_out,
    link_silent,      // alive was not answered
    answers_missing,  // as many submits without an answer as the window has places
    out_of_step,      // a nack that no resending mends
    bad_framing,      // a packet without an end
};
std::string_view words(close_reason reason);

// Things that happen and are worth counting.
enum class session_note : std::uint8_t {
    packet_error,      // a packet could not be read
    oddity,            // read all the same (wire::cimd2::oddity)
    garbage,           // octets outside any packet, packets that were never finished
    unknown_response,  // an answer to nothing: late, twice, or never asked
    response_timeout,
    throttled,
    nack,                // the centre expected another number
    general_error,       // 98
    retransmission,      // a packet that we have had: answered again, not told again
    backlog_refused,     // a delivery beyond most_unanswered
    windowing_disabled,  // the login was repeated without a window
    poll_refused,        // the centre gives out nothing on request (05)
};

// What became of a question about a message that the centre has (04, 06).
struct answer_to_question {
    bool written = false;     // false: it never left
    bool answered = false;
    bool unreadable = false;  // answered, nobody knows how
    std::int32_t error_code = 0;
    std::string_view error_text{};
    const wire::cimd2::enquire_message_status_response* status = nullptr;  // of an enquiry that was no error
};

// The owner of a session. Calls come from within the session's functions; the owner may call send() and answer() from them.
class session_events {
public:
    virtual void logged_in() = 0;
    virtual void login_refused(std::int32_t error_code, std::string_view error_text) = 0;
    // Of a sent one detail is message_id().
    virtual void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) = 0;
    // From the centre, borrowed for the call. To be answered with answer(), once.
    virtual void arrived(std::uint8_t number, const wire::cimd2::deliver_message& pdu) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::deliver_status_report& pdu) = 0;
    // Exactly once for each token given to ask(); borrowed for the call.
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;
    virtual void noted(session_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(close_reason why) = 0;
    // Each whole packet, for the log.
    virtual void passed(bool outward, wire::cimd2::octet_view frame) = 0;

protected:
    ~session_events() = default;
};

// A timestamp alone is not unique; with the destination it is what a status report names. As "261125190923:46701234567",
// however the address is written there: with '+', with 00 or with neither, and without hyphens.
std::string message_id(std::string_view service_centre_timestamp, std::string_view destination_address);

class session {
public:
    enum class state : std::uint8_t { logging_in, logged_in, logging_out, closed };

    // Both must outlive the session.
    session(const session_options& options, session_events& events);

    // Writes the login.
    void connected(mono_time now);
    // The connection is gone: settles what is outstanding. connected() may follow.
    void disconnected();
    // Returns the octets it has used; the rest is the beginning of a packet: give it again with what follows.
    std::size_t feed(wire::cimd2::octet_view octets, mono_time now);
    void tick(mono_time now);

    // Requires room() > 0. An error (what cannot be encoded) leaves nothing behind; the token is then not ours.
    wire::cimd2::codec_result<void> send(std::uint64_t token, const wire::cimd2::submit_message& pdu, mono_time now);
    // 04 or 06: takes a place of the window before any submit does, and waits for one. Requires may_ask(). An error as of send().
    template <class Question>
    wire::cimd2::codec_result<void> ask(std::uint64_t token, const Question& pdu, mono_time now);
    bool may_ask() const;
    // For requests of the present connection only; error_code 0 accepts.
    void answer(std::uint8_t number, wire::cimd2::operation request, std::int32_t error_code = 0);
    // Instead of answer(), for what could not be kept now: no answer, so that the centre sends it again, and it is told again.
    // An error code would not do: centres take any response for the end of it.
    void decline(std::uint8_t number, wire::cimd2::operation request);
    // No more sends; logs out when everything is answered, or at drain_until.
    void start_logout(mono_time now, mono_time drain_until);

    // Appends nothing: exchanges the output for `into`, which must be empty.
    void take_output(std::string& into);
    bool has_output() const { return !out_.empty(); }
    // So many octets of what was taken are with the peer's kernel or ours.
    void written(std::size_t octets) { written_ += octets; }

    state now_state() const { return state_; }
    std::size_t room() const;  // submits that may be sent now
    std::size_t outstanding() const;
    std::size_t window() const { return window_; }

private:
    using octet_view = wire::cimd2::octet_view;
    using operation = wire::cimd2::operation;
    using header = wire::cimd2::header;

    // The last of the centre's deliveries, to know it again when it is sent again.
    struct last_delivery {
        std::string frame{};
        std::string answer{};  // empty until it is answered
    };

    void handle(octet_view frame, mono_time now);
    void on_unreadable(octet_view frame, const wire::cimd2::codec_error& fault, mono_time now);
    void on_request(const header& head, octet_view frame);
    template <class Delivery>
    void on_delivery(const header& head, octet_view frame);
    bool is_repeated(octet_view frame);
    void on_response(const header& head, octet_view frame, mono_time now);
    void on_login_response(octet_view frame, mono_time now);
    void on_general_error(const header& head, octet_view frame, mono_time now);
    void on_nack(const header& head, mono_time now);
    void refuse_login(std::int32_t code, std::string_view text);
    void settle(const outstanding_request& request, verdict result, mono_time now);
    verdict verdict_of(const outstanding_request& request, octet_view frame, mono_time now);
    verdict refusal(std::int32_t code, std::string_view text, mono_time now);
    void at(mono_time now) { paused_ = paused_ && now < paused_until_; }

    std::size_t free_places() const;
    std::size_t asking() const;
    void write_questions(mono_time now);
    void on_question_response(const outstanding_request& request, octet_view frame);
    void on_poll_response(octet_view frame);
    void drop_question(const outstanding_request& gone);
    void drop_waiting_questions(auto which);
    void drop_waiting_questions();
    void time_out_waiting_questions(mono_time now);
    void poll(mono_time now);
    void time_out_requests(mono_time now);
    void ask_if_silent(mono_time now);
    void go_on_logging_out(mono_time now);
    void finish(close_reason why);

    void write_login(mono_time now);
    // Writes a request and waits for its answer. False when no number is free or it cannot be encoded (`fault`).
    template <class Request>
    bool write_request(const Request& pdu, std::uint64_t token, mono_time now, wire::cimd2::codec_error* fault = nullptr);
    template <class Response>
    void write_response(std::uint8_t number, const Response& pdu);
    void write_error(std::uint8_t number, wire::cimd2::error_code_value code);
    void wrote_from(std::size_t start);

    // A question that waits for a place: its packet, with any number.
    struct waiting_question {
        std::uint64_t token = 0;
        operation code{};
        std::string frame{};
        mono_time since{};
    };

    const session_options& options_;
    session_events& events_;
    state state_ = state::closed;
    std::string out_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets of this connection's output
    std::uint8_t next_number_ = wire::cimd2::first_of_application;
    std::uint8_t expected_ = wire::cimd2::first_of_centre;  // the centre's next
    outstanding_requests requests_;
    std::vector<waiting_question> questions_;  // not written yet, in their order
    std::size_t window_ = 1;
    bool asks_window_ = false;    // by the login at hand
    std::size_t unanswered_ = 0;  // the centre's deliveries that wait for answer()
    last_delivery last_{};
    bool logout_written_ = false;
    mono_time since_{};  // of the state: login or logout written
    mono_time heard_at_{}, drain_until_{}, poll_at_{};
    bool paused_ = false;  // until paused_until_, as feed() and tick() find it
    mono_time paused_until_{};
    session_options::ms pause_{};
};

}  // namespace hermod::connectors::cimd2
