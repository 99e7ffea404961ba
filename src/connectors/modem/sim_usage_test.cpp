#include "connectors/modem/sim_usage.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::modem::sim_usage_test {
namespace {

using namespace std::chrono_literals;

const wall_time noon{std::chrono::hours(490'000)};

TEST(sim_usage, without_limits_everything_is_allowed) {
    sim_usage one(0, 0);
    for (int i = 0; i < 1'000; ++i) one.take(noon);
    EXPECT_TRUE(one.allows());
    EXPECT_EQ(one.in_day(), 1'000u);
}

TEST(sim_usage, a_minute_holds_so_many) {
    sim_usage one(2, 0);
    one.take(noon);
    one.take(noon + 30s);
    EXPECT_FALSE(one.allows());
    one.at(noon + 59s);
    EXPECT_FALSE(one.allows());
    one.at(noon + 60s);
    EXPECT_TRUE(one.allows());
    EXPECT_FALSE(one.day_is_full());
}

TEST(sim_usage, no_24_hours_hold_more_than_a_day_may) {
    sim_usage one(0, 3);
    one.take(noon + 59min);
    one.take(noon + 2h);
    one.take(noon + 3h);
    EXPECT_TRUE(one.day_is_full());
    one.at(noon + 24h + 58min);
    EXPECT_FALSE(one.allows()) << "the first one is not yet 24 hours ago";
    one.at(noon + 25h);
    EXPECT_TRUE(one.allows());
    EXPECT_EQ(one.in_day(), 2u);
}

TEST(sim_usage, what_was_not_sent_is_given_back) {
    sim_usage one(1, 1);
    one.take(noon);
    one.give_back();
    EXPECT_TRUE(one.allows());
    EXPECT_EQ(one.in_day(), 0u);
    one.give_back();
    EXPECT_EQ(one.in_day(), 0u);
}

TEST(sim_usage, an_earlier_run_counts) {
    sim_usage one(0, 5);
    one.remember(490'000 - 30, 100);
    one.remember(490'000 - 2, 4);
    one.at(noon);
    EXPECT_EQ(one.in_day(), 4u);
    one.take(noon);
    EXPECT_TRUE(one.day_is_full());
}

}  // namespace
}  // namespace hermod::connectors::modem::sim_usage_test
