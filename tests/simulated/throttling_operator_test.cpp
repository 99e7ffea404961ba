// An operator that takes five messages a second of ten thousand that wait, through a window of fifty, for ten minutes.
#include <iostream>

#include "invariants.hpp"
#include "live_allocations.hpp"

namespace hermod::simulated {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t runs = 50, messages = 10'000, window = 50;
constexpr double rate = 5;
constexpr auto minutes = 10;

struct outcome {
    double share = 0;      // of what the operator would have taken
    double throttled = 0;  // of all submits
    std::size_t left_claimed = 0;
};

outcome run(std::uint64_t seed) {
    plan as;
    as.seed = seed;
    as.messages = messages;
    as.window = window;
    as.active = seed % 2 == 0 ? 10'000 : 500;  // the second way: most of them wait by id, and are loaded
    as.centre.rate = rate;
    as.centre.by_the_second = seed % 4 >= 2;
    world w(as);
    std::int64_t before = 0;
    for (int minute = 1; minute <= minutes; ++minute) {
        w.run_for(1min);
        const auto& c = w.counters();
        EXPECT_LE(c.in_flight, window);
        EXPECT_EQ(c.delayed, 0u) << "a throttled part counts as a failed try";
        // What is alive only goes down with what was sent; the slack is what is on its way in one instant.
        const std::int64_t live = live_allocations();
        if (minute > 1) {
            EXPECT_LE(live, before + 500);
        }
        before = live;
    }
    const std::uint64_t submits = w.network().submits, throttled = w.network().throttled;
    w.stop();
    w.run_for(70s);
    const tally t = check_invariants(w);
    EXPECT_LE(w.network().most_unanswered, window);
    EXPECT_EQ(t.submitted + t.waiting, messages);
    // Those that were throttled after stop(): at most what was on the wire then.
    EXPECT_EQ(t.left_claimed, 0u);
    EXPECT_EQ(t.twice, 0u);
    EXPECT_EQ(t.flagged, 0u);
    EXPECT_LE(t.deferred, 2 * window) << "attempts were counted; only what stop() gave back has such an event";
    std::size_t taken = 0;
    for (const auto times : w.network().taken) taken += times;
    EXPECT_EQ(taken, t.submitted);
    return {static_cast<double>(taken) / (rate * 60 * minutes), static_cast<double>(throttled) / static_cast<double>(submits),
            t.left_claimed};
}

TEST(a_throttling_operator, gets_its_five_a_second_once_each_and_the_rest_stays_queued) {
    double least = 1e9, most = 0, sum = 0, throttled = 0;
    std::size_t left_claimed = 0;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const outcome o = run(seed);
        least = std::min(least, o.share);
        most = std::max(most, o.share);
        sum += o.share;
        throttled += o.throttled;
        left_claimed += o.left_claimed;
        if (HasFailure()) break;
    }
    std::cout << "of what the operator takes: " << least << " to " << most << ", " << sum / runs << " on average; "
              << throttled / runs << " of the submits were throttled; " << left_claimed
              << " were throttled after the stop and stayed claimed\n";
    EXPECT_GE(least, 0.9);
    EXPECT_LE(most, 1.01);
}

}  // namespace
}  // namespace hermod::simulated
