// Minutes of a week in some place's time: when a rule holds.
//
// A week begins on Monday at 00:00 local time. The local clock is an interface, so that this folder knows no zones: whoever
// builds the rules brings one. Immutable once built; any thread.
#pragma once

#include <bitset>
#include <memory>
#include <string>

#include "base/clock.hpp"

namespace hermod::route {

class local_clock {
public:
    virtual ~local_clock() = default;
    // 0 to 10079. On the day when clocks go back an hour comes twice, on the other one is missing.
    virtual int minute_of_week(wall_time instant) const = 0;
    virtual std::string name() const = 0;  // "Europe/Zurich"
};
using local_clock_ptr = std::shared_ptr<const local_clock>;

class utc_clock final : public local_clock {
public:
    int minute_of_week(wall_time instant) const override;
    std::string name() const override { return "UTC"; }
};

class week {
public:
    static constexpr int minutes_of_day = 24 * 60;
    static constexpr int minutes = 7 * minutes_of_day;

    explicit week(local_clock_ptr clock) : clock_(std::move(clock)) {}

    // From a minute of the day up to, not with, another. An end that is not behind the start lies on the next day; both equal
    // are the whole day. `days`: bit 0 is Monday; the day on which it begins.
    void add(unsigned days, int from, int until);

    bool holds(int minute) const { return held_[static_cast<std::size_t>(minute)]; }
    bool holds_all_of(const week& other) const;
    bool is_whole() const { return held_.all(); }
    const local_clock& clock() const { return *clock_; }

private:
    local_clock_ptr clock_;
    std::bitset<minutes> held_;
};

// "Tue 07:05".
std::string to_text_of_week(int minute);

}  // namespace hermod::route
