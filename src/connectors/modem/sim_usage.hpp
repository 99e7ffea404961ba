// How much one SIM has sent: in the last minute, and in the last 24 hours, which are counted by the hour. Pure: told the time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>

#include "base/clock.hpp"

namespace hermod::connectors::modem {

class sim_usage {
public:
    // 0: no limit.
    sim_usage(unsigned limit_minute, unsigned limit_day) : limit_minute_(limit_minute), limit_day_(limit_day) {}

    void at(wall_time now);
    // As of the last at().
    unsigned in_minute() const { return static_cast<unsigned>(minute_.size()); }
    unsigned in_day() const { return day_; }
    bool day_is_full() const { return limit_day_ != 0 && day_ >= limit_day_; }
    bool allows() const { return (limit_minute_ == 0 || minute_.size() < limit_minute_) && !day_is_full(); }

    void take(wall_time now);
    // It was not sent after all.
    void give_back();

    // Hour since 1970 -> parts, as state_file keeps them.
    const std::map<std::int64_t, unsigned>& hours() const { return hours_; }
    void remember(std::int64_t hour, unsigned parts);

private:
    unsigned limit_minute_, limit_day_, day_ = 0;
    std::deque<wall_time> minute_;
    std::map<std::int64_t, unsigned> hours_;
};

}  // namespace hermod::connectors::modem
