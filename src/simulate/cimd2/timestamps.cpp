#include "simulate/cimd2/timestamps.hpp"

#include <cstdio>

namespace hermod::simulate::cimd2 {

std::string timestamp_of(std::int64_t second) {
    const std::chrono::sys_seconds at{std::chrono::seconds{second}};
    const auto today = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{today};
    const std::chrono::hh_mm_ss time{at - today};
    char out[32];
    const int size = std::snprintf(out, sizeof out, "%02d%02u%02u%02d%02d%02d", static_cast<int>(date.year()) % 100,
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
    return {out, static_cast<std::size_t>(size)};
}

std::string timestamps::next(std::string_view recipient, wall_time now) {
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (repeats_) return timestamp_of(second);
    if (second > latest_) given_.clear();  // none of them can come again
    const auto [at, fresh] = given_.try_emplace(std::string(recipient), second);
    if (!fresh) at->second = std::max(at->second + 1, second);
    latest_ = std::max(latest_, at->second);
    return timestamp_of(at->second);
}

}  // namespace hermod::simulate::cimd2
