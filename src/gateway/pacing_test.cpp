#include "gateway/pacing.hpp"

#include <gtest/gtest.h>

namespace hermod {
namespace {

using namespace std::chrono_literals;

TEST(token_bucket_test, says_when_there_is_one_again) {
    token_bucket bucket(100);
    bucket.at(mono_time{1h});
    EXPECT_EQ(bucket.until_next(), mono_time::duration::zero());
    bucket.take(10);  // a tenth of a second's worth had been saved up
    EXPECT_EQ(bucket.available(), 0u);
    EXPECT_NEAR(std::chrono::duration<double>(bucket.until_next()).count(), 0.01, 1e-6);
    bucket.at(mono_time{1h} + bucket.until_next());
    EXPECT_EQ(bucket.available(), 1u);
    EXPECT_EQ(token_bucket(0).until_next(), mono_time::duration::zero());
}

TEST(token_bucket_test, saves_up_as_much_as_its_burst) {
    token_bucket wide(10, 50), narrow(1'000, 1);
    const mono_time now{std::chrono::hours(1)};
    for (token_bucket* one : {&wide, &narrow}) one->at(now);
    EXPECT_EQ(wide.available(), 50u);
    EXPECT_EQ(narrow.available(), 1u);
    wide.take(50);
    wide.at(now + 1h);
    EXPECT_EQ(wide.available(), 50u);
}

TEST(token_bucket_test, lets_its_rate_through) {
    token_bucket bucket(20);
    mono_time now{std::chrono::hours(1)};
    bucket.at(now);
    int taken = 0;
    for (int i = 0; i < 100; ++i) {
        bucket.at(now += 10ms);
        for (; bucket.available() > 0; ++taken) bucket.take();
    }
    EXPECT_GE(taken, 20);
    EXPECT_LE(taken, 22);  // a second's worth and what was saved up
}

}  // namespace
}  // namespace hermod
