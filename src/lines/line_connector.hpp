// What every connector is that holds lines to a network: it chooses the line that a part goes by, keeps the rate, hands
// over what comes in and answers it when it is durable, counts, says how it is, and stops.
//
// A protocol's connector derives from it, adds its lines with their sessions, and translates: put() outward; inward it calls
// report() or accept() with what its session has read.
// A turn is one batch of work on the executor: octets read, a tick, the store's replies. What is sent meanwhile gathers
// and leaves in one write a line when the turn ends; ready() is told once, at its end. One executor, the owner's;
// construct, use and destroy it there. stop()'s done comes when every line has ended and the store has answered all that
// was reported: destroy it then, or after the store has stopped.
#pragma once

#include <array>
#include <utility>

#include "gateway/connector.hpp"
#include "gateway/pacing.hpp"
#include "lines/carried.hpp"
#include "lines/deliveries.hpp"
#include "lines/line.hpp"
#include "net/ticker.hpp"

namespace hermod::lines {

// What such a connector is given; what stands here by reference outlives it.
struct surroundings {
    boost::asio::any_io_executor executor;
    clock_functions clocks;
    inbox& in;
    receipts& reports;
    outlet_events& events;
};

class line_connector : public connector, public line_home {
public:
    // Keeps a copy of the options. `acceptor`: closed when the connector stops; null: nobody may call.
    line_connector(const surroundings& around, const line_options& options, line_tls tls, acceptor_ptr acceptor = nullptr);

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;

    std::size_t capacity() const override;
    std::size_t window() const override { return window_; }
    void send(outbound part) override;
    void flush() override;

    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    mono_time now() const override { return in_turn_ ? now_ : clocks_.mono(); }
    wall_time wall() const { return in_turn_ ? wall_ : clocks_.wall(); }
    connector_counters& numbers() override { return counters_; }
    bool rate_allows() const override { return !bucket_.limits() || bucket_.available() > 0; }

    // For what has come in by the present connection of `by`; its session is answered when it is known what became of it.
    void report(line& by, std::uint64_t key, remote_receipt receipt);
    // `in` says what the network says: from, to, body, header; the rest is filled in here.
    void accept(line& by, std::uint64_t key, submission in);

protected:
    enum class way : std::uint8_t { out, called };  // connects, or waits at the acceptor
    // Before start().
    void add_line(std::unique_ptr<session> protocol, bool sends = true, way made = way::out);
    const std::vector<std::shared_ptr<line>>& all_lines() const { return lines_; }

    // Parts that a derived class has taken and not sent yet: they count against the rate.
    virtual std::size_t held_back() const { return 0; }
    // A turn is about to end: what a derived class has held back goes now.
    virtual void turn_closes() {}

    // The line for this part: the one that has the message's other parts, or the one with the most room; null: none is usable.
    line* choose(const outbound& part);
    void send_by(line* by, outbound part);  // null: comes back
    // For who holds parts back: whoever feeds us must look again, even if there was room before.
    void look_again() { starved_ = true; }
    void feel_full() { starved_ = starved_ || capacity() == 0; }
    // put() has sent so many: they count against the rate.
    void spent(std::size_t parts) {
        if (bucket_.limits()) bucket_.take(parts);
    }
    // A verdict that send() or put() must not give from within.
    void settle_soon(std::uint64_t token, verdict result);
    // A part that needs nothing sent, see carried.hpp.
    void carry(const outbound& part) { carried_.add(part, options_.id, wall()); }
    // On the executor, not from within; never after this is gone.
    void post(std::function<void()> what);

private:
    void turn_begins() override;
    void turn_ends() override;
    void line_ended() override;
    line* roomiest();
    void settle_overdue();
    void tick(mono_time now);
    void gauge();
    void leave_if_done();
    void wait_for_rate();

    // Which line a long message goes by: remembered for the last few, by the low bits of its id.
    struct pin {
        message_id id;
        line* by = nullptr;
    };

    boost::asio::any_io_executor executor_;
    line_options options_;
    clock_functions clocks_;
    inbox& inbox_;
    outlet_events& events_;
    line_tls tls_;
    acceptor_ptr acceptor_;
    token_bucket bucket_{options_.rate, options_.burst};
    std::shared_ptr<connector_counters> counted_ = options_.counters ? options_.counters : std::make_shared<connector_counters>();
    connector_counters& counters_ = *counted_;
    std::vector<std::shared_ptr<line>> lines_;
    std::array<pin, 256> pins_{};
    deliveries deliveries_;
    carried_parts carried_;
    std::vector<std::pair<std::uint64_t, verdict>> overdue_, settling_;
    net::ticker ticker_;
    boost::asio::steady_timer next_allowed_;  // by the rate
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    mono_time now_{}, stop_by_{};
    wall_time wall_{};
    bool in_turn_ = false, overdue_posted_ = false, starved_ = true, stopping_ = false, waiting_for_rate_ = false;
    std::size_t running_ = 0, senders_ = 0, window_ = 0;
    std::function<void()> done_;
};

}  // namespace hermod::lines
