#include "connectors/cimd2/times.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::cimd2 {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

TEST(cimd2_times, validity_is_the_shortest_period_of_the_scale_that_is_not_shorter) {
    EXPECT_EQ(relative_validity(-1h), 0);
    EXPECT_EQ(relative_validity(0ms), 0);
    EXPECT_EQ(relative_validity(5min), 0);
    EXPECT_EQ(relative_validity(5min + 1ms), 1);
    EXPECT_EQ(relative_validity(12h), 143);
    EXPECT_EQ(relative_validity(12h + 1ms), 144);
    EXPECT_EQ(relative_validity(24h), 167);
    EXPECT_EQ(relative_validity(24h + 1ms), 168) << "two days: nothing stands between";
    EXPECT_EQ(relative_validity(days{3} - 5ms), 169) << "three days";
    EXPECT_EQ(relative_validity(days{30}), 196);
    EXPECT_EQ(relative_validity(days{30} + 1ms), 197) << "five weeks";
    EXPECT_EQ(relative_validity(days{35} + 1ms), 198);
    EXPECT_EQ(relative_validity(days{63 * 7}), 255);
    EXPECT_EQ(relative_validity(days{1000}), 255);
}

TEST(cimd2_times, a_point_in_time_is_written_in_the_centres_own) {
    constexpr wall_time late = std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + 23h + 5min + 9s + 800ms;
    EXPECT_EQ(centre_time(late, 0min), "261231230509");
    EXPECT_EQ(centre_time(late, 120min), "270101010509");
    EXPECT_EQ(centre_time(late, -90min), "261231213509");
}

}  // namespace
}  // namespace hermod::connectors::cimd2
