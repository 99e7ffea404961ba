#include "net/believed_clock.hpp"

#include <gtest/gtest.h>

namespace hermod::net {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

struct BelievedClock : testing::Test {
    std::vector<std::pair<believed_clock::news, microseconds>> told;
    believed_clock clock{[this](believed_clock::news what, microseconds off) { told.emplace_back(what, off); }};
    const wall_time began = from_micros(1'795'446'000'000'000);
    microseconds passed{0}, set_by{0};

    wall_time after(microseconds time) {
        passed += time;
        return clock.at(began + passed + set_by, 5h + passed);
    }
    void expect_after(microseconds time, microseconds ahead) {
        const wall_time told_time = after(time);
        EXPECT_EQ(told_time - began - passed, ahead) << passed.count();
    }
};

TEST_F(BelievedClock, IsTheWallClockWhileNobodySetsIt) {
    for (int i = 0; i < 100; ++i) {
        set_by += 100ms;  // it drifts
        expect_after(1h, set_by);
    }
    EXPECT_TRUE(told.empty());
}

TEST_F(BelievedClock, SmallCorrectionsAreFollowedAtOnce) {
    (void)after(0s);
    set_by = 59s;
    expect_after(1s, 59s);
    set_by = 0s;
    expect_after(1s, 0s);
    EXPECT_TRUE(told.empty());
}

TEST_F(BelievedClock, ADayForwardOrBackIsFollowedAfterTenMinutes) {
    for (const auto step : {microseconds(24h), microseconds(-24h)}) {
        told.clear();
        const auto before = set_by;
        (void)after(1s);
        set_by += step;
        for (int second = 0; second < 600; ++second) expect_after(1s, before);
        expect_after(1s, set_by);
        expect_after(1s, set_by);
        ASSERT_EQ(told.size(), 2u);
        EXPECT_EQ(told[0], (std::pair{believed_clock::news::stepped, step}));
        EXPECT_EQ(told[1], (std::pair{believed_clock::news::followed, step}));
    }
}

TEST_F(BelievedClock, AStepThatIsTakenBackHasDoneNothing) {
    (void)after(1s);
    set_by = 24h;
    expect_after(1s, 0s);
    expect_after(5min, 0s);
    set_by = 0s;
    expect_after(1s, 0s);
    expect_after(10min, 0s);
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[1], (std::pair{believed_clock::news::stepped_back, microseconds(24h)}));
}

TEST_F(BelievedClock, ASecondStepBeginsTheWaitAnew) {
    (void)after(1s);
    set_by = 24h;
    (void)after(1s);
    expect_after(9min, 0s);
    set_by = 48h;
    expect_after(9min, 0s);
    expect_after(9min, 0s);
    expect_after(2min, 48h);
}

TEST_F(BelievedClock, NeverGoesBackWhileAStepForwardIsInDoubt) {
    wall_time last = after(1s);
    set_by = 24h;
    for (int i = 0; i < 3000; ++i) {
        const auto now = after(250ms);
        EXPECT_GE(now, last);
        last = now;
    }
}

}  // namespace
}  // namespace hermod::net
