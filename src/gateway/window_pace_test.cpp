// How a bind adapts to a network that says "slower": the window, the pause, and both together against a network with a limit.
#include <gtest/gtest.h>

#include <deque>

#include "gateway/pacing.hpp"

namespace hermod {
namespace {

using namespace std::chrono_literals;

const mono_time start = mono_time{} + 1h;

}  // namespace

TEST(window_pace_test, a_burst_of_throttling_answers_is_one_signal_and_the_next_waits_longer) {
    window_pace pace(100, 100ms, 1s);
    EXPECT_EQ(pace.throttled(start, start + 10ms), 100ms);
    EXPECT_EQ(pace.limit(), 50u);
    EXPECT_TRUE(pace.paused());
    pace.throttled(start + 1ms, start + 12ms);  // had left before the window was cut
    EXPECT_EQ(pace.limit(), 50u);
    pace.at(start + 109ms);
    EXPECT_TRUE(pace.paused());
    pace.at(start + 110ms);
    EXPECT_FALSE(pace.paused());
    EXPECT_EQ(pace.throttled(start + 120ms, start + 130ms), 200ms);
    EXPECT_EQ(pace.limit(), 25u);
    for (int i = 0; i < 20; ++i) pace.throttled(start + (i + 1) * 10s, start + (i + 1) * 10s + 1ms);
    EXPECT_EQ(pace.limit(), 1u);
    EXPECT_EQ(pace.throttled(start + 1h, start + 1h), 1s);  // never longer
}

TEST(window_pace_test, good_answers_open_the_window_again_by_one_for_each_window_and_shorten_the_pause) {
    window_pace pace(10, 100ms, 1s);
    pace.throttled(start, start);
    EXPECT_EQ(pace.limit(), 5u);
    for (int i = 0; i < 6; ++i) pace.answered();
    EXPECT_EQ(pace.limit(), 6u);
    for (int i = 0; i < 100; ++i) pace.answered();
    EXPECT_EQ(pace.limit(), 10u);
    EXPECT_EQ(pace.throttled(start + 1s, start + 1s), 100ms);
}

// A network that answers after 20 ms and takes 200 a second, throttling whatever is more. With 100 open the bind could send
// 5,000.
TEST(window_pace_test, settles_near_what_the_network_takes) {
    window_pace pace(100, 50ms, 1s);
    struct flight {
        mono_time sent, back;
        bool taken;
    };
    std::deque<flight> out;
    double tokens = 20;
    int taken = 0, throttled = 0;
    for (mono_time now = start; now < start + 60s; now += 1ms) {
        tokens = std::min(20.0, tokens + 0.2);
        pace.at(now);
        for (; !out.empty() && out.front().back <= now; out.pop_front()) {
            if (out.front().taken)
                pace.answered();
            else
                pace.throttled(out.front().sent, now);
        }
        while (!pace.paused() && out.size() < pace.limit()) {
            const bool good = tokens >= 1;
            if (good) tokens -= 1;
            (good ? taken : throttled) += 1;
            out.push_back({now, now + 20ms, good});
        }
    }
    EXPECT_GT(taken, 60 * 200 * 0.9);
    EXPECT_LT(throttled, taken / 5);  // its window is four here: it cannot be cut finely
}

}  // namespace hermod
