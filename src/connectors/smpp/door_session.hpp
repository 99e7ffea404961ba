// One application's session at our door, pure: octets, events and `now` in; octets and events out. The server's half of SMPP
// 3.3 to 5.0; the client's is session.hpp.
//
// Owned by a door_link (or a test), on its executor. Before a bind is accepted nothing but bind, enquire_link, unbind and
// generic_nack is parsed, and no PDU above 1 KiB is read. A session that waits (for its bind's verdict, for answers to a full
// window, for the peer to read) reads nothing: waiting() says so, and the owner feeds it again when it is over. So a peer that
// sends too fast waits in its own socket. SMPP 5.0 sections 2 and 4.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "connectors/smpp/outstanding.hpp"
#include "doors/session.hpp"
#include "gateway/audience.hpp"
#include "wire/smpp/decode.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::connectors::smpp {

inline constexpr std::size_t most_before_bind = 1024;  // octets of a PDU before the bind is accepted

enum class bind_role : std::uint8_t { none, transmitter, receiver, transceiver };

struct door_timers {
    using ms = std::chrono::milliseconds;
    ms session_init{5'000};   // from the connection to a bind
    ms enquire_link{30'000};  // nothing heard for so long: ask; 0: never
    ms inactivity{0};         // no message either way for so long: unbind; 0: never
    ms response{60'000};      // for the answer to our deliver_sm and enquire_link
    ms unbind{5'000};         // for the answer to our unbind, and for answers we still owe after the peer's
};

struct door_session_options {
    std::string system_id = "hermod";  // in bind responses
    door_timers timers;
    std::size_t max_pdu_length = wire::smpp::max_pdu_length;
    std::size_t max_output = 1u << 20;  // octets that the peer has not taken: beyond, nothing is read from it
};

enum class door_close : std::uint8_t {
    no_bind,  // session_init ran out
    bind_refused,
    peer_unbound,
    unbound,  // our unbind was answered
    unbind_timed_out,
    link_silent,  // enquire_link was not answered
    not_reading,  // our output stood still for the response time
    bad_framing,
    speaks_http,
    speaks_tls,
};
std::string_view words(door_close reason);

enum class door_note : std::uint8_t {
    pdu_error,         // could not be read, or may not be asked in this state or role
    oddity,            // read all the same
    unknown_response,  // an answer to nothing
    response_timeout,
};

struct bind_wish {
    wire::smpp::command_id request{};
    bind_role role = bind_role::none;
    std::string_view system_id, password, system_type, address_range;
    std::uint8_t version = wire::smpp::version_3_4;
};

// The owner of a session. What is borrowed is borrowed for the call. Requests are to be answered with answer() or refuse(),
// once, from within the call or later.
class door_session_events {
public:
    virtual void bind_wanted(std::uint32_t sequence, const bind_wish& wish) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::submit_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::submit_multi& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::query_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::cancel_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::replace_sm& pdu) = 0;
    // Only where bind_decided() said that they are served.
    virtual void arrived(std::uint32_t sequence, const wire::smpp::broadcast_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::query_broadcast_sm& pdu) = 0;
    virtual void arrived(std::uint32_t sequence, const wire::smpp::cancel_broadcast_sm& pdu) = 0;
    // Each token given to deliver(), once, at the latest by disconnected().
    virtual void heard(std::uint64_t token, told::kind is, wire::smpp::command_status status) = 0;
    virtual void noted(door_note what) = 0;
    // Write what is left, then close the connection. Nothing more is read.
    virtual void close_me(door_close why) = 0;
    // Each whole PDU, for the log.
    virtual void passed(bool outward, wire::smpp::octets frame) = 0;

protected:
    ~door_session_events() = default;
};

class door_session final : public doors::session {
public:
    enum class state : std::uint8_t { open, binding, bound, unbinding, closed };

    // Both must outlive the session.
    door_session(const door_session_options& options, door_session_events& events) : options_(options), events_(events) {}

    void connected(mono_time now) override;
    void disconnected() override;
    // Returns the octets it has used. The rest is the beginning of a PDU, or must wait: give it again with what follows, and
    // when waiting() is over.
    std::size_t feed(wire::smpp::octets octets, mono_time now) override;
    bool waiting() const override;
    void tick(mono_time now) override;

    // The verdict on the bind: ESME_ROK, with the most submits that may wait for an answer and the most deliver_sm, and
    // whether this application may broadcast.
    void bind_decided(wire::smpp::command_status status, std::size_t window, std::size_t deliver_window, mono_time now,
                      bool broadcasts = false);

    template <class Pdu>
    void answer(std::uint32_t sequence, const Pdu& pdu,
                wire::smpp::command_status status = wire::smpp::command_status::esme_rok) {
        answered();
        if (!may_write()) return;
        const std::size_t start = out_.size();
        // What we answer with fits its fields; a header alone would be the answer to what does not.
        if (!wire::smpp::encode(out_, sequence, pdu, status))
            wire::smpp::encode_header(out_, Pdu::id, wire::smpp::command_status::esme_rsyserr, sequence);
        wrote_from(start);
    }
    void refuse(std::uint32_t sequence, wire::smpp::command_id request, wire::smpp::command_status status);

    // Room for so many deliver_sm.
    std::size_t deliver_room() const override;
    bool hears() const override {
        return state_ == state::bound && (role_ == bind_role::receiver || role_ == bind_role::transceiver);
    }
    // deliver_sm or data_sm; requires deliver_room() > 0. An error leaves nothing behind; the token is then not ours.
    template <class Pdu>
    wire::smpp::codec_result<void> deliver(std::uint64_t token, const Pdu& pdu, mono_time now);
    // Never answered, and lost when the peer does not read.
    void notify(const wire::smpp::alert_notification& pdu);
    // No requests are taken any more; unbinds when all that was asked is answered, or at drain_until.
    void start_drain(mono_time now, mono_time drain_until) override;

    // Exchanges the output for `into`, which must be empty.
    void take_output(std::vector<std::uint8_t>& into) override;
    bool has_output() const override { return !out_.empty(); }
    void written(std::size_t octets, mono_time now) override;

    bool awaits_verdict() const override { return state_ == state::binding; }
    state now_state() const { return state_; }
    bind_role role() const { return role_; }
    std::uint8_t version() const { return version_; }
    std::size_t unanswered() const override { return unanswered_; }

private:
    using octets = wire::smpp::octets;
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;
    using header = wire::smpp::header;

    void handle(octets frame, mono_time now);
    void on_request(const header& head, octets frame, mono_time now);
    void on_response(const header& head, octets frame, mono_time now);
    template <class Bind>
    void on_bind(octets frame, bind_role role, mono_time now);
    template <class Pdu>
    void on_message(octets frame, mono_time now);
    void on_unbind(const header& head, mono_time now);
    void on_delivery_answer(const header& head, mono_time now);
    void answered();
    bool may_write() const { return state_ == state::bound || state_ == state::unbinding; }
    void tick_bound(mono_time now);
    void time_out_deliveries(mono_time now);
    void go_on_unbinding(mono_time now);
    void finish(door_close why);
    void lost_framing(const wire::smpp::frame_result& cut, octets rest);
    void write_header(command_id id, command_status status, std::uint32_t sequence);
    void wrote_from(std::size_t start);
    std::uint32_t take_sequence();

    const door_session_options& options_;
    door_session_events& events_;
    std::vector<std::uint8_t> out_;
    std::uint64_t taken_ = 0, written_ = 0;          // octets of this connection's output
    std::optional<outstanding_submits> deliveries_;  // made with the first: most of many binds are idle
    mono_time since_{};                              // of the state
    mono_time heard_at_{}, asked_at_{}, busy_at_{}, drain_until_{}, moved_at_{};
    std::size_t window_ = 1, deliver_window_ = 1, unanswered_ = 0;
    std::uint32_t next_sequence_ = 1, bind_sequence_ = 0, enquire_sequence_ = 0, unbind_sequence_ = 0, peer_unbind_ = 0;
    command_id bind_request_{};
    state state_ = state::open;
    bind_role role_ = bind_role::none;
    std::uint8_t version_ = wire::smpp::version_3_4;
    bool peer_unbinds_ = false, broadcasts_ = false;
};

}  // namespace hermod::connectors::smpp
