// When what was not taken is told again, and when we give up. Two schedules: web servers have that of Standard Webhooks,
// about 76 hours; a session, which answers "not now" for a moment, is asked again soon and every minute, for as long.
//
// Pure. An event's place in the schedule follows from its age, so nothing about it needs to be stored: after a restart
// it is tried at once and then goes on as one of its age.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>

namespace hermod::callback {

struct retry_schedule {
    // Between one attempt and the next; the first attempt is made at once, and the last delay stays.
    std::span<const std::chrono::seconds> delays;
    // An event younger than this is never given up for failed attempts.
    std::chrono::seconds length;

    // How many attempts an event of this age has behind it, had all failed; no more than there are delays.
    unsigned attempts_by_age(std::chrono::milliseconds age) const;
    // The wait after `failed` attempts (1 or more), with up to a tenth more as jitter taken from `seed`.
    std::chrono::milliseconds delay_after(unsigned failed, std::uint64_t seed) const;
    // True when the attempt that just failed was the last.
    bool exhausted(unsigned failed, std::chrono::milliseconds age) const;
};

inline constexpr std::array<std::chrono::seconds, 10> web_delays{
    std::chrono::seconds(5), std::chrono::seconds(30), std::chrono::minutes(5), std::chrono::minutes(30), std::chrono::hours(2),
    std::chrono::hours(5),   std::chrono::hours(10),   std::chrono::hours(14),  std::chrono::hours(20),   std::chrono::hours(24)};
inline constexpr std::array<std::chrono::seconds, 6> session_delays{std::chrono::seconds(1),  std::chrono::seconds(2),
                                                                    std::chrono::seconds(5),  std::chrono::seconds(10),
                                                                    std::chrono::seconds(30), std::chrono::seconds(60)};

constexpr std::chrono::seconds sum_of(std::span<const std::chrono::seconds> delays) {
    std::chrono::seconds sum{0};
    for (const auto delay : delays) sum += delay;
    return sum;
}

inline constexpr retry_schedule for_web_servers{web_delays, sum_of(web_delays)};
inline constexpr retry_schedule for_sessions{session_delays, for_web_servers.length};

}  // namespace hermod::callback
