// One application's session at our door, pure: octets, events and `now` in; octets and events out. The centre's half of CIMD2;
// the application's is session.hpp.
//
// Owned by a door_link (or a test), on its executor. Before a login is accepted nothing but a login is parsed, and no packet
// above 512 octets is read. A session that waits (for its login's verdict, for answers to a full window, for the peer to read)
// reads nothing: doors/session.hpp. A packet that is sent again is answered again and told once. docs/protocols/cimd2.md,
// "Server".
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "connectors/cimd2/outstanding.hpp"
#include "connectors/cimd2/repeats.hpp"
#include "doors/session.hpp"
#include "gateway/audience.hpp"
#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"

namespace hermod::connectors::cimd2 {

inline constexpr std::size_t most_before_login = 512;  // octets of a packet before the login is accepted

struct door_timers {
    using ms = std::chrono::milliseconds;
    ms login{5'000};      // from the connection to a login
    ms alive{60'000};     // nothing heard for so long: ask; 0: never
    ms inactivity{0};     // no message either way for so long: close; 0: never
    ms response{60'000};  // for the answer to what we deliver, and to our alive
    ms logout{5'000};     // for answers we still owe after the application's logout
};

struct door_session_options {
    door_timers timers;
    std::size_t max_packet_length = wire::cimd2::max_packet_length;
    std::size_t max_output = 1u << 20;  // octets that the peer has not taken: beyond, nothing is read from it
};

enum class door_close : std::uint8_t {
    no_login,  // `login` ran out
    login_refused,
    logged_out,
    closed_by_us,
    inactive,
    link_silent,      // alive was not answered
    not_reading,      // our output stood still for the response time
    answers_missing,  // as many deliveries without an answer as the window has places
    out_of_step,      // a nack that no resending mends
    bad_framing,      // a packet without an end
    speaks_http,
    speaks_tls,
};
std::string_view words(door_close reason);

enum class door_note : std::uint8_t {
    packet_error,      // could not be read, or may not be asked in this state
    oddity,            // read all the same, or octets outside any packet
    retransmission,    // a request that we have had: answered again
    nack,              // the application expected another number
    unknown_response,  // an answer to nothing
    response_timeout,
};

struct login_wish {
    std::string_view user_identity, password, subaddress;
};

// The verdict on a login. error_code 0 accepts; the rest is then the account's.
struct login_verdict {
    std::int32_t error_code = 0;
    std::size_t window = 100, deliver_window = 100;  // the most without an answer, either way; the login may ask for less
    bool write_checksum = true;
    wire::cimd2::checksum_rule checksum = wire::cimd2::checksum_rule::if_present;
    bool numbers_in_order = false;  // a packet with another number than the next is not taken, but nacked
};

// The owner of a session. What is borrowed is borrowed for the call. Requests are to be answered with answer() or refuse(),
// once, from within the call or later.
class door_session_events {
public:
    virtual void login_wanted(const login_wish& wish) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::submit_message& pdu) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::enquire_message_status& pdu) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::delivery_request& pdu) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::cancel_message& pdu) = 0;
    virtual void arrived(std::uint8_t number, const wire::cimd2::get& pdu) = 0;
    // Each token given to deliver(), once, at the latest by disconnected().
    virtual void heard(std::uint64_t token, told::kind is, std::int32_t error_code) = 0;
    virtual void noted(door_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(door_close why) = 0;
    // Each whole packet, for the log.
    virtual void passed(bool outward, wire::cimd2::octet_view frame) = 0;

protected:
    ~door_session_events() = default;
};

class door_session final : public doors::session {
public:
    using operation = wire::cimd2::operation;
    using octet_view = wire::cimd2::octet_view;
    enum class state : std::uint8_t { open, verifying, logged_in, leaving, closed };

    // Both must outlive the session.
    door_session(const door_session_options& options, door_session_events& events) : options_(options), events_(events) {}

    void connected(mono_time now) override;
    void disconnected() override;
    std::size_t feed(doors::octets bytes, mono_time now) override;
    bool waiting() const override;
    void tick(mono_time now) override;

    void login_decided(const login_verdict& verdict, mono_time now);

    template <class Response>
    void answer(std::uint8_t number, const Response& pdu) {
        answered();
        if (!may_write()) return;
        const std::size_t start = out_.size();
        write(number, pdu);
        if (repeats_) repeats_->answered(number, std::string_view(out_).substr(start));
    }
    // With an error code, and its words, in the request's own response.
    void refuse(std::uint8_t number, operation request, std::int32_t error_code);

    std::size_t deliver_room() const override;
    bool hears() const override { return state_ == state::logged_in; }
    bool awaits_verdict() const override { return state_ == state::verifying; }
    // deliver_message or deliver_status_report; requires deliver_room() > 0. An error leaves nothing behind; the token is then
    // not ours.
    template <class Delivery>
    wire::cimd2::codec_result<void> deliver(std::uint64_t token, const Delivery& pdu, mono_time now,
                                            const wire::cimd2::parameters& extra = {});
    // Nothing is submitted any more; closes when all that was asked and told is answered, or at `until`: a centre has no word
    // for it.
    void start_drain(mono_time now, mono_time until) override;

    void take_output(std::vector<std::uint8_t>& into) override;
    bool has_output() const override { return !out_.empty(); }
    void written(std::size_t count, mono_time now) override;

    state now_state() const { return state_; }
    std::size_t unanswered() const override { return unanswered_; }
    std::size_t delivering() const;

private:
    using header = wire::cimd2::header;
    using error_code_value = wire::cimd2::error_code_value;

    bool sniff(octet_view bytes);
    void handle(octet_view frame, mono_time now);
    void on_unreadable(octet_view frame, const wire::cimd2::codec_error& fault, mono_time now);
    void on_request(const header& head, octet_view frame, mono_time now);
    void on_login(const header& head, octet_view frame, mono_time now);
    template <class Request>
    void on_asked(const header& head, octet_view frame, mono_time now);
    bool is_repeated(const header& head, octet_view frame);
    bool is_in_order(const header& head);
    void took(std::uint8_t number);
    void on_logout(const header& head, mono_time now);
    void on_response(const header& head, octet_view frame, mono_time now);
    void on_delivery_answer(const outstanding_request& request, std::int32_t error_code, mono_time now);
    void on_nack(const header& head, mono_time now);
    void resend(outstanding_request& request, mono_time now);
    void answered();
    bool may_write() const { return state_ == state::logged_in || state_ == state::leaving; }
    void tick_logged_in(mono_time now);
    void ask_if_silent(mono_time now);
    void time_out_deliveries(mono_time now);
    void go_on_leaving(mono_time now);
    void finish(door_close why);
    template <class Request>
    wire::cimd2::codec_result<void> write_request(std::uint64_t token, const Request& pdu, mono_time now,
                                                  const wire::cimd2::parameters& extra);
    // What does not fit its parameters is answered with an error: that is a bug, and the application must not wait for ever.
    template <class Pdu>
    void write(std::uint8_t number, const Pdu& pdu) {
        const std::size_t start = out_.size();
        const wire::cimd2::encode_options how{.checksum = terms_.write_checksum};
        if (!wire::cimd2::encode(out_, number, pdu, how))
            (void)wire::cimd2::encode(
                out_, number,
                wire::cimd2::general_error_response{static_cast<std::int32_t>(error_code_value::general_system_error), {}}, how);
        wrote_from(start);
    }
    void write_error(std::uint8_t number, std::int32_t error_code);
    void wrote_from(std::size_t start);

    const door_session_options& options_;
    door_session_events& events_;
    std::string out_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets of this connection's output
    outstanding_requests requests_;          // ours: deliveries, and alive
    std::unique_ptr<repeats> repeats_;       // made with the first request: most of many logins are idle
    login_verdict terms_;
    mono_time since_{};  // of the state
    mono_time heard_at_{}, busy_at_{}, drain_until_{}, moved_at_{};
    std::size_t asked_window_ = 1, unanswered_ = 0;
    std::uint8_t next_number_ = wire::cimd2::first_of_centre, login_number_ = 0, logout_number_ = 0;
    std::uint8_t expected_ = wire::cimd2::first_of_application;  // the application's next
    state state_ = state::open;
    bool heard_anything_ = false, logs_out_ = false;
    door_close leaving_for_ = door_close::closed_by_us;
};

}  // namespace hermod::connectors::cimd2
