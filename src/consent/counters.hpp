// What is counted of opt-outs, for /metrics. Written and read by any thread.
#pragma once

#include <atomic>
#include <cstdint>

namespace hermod::consent {

struct counters {
    std::atomic<std::uint64_t> heard[4]{};           // words of handsets, by consent::word
    std::atomic<std::uint64_t> unrecorded{0};        // of them: from what is no international number
    std::atomic<std::uint64_t> refused{0};           // messages that were refused when they were handed in
    std::atomic<std::uint64_t> refused_waiting{0};   // that waited already
    std::atomic<std::uint64_t> answered{0}, not_answered{0};
};

}  // namespace hermod::consent
