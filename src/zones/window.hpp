// When something may be done: hours of the week on the clocks of a place, days left out. first_open() finds the first instant at
// which several such windows are open at once, each in several zones.
//
// Pure. An instant is judged by what the clocks show then: so an hour that daylight saving leaves out is open to nobody, and one
// that it repeats is open twice.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "zones/zone.hpp"

namespace hermod::zones {

// Minutes of the week.
class week_hours {
public:
    // Days: "mon", "mon-fri", "sat-mon". Hours: "09:00-20:00", "22:00-06:00" (until the next day), "00:00-24:00"; a span belongs
    // to the day on which it begins. Each returns what is wrong, in a sentence; empty: nothing.
    static std::string parse_days(std::string_view text, std::vector<int>& days);         // 0 = Monday
    static std::string parse_hours(std::string_view text, std::pair<int, int>& minutes);  // of the day; the end may be above 24 h

    void add(int begin, int end);  // minutes of the week; what is past its end goes on at its beginning
    week_hours others() const;     // every minute that is not in here
    bool empty() const { return spans_.empty(); }
    bool contains(int minute) const;
    // The first minute that is in here, `minute` or later; beyond the week's end: of the next week. Requires !empty().
    int next(int minute) const;

private:
    std::vector<std::pair<int, int>> spans_;  // [begin, end), sorted, apart
};

struct window {
    week_hours open;
    std::vector<std::chrono::local_days> except;  // sorted; closed from midnight to midnight
    bool is_open(local_time shown) const;
};

struct placed_window {
    const window* what;
    std::span<const zone> in;  // open in all of them
};

// The first instant, `from` or later and before `until`, at which all are open.
std::optional<wall_time> first_open(std::span<const placed_window> all, wall_time from, wall_time until);

}  // namespace hermod::zones
