// What the API counts, for /metrics. Written by the API's threads, read by any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "api/routes.hpp"

namespace hermod::api {

struct counters {
    // By operation and status class (status / 100).
    std::array<std::array<std::atomic<std::uint64_t>, 6>, operation_count> requests{};
    std::atomic<std::uint64_t> messages_accepted{0}, messages_refused{0}, replays{0}, unauthorized{0}, turned_away{0};
    std::atomic<std::uint64_t> listeners{0}, events_dropped{0};
    // From the request's arrival at the handler to its answer, of accepted requests: at most so many microseconds, and longer.
    static constexpr std::array<int, 12> accept_bounds_micros{250,    500,    1'000,  1'500,   2'500,   5'000,
                                                              10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000};
    std::array<std::atomic<std::uint64_t>, accept_bounds_micros.size() + 1> accept_times{};
    std::atomic<std::uint64_t> accept_micros{0};

    void count(operation what, int status) {
        const auto status_class = static_cast<std::size_t>(status >= 100 && status < 600 ? status / 100 : 0);
        requests[static_cast<std::size_t>(what)][status_class].fetch_add(1, std::memory_order_relaxed);
    }
    void accepted_in(std::chrono::microseconds took) {
        std::size_t slot = 0;
        while (slot < accept_bounds_micros.size() && took.count() > accept_bounds_micros[slot]) ++slot;
        accept_times[slot].fetch_add(1, std::memory_order_relaxed);
        accept_micros.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
    }
};

}  // namespace hermod::api
