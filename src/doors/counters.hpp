// What the door counts. Written by the door and its shards, read by any thread.
#pragma once

#include <atomic>
#include <cstdint>

namespace hermod::doors {

struct counters {
    std::atomic<std::uint64_t> connections{0}, refused_connections{0};
    std::atomic<std::int64_t> open{0}, bound{0};
    std::atomic<std::uint64_t> binds{0}, bind_failures{0}, binds_not_listened_to{0};
    std::atomic<std::uint64_t> submits{0}, submits_refused{0}, submits_throttled{0};
    std::atomic<std::int64_t> held{0};           // accounts that answer nothing of what they are told
    std::atomic<std::uint64_t> submits_held{0};  // refused for that
    std::atomic<std::uint64_t> tellings{0}, tellings_taken{0}, tellings_later{0}, tellings_refused{0};
    std::atomic<std::uint64_t> pdu_errors{0}, oddities{0}, response_timeouts{0};
};

}  // namespace hermod::doors
