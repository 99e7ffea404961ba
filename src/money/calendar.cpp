#include "money/calendar.hpp"

namespace hermod::money {
namespace {

using std::chrono::days;
using local_day = std::chrono::time_point<std::chrono::system_clock, days>;

local_day day_of(wall_time now, const zone_offset& zone) {
    return std::chrono::floor<days>(zone ? now + zone(now) : now);
}

// Of a day there: the offset that holds at its beginning decides, not today's.
wall_time begin_of(local_day day, wall_time now, const zone_offset& zone) {
    if (!zone) return wall_time{day};
    const wall_time about = wall_time{day} - zone(now);
    return wall_time{day} - zone(about);
}

}  // namespace

periods periods_at(wall_time now, const zone_offset& zone) {
    const local_day day = day_of(now, zone);
    const std::chrono::year_month_day date{day};
    return {static_cast<std::int32_t>(day.time_since_epoch().count()),
            (static_cast<int>(date.year()) - 1970) * 12 + static_cast<std::int32_t>(static_cast<unsigned>(date.month())) - 1};
}

wall_time next_day(wall_time now, const zone_offset& zone) {
    return begin_of(day_of(now, zone) + days{1}, now, zone);
}

wall_time next_month(wall_time now, const zone_offset& zone) {
    const std::chrono::year_month_day date{day_of(now, zone)};
    return begin_of(local_day{(date.year() / date.month() + std::chrono::months{1}) / 1}, now, zone);
}

}  // namespace hermod::money
