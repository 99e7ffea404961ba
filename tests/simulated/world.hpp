// A lane, an SMPP session and a centre, joined by a network of two queues, all under one timeline: the way of step 5 without
// a socket, a thread or a clock. The outlet between lane and session is this class: connector.cpp and link.cpp do the same
// with coroutines (a turn gathers, its end tells ready() once and writes; one write at a time; what was not written when the
// connection ends never left). One bind; it comes back after half a second and more.
#pragma once

#include <memory>
#include <optional>

#include "centre.hpp"
#include "connectors/smpp/outgoing.hpp"
#include "connectors/smpp/session.hpp"
#include "deliver/lane.hpp"
#include "shelf.hpp"

namespace hermod::simulated {

struct plan {
    std::uint64_t seed = 1;
    std::size_t messages = 10'000, active = 10'000, window = 50;
    bool resend_unsure = true;
    habits centre;
};

class world final : public outlet, public connectors::smpp::session_events {
public:
    explicit world(const plan& as);

    void run_for(micros time) { time_.run_for(time); }
    // Ends as a service does: what is on the wire is waited for, what is claimed and unsent goes back.
    void stop();
    // The process dies and is there again: the lane, the session and what was not durable are gone, what the kernel had is not.
    void crash();

    const shelf& store() const { return shelf_; }
    const centre& network() const { return centre_; }
    const deliver::lane_counters& counters() const { return lane_->counters(); }
    bool idle() const { return lane_->idle() && shelf_.idle(); }
    std::size_t notes(connectors::smpp::session_note what) const { return notes_[static_cast<std::size_t>(what)]; }

    // outlet
    std::size_t capacity() const override { return stopping_ ? 0 : session_->room(); }
    std::size_t window() const override { return options_.window; }
    void send(outbound part) override;
    void flush() override;

private:
    // session_events
    void bound() override { failures_ = 0; }
    void bind_refused(wire::smpp::command_status) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration) override { lane_->settled(token, std::move(result)); }
    void arrived(std::uint32_t, const wire::smpp::deliver_sm&) override;
    void arrived(std::uint32_t, const wire::smpp::data_sm&) override;
    void answered(std::uint64_t, const connectors::smpp::answer_to_question&) override {}
    void alerted(const wire::smpp::alert_notification&) override {}
    void noted(connectors::smpp::session_note what) override { ++notes_[static_cast<std::size_t>(what)]; }
    void close_me(connectors::smpp::close_reason) override { closing_ = true; }
    void passed(bool, wire::smpp::octets) override {}

    void live();
    void connect();
    void lost();
    void written(std::uint64_t connection);
    void to_us(std::vector<std::uint8_t> octets);
    void hung_up();
    void heard(const std::vector<std::uint8_t>& octets);
    void tick_session();
    void tick_lane();
    void turn(auto what);

    timeline time_;
    dice luck_;
    connectors::smpp::session_options options_;
    connectors::smpp::translation_options translation_;
    shelf shelf_;
    centre centre_;
    deliver::lane_options lane_options_;
    std::optional<connectors::smpp::outgoing> translator_;
    std::optional<connectors::smpp::session> session_;
    std::unique_ptr<deliver::lane> lane_;
    deliver::lane* served_ = nullptr;
    std::vector<std::uint8_t> writing_, in_;
    std::uint64_t connection_ = 0;
    mono_time last_out_{}, last_in_{};
    std::size_t failures_ = 0;
    // By session_note; the last one gives the size.
    std::array<std::size_t, static_cast<std::size_t>(connectors::smpp::session_note::destination_refused) + 1> notes_{};
    bool connected_ = false, write_in_flight_ = false, closing_ = false, in_turn_ = false, starved_ = true, stopping_ = false;
};

}  // namespace hermod::simulated
