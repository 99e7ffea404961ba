// What holds in every simulated world, whatever the centre does. Counts what a test wants to say more of.
#pragma once

#include <gtest/gtest.h>

#include "world.hpp"

namespace hermod::simulated {

struct tally {
    std::size_t submitted = 0, waiting = 0, unsure = 0, twice = 0, flagged = 0, extra = 0, deferred = 0;
    std::size_t left_claimed = 0;  // nobody has them, and the next start will take them for possible duplicates
};

// After stop(): nothing is on its way any more.
inline tally check_invariants(const world& w) {
    tally out;
    EXPECT_TRUE(w.idle());
    for (std::size_t i = 0; i < w.store().size(); ++i) {
        if (testing::Test::HasFailure()) break;  // one message says enough
        const shelf::summary s = w.store().of(i);
        const std::size_t times = w.network().taken[i];
        if (s.now == state::submitted) {
            ++out.submitted;
            EXPECT_GE(times, 1u) << i << " is called submitted, and the centre never had it";
        } else if (s.now == state::unsure) {
            ++out.unsure;
        } else {
            ++out.waiting;
            EXPECT_TRUE(s.sendable) << i << " is lost: nobody will send it, and its state is " << to_text(s.now);
            out.left_claimed += s.claimed;
            if (times > 0) {
                EXPECT_TRUE(s.possible_duplicate) << i << " was taken, will be sent again, and is not flagged";
            }
        }
        if (times > 1) {
            EXPECT_TRUE(s.possible_duplicate) << i << " was taken " << times << " times and is not flagged";
        }
        out.twice += times > 1;
        out.extra += times > 1 ? times - 1 : 0;
        out.flagged += s.possible_duplicate;
        out.deferred += s.deferred;
    }
    return out;
}

}  // namespace hermod::simulated
