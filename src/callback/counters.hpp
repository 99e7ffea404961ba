// What callback/ counts. Written by the shards, read by any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace hermod::callback {

struct counters {
    // Attempts by what came of them; a batch is one attempt.
    std::atomic<std::uint64_t> attempts_2xx{0}, attempts_3xx{0}, attempts_4xx{0}, attempts_5xx{0};
    std::atomic<std::uint64_t> attempts_unreachable{0};  // no address, no connection, no or a bad answer
    std::atomic<std::uint64_t> attempts_forbidden{0};    // the address guard refused
    // Events.
    std::atomic<std::uint64_t> events_answered{0}, events_retried{0}, events_dead{0};
    std::atomic<std::uint64_t> pending{0};  // in memory, with their content or as an id
    std::atomic<std::uint64_t> endpoints{0}, circuits_opened{0}, connects{0};
    // Attempts that took at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000 ms, and longer.
    static constexpr std::array<int, 11> latency_bounds_ms{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000};
    std::array<std::atomic<std::uint64_t>, 12> latencies{};
    std::atomic<std::uint64_t> latency_micros{0};
};

}  // namespace hermod::callback
