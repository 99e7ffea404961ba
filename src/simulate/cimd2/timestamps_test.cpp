#include "simulate/cimd2/timestamps.hpp"

#include <gtest/gtest.h>

namespace hermod::simulate::cimd2 {
namespace {

using namespace std::chrono_literals;

constexpr wall_time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 12h + 300ms;

TEST(simulated_timestamps, no_recipient_gets_one_twice) {
    timestamps given(false);
    EXPECT_EQ(given.next("467", noon), "261125120000");
    EXPECT_EQ(given.next("468", noon), "261125120000");
    EXPECT_EQ(given.next("467", noon), "261125120001");
    EXPECT_EQ(given.next("467", noon + 1s), "261125120002");
    EXPECT_EQ(given.next("468", noon + 1s), "261125120001");
    EXPECT_EQ(given.next("467", noon + 10s), "261125120010");
}

TEST(simulated_timestamps, or_everyone_gets_the_second) {
    timestamps given(true);
    EXPECT_EQ(given.next("467", noon), "261125120000");
    EXPECT_EQ(given.next("467", noon), "261125120000");
}

}  // namespace
}  // namespace hermod::simulate::cimd2
