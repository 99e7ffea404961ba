// Days and months as an account counts them: by the calendar of its zone. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "base/clock.hpp"

namespace hermod::money {

// How far a zone's clocks are ahead of UTC at an instant; an empty function: UTC.
using zone_offset = std::function<std::chrono::seconds(wall_time)>;

struct periods {
    std::int32_t day = 0;    // since 1970-01-01
    std::int32_t month = 0;  // since 1970-01
    friend bool operator==(const periods&, const periods&) = default;
};

periods periods_at(wall_time now, const zone_offset& zone);

// When the next day or month begins there.
wall_time next_day(wall_time now, const zone_offset& zone);
wall_time next_month(wall_time now, const zone_offset& zone);

}  // namespace hermod::money
