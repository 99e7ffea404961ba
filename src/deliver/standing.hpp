// How one connector stands: whether it takes messages, how much of its share it gets, how well it did lately; and what follows
// for its lane: how much may be on the wire, and whether what is queued goes elsewhere. Pure: told the time, a few times a second.
// One executor: the connector's; owned by its lane's host. What others may read of it, it writes into a row of the board.
#pragma once

#include <atomic>
#include <limits>
#include <string>

#include "deliver/circuit.hpp"
#include "gateway/connector.hpp"
#include "message/verdict.hpp"

namespace hermod::deliver {

// What people have said about a queue.
enum class queue_order : std::uint8_t {
    open = 0,
    paused = 1,    // nothing leaves, nothing new is sent here while there is another way
    draining = 2,  // nothing new comes here, what is queued goes elsewhere or, where there is no other way, leaves
};
constexpr const char* to_text(queue_order o) {
    switch (o) {
        case queue_order::open: return "open";
        case queue_order::paused: return "paused";
        case queue_order::draining: return "draining";
    }
    return "?";
}

struct health_options {
    std::chrono::milliseconds move_after{300};   // without a bind, before what is queued goes elsewhere
    std::chrono::milliseconds start_within{5'000};  // from the program's start, before a connector that was never bound counts as gone
    std::chrono::milliseconds slow_start{8'000};  // from a tenth of its share to all of it
    circuit_options errors;
};

// Read from any thread; written by one: the standing, but for the two that say otherwise.
struct board_row {
    std::atomic<bool> usable{true};
    std::atomic<float> share{1};
    std::atomic<circuit_state> circuit{circuit_state::closed};
    std::atomic<queue_order> order{queue_order::open};
    static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();
    std::atomic<std::uint32_t> delivered{unknown};   // thousandths of those that ended lately
    std::atomic<std::uint32_t> latency_ms{unknown};  // of a submit, lately
    // Written by the store's thread: messages that ended here, and of them those that were delivered.
    std::atomic<std::uint64_t> ended{0}, ended_well{0};
};

class standing {
public:
    static constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

    standing(health_options options, board_row& shown) : options_(options), shown_(shown), circuit_(options.errors) {}

    void order(queue_order what);
    // Its errors are forgotten; other options hold for it from now on.
    void begin_anew(const health_options& as);
    queue_order ordered() const { return order_; }
    // `numbers`: the connector's, null if there is none. True when usable() is another than before.
    bool look(bool bound, const connector_counters* numbers, mono_time now);
    void tried(const verdict& result);

    bool usable() const { return usable_; }
    circuit_state errors() const { return circuit_.is(); }
    // Parts that may be on the wire at once; 0: what is claimed and unsent goes back to the queue.
    std::size_t allowed() const;
    // What is queued goes elsewhere, if there is somewhere.
    bool leaving() const { return order_ == queue_order::draining || gone_ || circuit_.is() == circuit_state::open; }
    // "no bind is up", "its circuit is open, ...", for events and people; empty while usable.
    std::string why() const;

private:
    void measure(const connector_counters* numbers, mono_time now);
    void publish();

    health_options options_;
    board_row& shown_;
    circuit circuit_;
    queue_order order_ = queue_order::open;
    bool bound_ = false, was_bound_ = false, gone_ = false, usable_ = true, looked_ = false, was_gone_ = false;
    mono_time now_{}, began_{}, unbound_since_{}, recovered_{}, measured_{};
    // Lately: older ones weigh less and less.
    double ended_ = 0, ended_well_ = 0, trips_ = 0, trip_micros_ = 0;
    std::uint64_t seen_ended_ = 0, seen_well_ = 0, seen_trips_ = 0, seen_micros_ = 0;
};

}  // namespace hermod::deliver
