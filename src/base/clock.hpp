// The two times of the house. Only net/ and app/ read a clock; everyone else is told `now`.
//
// wall_time: what is stored and shown, UTC, microseconds. mono_time: what timers are measured with.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hermod {

using wall_time = std::chrono::sys_time<std::chrono::microseconds>;
using mono_time = std::chrono::steady_clock::time_point;

inline std::int64_t to_micros(wall_time t) { return t.time_since_epoch().count(); }
inline wall_time from_micros(std::int64_t us) { return wall_time{std::chrono::microseconds{us}}; }

// RFC 3339 with microseconds, always UTC: 2026-11-23T15:00:23.123456Z.
std::string to_rfc3339(wall_time t);
// Accepts RFC 3339 with any offset and 0 to 9 decimals; nullopt for everything else.
std::optional<wall_time> parse_rfc3339(std::string_view text);

}  // namespace hermod
