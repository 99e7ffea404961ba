#include "simulate/common/dice.hpp"

#include <gtest/gtest.h>

#include "simulate/common/rate_gate.hpp"

namespace hermod::simulate {

TEST(simulated_dice, follow_their_percentages_and_repeat_by_seed) {
    const std::pair<int, double> among[] = {{1, 20}, {2, 30}};
    dice one(7), again(7);
    int count[3] = {};
    for (int i = 0; i < 10'000; ++i) {
        const int outcome = one.drawn<int>(among).value_or(0);
        EXPECT_EQ(outcome, again.drawn<int>(among).value_or(0));
        ++count[outcome];
    }
    EXPECT_NEAR(count[0], 5'000, 300);
    EXPECT_NEAR(count[1], 2'000, 300);
    EXPECT_NEAR(count[2], 3'000, 300);
    EXPECT_FALSE(one.chance(0));
    EXPECT_TRUE(one.chance(100));
    EXPECT_FALSE(one.drawn<int>({}));
}

TEST(simulated_rate_gate, lets_a_seconds_worth_through_and_then_the_rate) {
    using namespace std::chrono_literals;
    rate_gate gate;
    mono_time now{1h};
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(gate.passes(2, now));
    EXPECT_FALSE(gate.passes(2, now));
    EXPECT_FALSE(gate.passes(2, now += 400ms));
    EXPECT_TRUE(gate.passes(2, now += 100ms));
    EXPECT_FALSE(gate.passes(2, now));
    EXPECT_TRUE(gate.passes(0, now));
}

}  // namespace hermod::simulate
