// Time zones of the IANA database: an instant as the clocks of some place show it, and back.
//
// Pure but for the database, which is the system's (package tzdata): read when a zone is first asked for, then kept. A zone is a
// handle that may be copied and kept for ever; any thread.
// The edges of daylight saving: a local time that does not exist (clocks were put forward over it) means the first instant
// after the gap; one that exists twice means the first of the two.
// From 2038 on every zone keeps its last winter's offset: the library reads the transitions that are written down, not the
// rule behind them.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::zones {

// What the clocks on the walls show; microseconds since their 1970-01-01T00:00.
using local_time = std::chrono::local_time<std::chrono::microseconds>;

class zone {
public:
    // The time around an instant in which the clocks are not put forward or back.
    struct steady {
        wall_time begin, end;         // [begin, end)
        std::chrono::seconds offset;  // of the clocks from UTC
    };

    zone();  // UTC, which needs no database
    std::string_view name() const;
    steady around(wall_time at) const;
    local_time local(wall_time at) const;
    wall_time instant(local_time shown) const;
    friend bool operator==(zone a, zone b) { return a.of_ == b.of_; }

private:
    friend std::optional<zone> find_zone(std::string_view);
    struct clocks;  // a name and what is known of it: made once, never unmade
    explicit zone(const clocks* of) : of_(of) {}
    const clocks* of_;
};

// nullopt: there is no such zone, or no database. "UTC" is always there.
std::optional<zone> find_zone(std::string_view name);
// What is wrong with the name of a zone that was not found, in a sentence: `"Europe/Zurihc" is no zone of the IANA database,
// did you mean "Europe/Zurich"?`
std::string no_such_zone(std::string_view name);

// 2026-11-27T09:00, with seconds and decimals if need be, without an offset.
std::optional<local_time> parse_local(std::string_view text);
std::string to_text(local_time shown);  // 2026-11-27T09:00:00

inline constexpr int minutes_of_day = 24 * 60, minutes_of_week = 7 * minutes_of_day;
// From Monday, 00:00.
int minute_of_week(local_time shown);
inline int minute_of_week(wall_time at, const zone& in) {
    return minute_of_week(in.local(at));
}

}  // namespace hermod::zones
