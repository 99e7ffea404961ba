// Times that repeat: the part of iCalendar's RRULE (RFC 5545, 3.3.10) that messages need, on the clocks of a place.
//
//   FREQ=MINUTELY..YEARLY  INTERVAL  BYMONTH  BYMONTHDAY (also -1: the last)  BYDAY (MO, and 2TU, -1FR with MONTHLY and YEARLY)
//   BYHOUR  BYMINUTE  COUNT  UNTIL (20271231, 20271231T235959 on those clocks, 20271231T235959Z); weeks begin on Monday
//
// Pure. A local time that daylight saving leaves out is the first instant after the gap, one that it repeats is the first of the
// two (zone.hpp); two occurrences that become one instant by that are one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "zones/zone.hpp"

namespace hermod::zones {

struct occurrence {
    std::uint64_t number = 0;  // 1 is the first
    local_time shown{};
    wall_time at{};
    friend bool operator==(const occurrence&, const occurrence&) = default;
};

class recurrence {
public:
    // Or what is wrong with the rule, in a sentence. `start`: the first occurrence is this or later; what the rule leaves open
    // (hour, minute, day) is as in it. Seconds are always its.
    static std::variant<recurrence, std::string> parse(std::string_view rule, local_time start, zone in);

    std::optional<occurrence> first() const;
    // nullopt: there is none any more (COUNT, UNTIL, or none within forty years).
    std::optional<occurrence> next(const occurrence& before) const;

private:
    enum class frequency : std::uint8_t { minutely, hourly, daily, weekly, monthly, yearly };
    struct by_day {
        int ordinal = 0;  // 0: each
        int weekday = 0;  // 0 = Monday
    };
    class reader;

    bool has_day(std::chrono::local_days day) const;
    bool is_by_day(const std::chrono::year_month_day& date, std::chrono::local_days day) const;
    std::optional<int> next_minute(std::chrono::local_days day, int from) const;
    std::optional<occurrence> search(std::chrono::local_days day, int minute, std::uint64_t number, wall_time after) const;

    zone in_;
    local_time start_{};
    frequency every_ = frequency::daily;
    std::uint32_t interval_ = 1;
    std::uint64_t count_ = 0;         // 0: without end
    std::optional<wall_time> until_;  // inclusive
    std::vector<by_day> days_;
    std::vector<int> month_days_, months_, hours_, minutes_;
};

}  // namespace hermod::zones
