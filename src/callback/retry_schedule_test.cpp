#include "callback/retry_schedule.hpp"

#include <gtest/gtest.h>

namespace hermod::callback {
namespace {

using namespace std::chrono_literals;

TEST(retry_schedule, lasts_about_seventy_six_hours) {
    for (const retry_schedule& of : {for_web_servers, for_sessions}) {
        EXPECT_GT(of.length, 75h);
        EXPECT_LT(of.length, 77h);
    }
}

TEST(retry_schedule, waits_longer_each_time_with_a_jitter_of_at_most_a_tenth) {
    for (const retry_schedule& of : {for_web_servers, for_sessions}) {
        for (unsigned failed = 1; failed <= of.delays.size(); ++failed) {
            for (std::uint64_t seed = 0; seed < 100; ++seed) {
                const auto delay = of.delay_after(failed, seed);
                EXPECT_GE(delay, of.delays[failed - 1]);
                EXPECT_LE(delay, std::chrono::milliseconds(of.delays[failed - 1]) * 11 / 10);
            }
        }
        EXPECT_NE(of.delay_after(3, 1), of.delay_after(3, 2));
    }
}

TEST(retry_schedule, stays_at_its_last_delay) {
    EXPECT_GE(for_web_servers.delay_after(50, 7), 24h);
    EXPECT_GE(for_sessions.delay_after(5000, 7), 60s);
    EXPECT_LE(for_sessions.delay_after(5000, 7), 66s);
}

TEST(retry_schedule, knows_an_events_place_by_its_age) {
    EXPECT_EQ(for_web_servers.attempts_by_age(0s), 0u);
    EXPECT_EQ(for_web_servers.attempts_by_age(4s), 0u);
    EXPECT_EQ(for_web_servers.attempts_by_age(5s), 1u);
    EXPECT_EQ(for_web_servers.attempts_by_age(1h), 4u);
    EXPECT_EQ(for_web_servers.attempts_by_age(100h), web_delays.size());
    EXPECT_EQ(for_sessions.attempts_by_age(4s), 2u);
    EXPECT_EQ(for_sessions.attempts_by_age(1h), session_delays.size());
}

TEST(retry_schedule, is_exhausted_only_after_all_attempts_and_all_the_time) {
    EXPECT_FALSE(for_web_servers.exhausted(10, 80h));
    EXPECT_FALSE(for_web_servers.exhausted(11, 70h));
    EXPECT_TRUE(for_web_servers.exhausted(11, 76h));
    EXPECT_FALSE(for_sessions.exhausted(4000, 70h));
    EXPECT_TRUE(for_sessions.exhausted(7, 76h));
}

}  // namespace
}  // namespace hermod::callback
