// When a callback that failed is tried again, and when we give up: the schedule of Standard Webhooks, about 76 hours.
//
// Pure. An event's place in the schedule follows from its age, so nothing about it needs to be stored: after a restart
// it is tried at once and then goes on as one of its age.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace hermod::callback {

// Between one attempt and the next; the first attempt is made at once.
inline constexpr std::array<std::chrono::seconds, 10> retry_delays{
    std::chrono::seconds(5), std::chrono::seconds(30), std::chrono::minutes(5), std::chrono::minutes(30), std::chrono::hours(2),
    std::chrono::hours(5),   std::chrono::hours(10),   std::chrono::hours(14),  std::chrono::hours(20),   std::chrono::hours(24)};

// The sum of the delays: an event younger than this is never given up for failed attempts.
constexpr std::chrono::seconds schedule_length() {
    std::chrono::seconds sum{0};
    for (const auto delay : retry_delays) sum += delay;
    return sum;
}

// How many attempts an event of this age has behind it, had all failed.
unsigned attempts_by_age(std::chrono::milliseconds age);

// The wait after `failed` attempts (1 or more), with up to a tenth more as jitter taken from `seed`.
std::chrono::milliseconds delay_after(unsigned failed, std::uint64_t seed);

// True when the attempt that just failed was the last.
bool exhausted(unsigned failed, std::chrono::milliseconds age);

}  // namespace hermod::callback
