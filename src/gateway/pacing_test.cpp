#include "gateway/pacing.hpp"

#include <gtest/gtest.h>

namespace hermod {
namespace {

using namespace std::chrono_literals;

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
