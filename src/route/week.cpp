#include "route/week.hpp"

#include <cstdio>

namespace hermod::route {

int utc_clock::minute_of_week(wall_time instant) const {
    const auto since = std::chrono::floor<std::chrono::minutes>(instant.time_since_epoch()).count();
    constexpr std::int64_t epoch_is_thursday = 3 * week::minutes_of_day;
    const auto in_week = (since + epoch_is_thursday) % week::minutes;
    return static_cast<int>(in_week < 0 ? in_week + week::minutes : in_week);
}

void week::add(unsigned days, int from, int until) {
    const int length = until > from ? until - from : until - from + minutes_of_day;
    for (int day = 0; day < 7; ++day) {
        if (!(days >> day & 1u)) continue;
        for (int i = 0; i < length; ++i) held_.set(static_cast<std::size_t>((day * minutes_of_day + from + i) % minutes));
    }
}

bool week::holds_all_of(const week& other) const {
    if (is_whole()) return true;
    return clock_->name() == other.clock_->name() && (other.held_ & ~held_).none();
}

std::string to_text_of_week(int minute) {
    static constexpr const char* names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    char text[32];
    std::snprintf(text, sizeof text, "%s %02d:%02d", names[minute / week::minutes_of_day % 7], minute % week::minutes_of_day / 60, minute % 60);
    return text;
}

}  // namespace hermod::route
