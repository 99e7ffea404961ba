// The wall clock as the house believes it. A clock that is set forward or back by a minute or more is not believed at once: for
// ten minutes the old time goes on, by the clock that nobody sets. A step that is taken back meanwhile has then done nothing;
// what else it could do cannot be taken back: expire every message that waits, send those of tomorrow today. A clock that stays
// is followed.
//
// Pure: it is told both clocks. `mono` must count the time that the machine sleeps, which then is no step. Any thread.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace hermod::net {

class believed_clock {
public:
    enum class news { stepped, stepped_back, followed };  // another time; the old one again; the other is believed
    // `heard`: with how far the wall clock is from what was expected. No lock is held.
    using listener = std::function<void(news what, std::chrono::microseconds off)>;

    static constexpr std::chrono::seconds least_step{60};
    static constexpr std::chrono::minutes patience{10};

    explicit believed_clock(listener heard = {}) : heard_(std::move(heard)) {}

    wall_time at(wall_time wall, std::chrono::microseconds mono);

private:
    wall_time in_doubt(wall_time wall, std::chrono::microseconds mono,
                       std::vector<std::pair<news, std::chrono::microseconds>>& heard);

    static constexpr std::int64_t unknown = INT64_MIN;
    std::atomic<std::int64_t> offset_{unknown};  // of the wall from mono, microseconds
    std::atomic<bool> doubting_{false};
    std::mutex mutex_;  // guards what follows; the usual way does not take it
    std::chrono::microseconds since_{}, off_{};
    listener heard_;
};

}  // namespace hermod::net
