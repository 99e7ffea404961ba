#include "deliver/circuit.hpp"

#include <gtest/gtest.h>

namespace hermod::deliver {
namespace {

using namespace std::chrono_literals;

const mono_time begin{1h};

void answer(circuit& c, int good, int bad) {
    for (int i = 0; i < good; ++i) c.succeeded();
    for (int i = 0; i < bad; ++i) c.failed();
}

}  // namespace

TEST(circuit, opens_at_its_ratio_of_errors_and_not_before_there_were_enough_tries) {
    circuit c({.opens_at = 0.5, .least = 20});
    c.at(begin);
    answer(c, 0, 19);
    EXPECT_EQ(c.is(), circuit_state::closed);
    c.failed();
    EXPECT_EQ(c.is(), circuit_state::open);
    circuit calm({.opens_at = 0.5, .least = 20});
    calm.at(begin);
    answer(calm, 100, 99);
    EXPECT_EQ(calm.is(), circuit_state::closed);
    calm.failed();
    EXPECT_EQ(calm.is(), circuit_state::open);
}

// A program's first errors may come before its first look at the clock.
TEST(circuit, one_that_opens_before_it_is_told_the_time_stays_open_from_then_on) {
    circuit c({.least = 2, .open_first = 60s, .open_most = 60s});
    answer(c, 0, 2);
    ASSERT_EQ(c.is(), circuit_state::open);
    c.at(begin);
    EXPECT_EQ(c.is(), circuit_state::open);
    c.at(begin + 59s);
    EXPECT_EQ(c.is(), circuit_state::open);
    c.at(begin + 60s);
    EXPECT_EQ(c.is(), circuit_state::half_open);
}

TEST(circuit, errors_of_long_ago_count_no_more) {
    circuit c({.opens_at = 0.5, .least = 20, .span = 10s});
    c.at(begin);
    answer(c, 0, 19);
    c.at(begin + 11s);
    c.failed();
    EXPECT_EQ(c.is(), circuit_state::closed);
    circuit near({.opens_at = 0.5, .least = 20, .span = 10s});
    near.at(begin);
    answer(near, 0, 19);
    near.at(begin + 8s);
    near.failed();
    EXPECT_EQ(near.is(), circuit_state::open);
}

TEST(circuit, half_open_after_a_while_it_closes_when_enough_tries_succeed) {
    circuit c({.least = 1, .open_first = 5s, .trials = 3});
    c.at(begin);
    c.failed();
    c.at(begin + 4s);
    EXPECT_EQ(c.is(), circuit_state::open);
    c.at(begin + 5s);
    EXPECT_EQ(c.is(), circuit_state::half_open);
    answer(c, 2, 0);
    EXPECT_EQ(c.is(), circuit_state::half_open);
    c.succeeded();
    EXPECT_EQ(c.is(), circuit_state::closed);
}

TEST(circuit, an_error_while_half_open_opens_it_for_twice_as_long_up_to_a_bound) {
    circuit c({.least = 1, .open_first = 5s, .open_most = 12s, .trials = 3});
    mono_time now = begin;
    c.at(now);
    c.failed();
    for (const auto wait : {5s, 10s, 12s, 12s}) {
        c.at(now + wait - 1ms);
        EXPECT_EQ(c.is(), circuit_state::open) << wait.count();
        now += wait;
        c.at(now);
        EXPECT_EQ(c.is(), circuit_state::half_open) << wait.count();
        c.failed();
    }
    c.at(now + 12s);
    answer(c, 3, 0);
    c.at(now + 13s);
    c.failed();  // closed in between: it begins anew
    c.at(now + 18s);
    EXPECT_EQ(c.is(), circuit_state::half_open);
}

TEST(circuit, a_ratio_above_one_never_opens_it) {
    circuit c({.opens_at = 2, .least = 1});
    c.at(begin);
    answer(c, 0, 1000);
    EXPECT_EQ(c.is(), circuit_state::closed);
}

}  // namespace hermod::deliver
