// Minutes of a week in some place's time: when a rule holds.
//
// A week begins on Monday at 00:00 local time. On the day when clocks go back an hour comes twice, on the other one is missing.
// Immutable once built; any thread.
#pragma once

#include <bitset>
#include <string>

#include "base/clock.hpp"
#include "zones/zone.hpp"

namespace hermod::route {

class week {
public:
    static constexpr int minutes_of_day = zones::minutes_of_day;
    static constexpr int minutes = zones::minutes_of_week;

    explicit week(zones::zone where = {}) : where_(where) {}

    // From a minute of the day up to, not with, another. An end that is not behind the start lies on the next day; both equal
    // are the whole day. `days`: bit 0 is Monday; the day on which it begins.
    void add(unsigned days, int from, int until);

    bool holds(int minute) const { return held_[static_cast<std::size_t>(minute)]; }
    bool holds_all_of(const week& other) const;
    bool is_whole() const { return held_.all(); }
    const zones::zone& where() const { return where_; }

private:
    zones::zone where_;
    std::bitset<minutes> held_;
};

// "Tue 07:05".
std::string to_text_of_week(int minute);

}  // namespace hermod::route
