// One application's session at our door, pure: octets, events and `now` in; octets and events out. The centre's half of UCP;
// the client's is session.hpp.
//
// Owned by a door_link (or a test), on its executor. Before a login is accepted nothing but 60 and 31 is parsed, and no frame
// above 512 octets is read. A session that waits (for its login's verdict, for answers to a full window, for the peer to read)
// reads nothing (doors/session.hpp). UCP has no goodbye: who ends a session answers what was asked, and closes; what comes
// meanwhile is not answered, so that the application knows it was not taken.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/ucp/transactions.hpp"
#include "doors/session.hpp"
#include "gateway/audience.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/frame.hpp"

namespace hermod::connectors::ucp {

inline constexpr std::size_t most_before_login = 512;  // octets of a frame, and of noise, before the login is accepted

struct door_timers {
    using ms = std::chrono::milliseconds;
    ms login{10'000};     // from the connection to a login
    ms keepalive{0};      // nothing heard for so long: 31; 0: never, since many applications do not know it
    ms inactivity{0};     // nothing at all heard for so long: closed; 0: never
    ms response{60'000};  // for the result of our 52, 53 and 31
    ms goodbye{5'000};    // for answers we still owe to an application that has said STYP 2
};

struct door_session_options {
    std::string alert_adc = "hermod";  // AdC of our 31
    door_timers timers;
    std::size_t max_output = 1u << 20;  // octets that the peer has not taken: beyond, nothing is read from it
};

enum class door_close : std::uint8_t {
    no_login,  // in time
    login_refused,
    peer_finished,  // STYP 2
    finished,       // ours: all is answered
    inactive,
    link_silent,  // our 31 was not answered
    not_reading,  // our output stood still for the response time
    not_ucp,
    speaks_http,
    speaks_tls,
};
std::string_view words(door_close reason);

enum class door_note : std::uint8_t {
    frame_error,        // damaged, or it cannot be read
    refused_operation,  // not served, or not now
    oddity,             // read all the same
    repeated_number,    // the same frame again before it was answered: passed over
    unknown_result,     // an answer to nothing
    response_timeout,
};

// What an answer needs to know of its operation.
struct door_question {
    std::uint8_t trn = 0;
    wire::ucp::operation_type ot{};
};

struct login_wish {
    std::string_view user, password;
};

// The owner of a session. What is borrowed is borrowed for the call. Operations are to be answered with answer() or refuse(),
// once, from within the call or later.
class door_session_events {
public:
    virtual void login_wanted(const login_wish& wish) = 0;
    // One of 01, 02, 03, 30, 51, 54, 55, 56.
    virtual void arrived(door_question question, const wire::ucp::pdu_variant& pdu) = 0;
    // Each token given to deliver(), once, at the latest by disconnected().
    virtual void heard(std::uint64_t token, told::kind is, wire::ucp::error_code code) = 0;
    virtual void noted(door_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(door_close why) = 0;
    // Each frame, whole or not, for the log.
    virtual void passed(bool outward, std::string_view frame) = 0;

protected:
    ~door_session_events() = default;
};

class door_session final : public doors::session {
public:
    // Both must outlive the session.
    door_session(const door_session_options& options, door_session_events& events) : options_(options), events_(events) {}

    void connected(mono_time now) override;
    void disconnected() override;
    std::size_t feed(doors::octets bytes, mono_time now) override {
        return feed(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), now);
    }
    std::size_t feed(std::string_view octets, mono_time now);
    bool waiting() const override;
    void tick(mono_time now) override;
    // Nothing more is taken; closes when all that was asked is answered.
    void start_drain(mono_time now, mono_time until) override;
    bool awaits_verdict() const override { return state_ == state::logging_in; }
    bool hears() const override { return state_ == state::ready; }
    std::size_t deliver_room() const override;
    std::size_t unanswered() const override { return unanswered_; }
    void take_output(std::vector<std::uint8_t>& into) override;
    bool has_output() const override { return !out_.empty(); }
    void written(std::size_t octets, mono_time now) override;

    // The verdict on the login: error_code::none, with the most operations that may wait for an answer and the most of ours.
    void login_decided(wire::ucp::error_code code, std::size_t window, std::size_t deliver_window, mono_time now);

    void answer(door_question question, std::string_view sm, std::string_view mvp = {});
    void refuse(door_question question, wire::ucp::error_code code, std::string_view sm = {});

    // 52 or 53; requires deliver_room() > 0. An error leaves nothing behind; the token is then not ours.
    wire::ucp::codec_result<void> deliver(std::uint64_t token, const wire::ucp::pdu_variant& pdu, mono_time now);
    // 57 or 58: its result is of no consequence. Lost when there is no number free.
    void inform(const wire::ucp::pdu_variant& pdu, mono_time now);

private:
    enum class state : std::uint8_t { open, logging_in, ready, finishing, closed };
    using operation_type = wire::ucp::operation_type;
    using error_code = wire::ucp::error_code;

    bool before_login() const { return state_ == state::open || state_ == state::logging_in; }
    bool may_write() const { return state_ == state::ready || state_ == state::finishing; }
    bool is_stranger(std::string_view octets);
    void on_broken(const wire::ucp::frame_result& cut);
    void on_unreadable(std::string_view frame, error_code suggested);
    void handle(std::string_view frame, mono_time now);
    void on_request(std::string_view frame, const wire::ucp::any_pdu& read, mono_time now);
    void on_login(door_question question, const wire::ucp::session_management& pdu, mono_time now);
    void on_message(std::string_view frame, const wire::ucp::any_pdu& read);
    void on_result(const wire::ucp::any_pdu& read);
    void answered(door_question question);
    void tick_ready(mono_time now);
    void time_out(mono_time now);
    void go_on_finishing(mono_time now);
    void finish(door_close why);
    bool is_noise(std::size_t octets);
    wire::ucp::codec_result<void> start(transaction what, const wire::ucp::pdu_variant& pdu);
    wire::ucp::codec_result<void> write(unsigned trn, const wire::ucp::pdu_variant& pdu);
    void write_nak(unsigned trn, operation_type ot, error_code code, std::string_view sm = {});
    transactions& ours();

    const door_session_options& options_;
    door_session_events& events_;
    std::string out_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets of this connection's output
    std::unique_ptr<transactions> ours_;     // made with the first: most of many sessions are idle
    // Of the frame under each number that waits for its answer; 0: none.
    std::unique_ptr<std::array<std::uint32_t, wire::ucp::trn_count>> theirs_;
    mono_time since_{}, heard_at_{}, finish_by_{}, moved_at_{};
    std::size_t window_ = 1, deliver_window_ = 1, unanswered_ = 0, delivering_ = 0, noise_ = 0;
    door_question login_{};
    state state_ = state::open;
    door_close finish_why_ = door_close::finished;
    bool asked_ = false;  // our 31 is out
};

}  // namespace hermod::connectors::ucp
