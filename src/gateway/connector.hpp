// What app/ needs of every connector, whatever it speaks: start, stop, health. A connector owns its sessions and lives
// on one executor; construction and all calls happen there, `health` may be read from any thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/outlet.hpp"
#include "gateway/visits.hpp"

namespace hermod {

class modem_pool;  // modems.hpp

// Counters that any thread may read; written by the connector's own.
struct connector_counters {
    std::atomic<std::uint64_t> parts_sent{0}, parts_refused{0}, parts_deferred{0}, parts_unsure{0};
    std::atomic<std::uint64_t> throttled{0}, receipts_in{0}, messages_in{0};
    std::atomic<std::uint64_t> pdu_errors{0}, oddities{0}, connects{0}, disconnects{0}, bind_failures{0}, response_timeouts{0};
    std::atomic<std::uint32_t> binds_up{0}, window_used{0}, window_size{0};
    // Submit round trips: at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000 ms, and longer.
    static constexpr std::array<int, 11> round_trip_bounds_ms{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000};
    std::array<std::atomic<std::uint64_t>, 12> round_trips{};
    std::atomic<std::uint64_t> round_trip_micros{0};
};

class connector : public outlet {
public:
    virtual void start() = 0;
    // Stops taking parts, lets the window drain until the deadline, unbinds, closes; then calls done once.
    virtual void stop(std::chrono::milliseconds deadline, std::function<void()> done) = 0;
    virtual const connector_counters& counters() const = 0;
    // One word and one sentence for people: "bound", "2 of 2 binds up"; "connecting", "connection refused".
    struct condition {
        bool usable = false;
        std::string word, sentence;
    };
    virtual condition health() const = 0;  // the connector's executor
    // For requests to paths of its own on the program's HTTP server; null: it has none. As long as the connector lives.
    virtual visited* visits() { return nullptr; }
    // What it has of modems; null: none. As long as the connector lives.
    virtual modem_pool* modems() { return nullptr; }
};

}  // namespace hermod
