// A rate as a token bucket has it, and the one step of its algorithm: GCRA (ITU-T I.371, annex A), whose whole state is one
// instant. Pure; instants are nanoseconds of the wall clock, told by the caller.
//
// In any interval of t seconds no more than burst + rate * t tokens are granted. Who takes several at once (the parts of a message) and
// wants more than the burst gets them when the bucket is full, which then is in debt: the rate holds all the same, and only what the
// burst lacks of that message comes on top in the interval in which it was granted. The state, `paid_until`, never is more than
// `saved + owed` ahead of now; where it is, the clock has stepped back, and the bucket is taken to be empty from now on: it refills in
// its usual time instead of waiting for the clock to come back. Less than a second may be an instant that was read a little ago, by a
// thread that was held up: the step says that it is `ahead`, and who can read the clock has the bucket set right (bucket.hpp).
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/clock.hpp"

namespace hermod::limits {

using nanos = std::int64_t;

inline nanos instant(wall_time t) {
    return to_micros(t) * 1000;
}

inline constexpr nanos longest = std::int64_t{366} * 24 * 3600 * 1'000'000'000;  // until an empty bucket is full again

struct pace {
    nanos each = 0;   // until there is one more; 0: no limit
    nanos saved = 0;  // burst * each
    nanos owed = 0;   // the most that one message may take, less one token; 0: each takes one

    // `count` above 0 in `period`, of which `burst`, one at least, may be taken at once.
    static pace of(double count, std::chrono::seconds period, double burst) {
        pace out;
        const double span = static_cast<double>(std::chrono::nanoseconds(period).count()) / count;
        out.each = std::max<nanos>(1, static_cast<nanos>(std::min(span, static_cast<double>(longest))));
        if (static_cast<double>(out.each) < span && out.each < longest) ++out.each;  // never faster than it says
        const double most = std::max(1.0, static_cast<double>(longest) / static_cast<double>(out.each));
        out.saved = out.each * static_cast<nanos>(std::clamp(burst, 1.0, most));
        return out;
    }
    bool limits() const { return each > 0; }
    nanos burst() const { return each > 0 ? saved / each : 0; }
    friend bool operator==(const pace&, const pace&) = default;
};

struct step {
    bool granted = false;
    nanos paid_until = 0;  // the bucket's next state
    nanos wait = 0;        // not granted: until there is one
    bool ahead = false;    // not granted: the state is further ahead of the instant than it can be, and was left so
};

inline nanos most_ahead(const pace& by, nanos at) {
    return at + by.saved + by.owed;
}

// `tokens`: from 1 to 1 + owed / each.
inline step take(const pace& by, nanos paid_until, nanos at, std::uint32_t tokens = 1) {
    constexpr nanos skew = 1'000'000'000;  // threads do not read one instant; a step of the clock is more
    const nanos most = most_ahead(by, at), price = by.each * static_cast<nanos>(tokens), before = std::clamp(paid_until, at, most);
    const nanos there = before + std::min(price, by.saved);
    if (there <= at + by.saved) return {true, before + price};
    const nanos wait = there - at - by.saved;
    if (paid_until > most + skew) return {false, at + by.saved, wait};
    return {false, paid_until, wait, paid_until > most};
}

// How many there are now.
inline nanos there(const pace& by, nanos paid_until, nanos at) {
    return by.each == 0 ? 0 : (at + by.saved - std::clamp(paid_until, at, at + by.saved)) / by.each;
}

}  // namespace hermod::limits
