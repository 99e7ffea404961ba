#include "route/week.hpp"

#include <cstdio>

namespace hermod::route {

void week::add(unsigned days, int from, int until) {
    const int length = until > from ? until - from : until - from + minutes_of_day;  // `until` may be beyond midnight already
    for (int day = 0; day < 7; ++day) {
        if (!(days >> day & 1u)) continue;
        for (int i = 0; i < length; ++i) held_.set(static_cast<std::size_t>((day * minutes_of_day + from + i) % minutes));
    }
}

bool week::holds_all_of(const week& other) const {
    if (is_whole()) return true;
    return where_ == other.where_ && (other.held_ & ~held_).none();
}

std::string to_text_of_week(int minute) {
    static constexpr const char* names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    char text[32];
    std::snprintf(text, sizeof text, "%s %02d:%02d", names[minute / week::minutes_of_day % 7], minute % week::minutes_of_day / 60,
                  minute % 60);
    return text;
}

}  // namespace hermod::route
