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

TEST(cimd2_times, each_octet_of_the_scale_says_a_period_that_is_written_as_it) {
    EXPECT_EQ(period_of(0), 5min);
    EXPECT_EQ(period_of(143), 12h);
    EXPECT_EQ(period_of(167), 24h);
    EXPECT_EQ(period_of(168), days{2});
    EXPECT_EQ(period_of(196), days{30});
    EXPECT_EQ(period_of(255), days{63 * 7});
    for (int octet = 0; octet <= 255; ++octet) EXPECT_EQ(relative_validity(period_of(octet)), octet);
}

TEST(cimd2_times, a_point_in_time_is_read_as_it_was_written) {
    constexpr wall_time then = std::chrono::sys_days{std::chrono::year{2028} / 2 / 29} + 23h + 5min + 9s;
    for (const auto offset : {0min, 120min, -90min}) EXPECT_EQ(read_centre_time(centre_time(then, offset), offset), then);
    for (const char* wrong : {"", "26123123050", "2612312305091", "260229000000", "261301000000", "261131000000", "261231240000",
                              "261231236000", "261231235960", "26123123050x", "000000000000"})
        EXPECT_FALSE(read_centre_time(wrong, 0min)) << wrong;
}

}  // namespace
}  // namespace hermod::connectors::cimd2
