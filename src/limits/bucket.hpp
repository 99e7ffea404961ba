// A token bucket that threads share without a lock: its whole state is one atomic instant (pace.hpp). Any thread.
#pragma once

#include <atomic>

#include "limits/pace.hpp"

namespace hermod::limits {

// What a take() has done; also what give_back() must be told.
struct taken {
    bool granted = false;
    nanos wait = 0;   // not granted: until it would be
    nanos until = 0;  // granted: the instant until which these tokens are missing
    nanos price = 0;  // granted: what they cost
    bool ahead = false;  // not granted: worth set_right(), and another take()

    static taken of(const step& made, nanos each, std::uint32_t tokens) {
        if (!made.granted) return {false, made.wait, 0, 0, made.ahead};
        return {true, made.wait, made.paid_until, each * static_cast<nanos>(tokens)};
    }
};

// Of tokens that were not used. What has come back by itself meanwhile is not given a second time: others may have had it.
inline nanos refund(const taken& what, nanos at) {
    return std::min(what.price, what.until - at);
}

class bucket {
public:
    taken take(const pace& by, nanos at, std::uint32_t tokens = 1) {
        nanos before = paid_until_.load(std::memory_order_relaxed);
        for (;;) {
            const step next = limits::take(by, before, at, tokens);
            if ((!next.granted && next.paid_until == before) ||
                paid_until_.compare_exchange_weak(before, next.paid_until, std::memory_order_relaxed))
                return taken::of(next, by.each, tokens);
        }
    }
    // Was the clock set back, or is it the caller's instant that is old? The clock is read behind the state: what is ahead of it even
    // so was paid before a step, and from now on the bucket is empty.
    template <class Clock>
    void set_right(const pace& by, const Clock& now) {
        nanos before = paid_until_.load(std::memory_order_acquire);
        const nanos at = now();
        if (before > most_ahead(by, at)) paid_until_.compare_exchange_strong(before, at + by.saved, std::memory_order_relaxed);
    }
    void give_back(const taken& what, nanos at) {
        if (at < what.until) paid_until_.fetch_sub(refund(what, at), std::memory_order_relaxed);
    }
    nanos there(const pace& by, nanos at) const { return limits::there(by, paid_until_.load(std::memory_order_relaxed), at); }

private:
    std::atomic<nanos> paid_until_{0};
};

}  // namespace hermod::limits
