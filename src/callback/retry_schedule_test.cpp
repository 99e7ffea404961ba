#include "callback/retry_schedule.hpp"

#include <gtest/gtest.h>

namespace hermod::callback {
namespace {

using namespace std::chrono_literals;

TEST(retry_schedule, lasts_about_seventy_six_hours) {
    EXPECT_GT(schedule_length(), 75h);
    EXPECT_LT(schedule_length(), 77h);
}

TEST(retry_schedule, waits_longer_each_time_with_a_jitter_of_at_most_a_tenth) {
    for (unsigned failed = 1; failed <= retry_delays.size(); ++failed) {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const auto delay = delay_after(failed, seed);
            EXPECT_GE(delay, retry_delays[failed - 1]);
            EXPECT_LE(delay, std::chrono::milliseconds(retry_delays[failed - 1]) * 11 / 10);
        }
    }
    EXPECT_NE(delay_after(3, 1), delay_after(3, 2));
}

TEST(retry_schedule, stays_at_a_day_past_its_end) { EXPECT_GE(delay_after(50, 7), 24h); }

TEST(retry_schedule, knows_an_events_place_by_its_age) {
    EXPECT_EQ(attempts_by_age(0s), 0u);
    EXPECT_EQ(attempts_by_age(4s), 0u);
    EXPECT_EQ(attempts_by_age(5s), 1u);
    EXPECT_EQ(attempts_by_age(1h), 4u);
    EXPECT_EQ(attempts_by_age(100h), retry_delays.size());
}

TEST(retry_schedule, is_exhausted_only_after_all_attempts_and_all_the_time) {
    EXPECT_FALSE(exhausted(10, 80h));
    EXPECT_FALSE(exhausted(11, 70h));
    EXPECT_TRUE(exhausted(11, 76h));
}

}  // namespace
}  // namespace hermod::callback
