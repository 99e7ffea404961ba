// Centres that misbehave, each for a long while: whatever they do, a message is sent, or waits, or its fate is told.
#include <iostream>

#include "invariants.hpp"

namespace hermod::simulated {
namespace {

using namespace std::chrono_literals;
using connectors::smpp::session_note;

constexpr std::size_t window = 50;

TEST(a_centre_that_never_answers, gets_a_window_and_then_one_a_response_timeout_and_all_it_had_is_flagged) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 1'000;
        as.centre.answers = false;
        world w(as);
        w.run_for(10min);
        EXPECT_LE(w.network().submits, window + 10);
        EXPECT_GE(w.network().submits, window + 8);
        w.stop();
        w.run_for(130s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.waiting, as.messages);
        EXPECT_GE(t.flagged, window);
        EXPECT_LE(t.flagged, window + 10);
    }
}

TEST(a_centre_that_never_answers, gets_no_message_twice_where_the_route_parks_what_is_unsure) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 1'000;
        as.resend_unsure = false;
        as.centre.answers = false;
        world w(as);
        w.run_for(10min);
        w.stop();
        w.run_for(130s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.twice, 0u);
        EXPECT_EQ(t.unsure + t.waiting, as.messages);
        EXPECT_EQ(t.unsure, w.network().submits);
    }
}

TEST(a_centre_that_answers_twice, settles_each_message_once) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 3'000;
        as.active = 400;
        as.centre.twice = true;
        world w(as);
        w.run_for(3min);
        w.stop();
        w.run_for(70s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.submitted, as.messages);
        EXPECT_LE(w.network().most_unanswered, window);
        EXPECT_EQ(t.twice, 0u);
        EXPECT_EQ(t.flagged, 0u);
        EXPECT_EQ(w.network().answers, 2 * as.messages);
        EXPECT_EQ(w.notes(session_note::unknown_response), as.messages);
    }
}

TEST(a_centre_that_closes_every_n_submits, has_everything_in_the_end_and_twice_only_what_is_flagged) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 1'000;
        as.active = seed % 2 == 0 ? 10'000 : 300;
        as.centre.close_every = window + seed * 7;
        world w(as);
        w.run_for(20min);
        w.stop();
        w.run_for(70s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.submitted, as.messages);
        EXPECT_GT(w.network().hang_ups, 2u);
        EXPECT_LE(w.network().most_unanswered, window);
        EXPECT_LE(t.extra, w.network().hang_ups * window);
        EXPECT_LE(t.flagged, w.network().hang_ups * window);
        EXPECT_EQ(t.deferred, 0u);
        EXPECT_EQ(t.left_claimed, 0u);
    }
}

// A window full of submits would never be answered: they go few at a time, and get through.
TEST(a_centre_that_closes_every_n_submits, takes_all_of_them_when_n_is_less_than_the_window) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 300;
        as.centre.close_every = seed * 9;
        world w(as);
        w.run_for(10min);
        w.stop();
        w.run_for(70s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.submitted, as.messages);
        EXPECT_LE(t.extra, w.network().hang_ups * as.centre.close_every);
        EXPECT_LE(t.extra, w.network().submits);
        EXPECT_GT(w.network().hang_ups, 10u);
        std::size_t most = 0;
        for (const auto times : w.network().taken) most = std::max<std::size_t>(most, times);
        std::cout << "closes at " << as.centre.close_every << ": " << w.network().hang_ups << " connections, " << t.submitted
                  << " settled, one message was taken up to " << most << " times\n";
    }
}

TEST(a_gateway_that_dies_now_and_then, loses_nothing_and_sends_twice_a_window_a_death_at_most) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        plan as;
        as.seed = seed;
        as.messages = 4'000;
        as.active = seed % 2 == 0 ? 10'000 : 300;
        world w(as);
        dice luck(seed * 7919);
        constexpr std::size_t deaths = 20;
        for (std::size_t i = 0; i < deaths; ++i) {
            w.run_for(luck.between(1ms, 400ms));
            w.crash();
        }
        w.run_for(5min);
        w.stop();
        w.run_for(70s);
        const tally t = check_invariants(w);
        EXPECT_EQ(t.submitted, as.messages);
        EXPECT_LE(t.extra, deaths * window);
        EXPECT_LE(t.flagged, deaths * 2 * window);
        EXPECT_GT(t.flagged, 0u);
    }
}

}  // namespace
}  // namespace hermod::simulated
