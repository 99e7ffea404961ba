#include "money/calendar.hpp"

#include <gtest/gtest.h>

namespace hermod::money {
namespace {

using namespace std::chrono_literals;

wall_time at(const char* text) { return *parse_rfc3339(text); }

// Clocks that go forward by an hour at 2026-03-29T01:00Z, as in Berlin.
std::chrono::seconds berlin(wall_time t) { return t < at("2026-03-29T01:00:00Z") ? 1h : 2h; }

}  // namespace

TEST(calendar, days_and_months_are_the_zones) {
    const wall_time late = at("2026-01-31T23:30:00Z");
    EXPECT_EQ(periods_at(late, {}).month, 56 * 12);
    EXPECT_EQ(periods_at(late, berlin).month, 56 * 12 + 1);
    EXPECT_EQ(periods_at(late, berlin).day, periods_at(late, {}).day + 1);
    EXPECT_EQ(periods_at(at("1970-01-01T00:00:00Z"), {}), (periods{0, 0}));
}

TEST(calendar, says_when_the_next_begins) {
    EXPECT_EQ(next_day(at("2026-02-28T12:00:00Z"), {}), at("2026-03-01T00:00:00Z"));
    EXPECT_EQ(next_month(at("2026-12-31T23:59:59Z"), {}), at("2027-01-01T00:00:00Z"));
    EXPECT_EQ(next_day(at("2026-03-29T00:30:00Z"), berlin), at("2026-03-29T22:00:00Z")) << "that day has 23 hours";
    EXPECT_EQ(next_month(at("2026-03-10T00:00:00Z"), berlin), at("2026-03-31T22:00:00Z"));
}

}  // namespace hermod::money
