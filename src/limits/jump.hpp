// A jump against the usual: how many messages there were in windows that follow each other, beside the mean of the windows before.
// What the fraud protection of SMS platforms looks for first when somebody has codes sent to his own numbers: a prefix that gets
// many times what it usually gets. Any thread.
//
// The usual is the mean of the windows so far, and an exponentially weighted mean once there were `memory` of them; a window
// without messages counts as 0. Only what was let through counts, so that what is refused never becomes usual. After the start there
// is no usual yet: for `learning` windows everything is let through. A key is forgotten when its last message is `memory` windows old.
#pragma once

#include <atomic>
#include <cmath>
#include <limits>

#include "limits/keyed_table.hpp"

namespace hermod::limits {

struct jump {
    double times = 0;             // the usual; 0: no such limit
    std::uint32_t at_least = 0;   // so many are let through in a window whatever is usual
    std::chrono::seconds within{0};
    nanos window() const { return std::max<nanos>(1, std::chrono::nanoseconds(within).count()); }
};

struct jump_counted {
    bool granted = false;
    nanos wait = 0;          // not granted: until the next window
    double usual = 0;
    std::int64_t window = 0;  // granted: where it was counted
};

class jump_table {
public:
    static constexpr std::int64_t learning = 3;
    static constexpr double memory = 24;

    explicit jump_table(std::size_t most_keys) : all_(most_keys) {}

    jump_counted count(std::uint64_t key, const jump& by, std::uint32_t weight, nanos at) {
        const std::int64_t window = at / by.window();
        const std::int64_t first = first_.load(std::memory_order_relaxed);
        if (window < first) first_.store(window, std::memory_order_relaxed);  // it has just begun, or the clock has stepped back
        const bool learns = window - std::min(first, window) < learning;
        return all_.with(key, at, [&](state& one) {
            one.turn_to(window);
            one.until = (one.window + 1 + static_cast<std::int64_t>(memory)) * by.window();
            const double most = std::max<double>(by.at_least, by.times * one.usual);
            if (!learns && static_cast<double>(one.count) + weight > most)
                return jump_counted{false, std::max<nanos>(1, (window + 1) * by.window() - at), one.usual, 0};
            one.count += weight;
            return jump_counted{true, 0, one.usual, one.window};
        });
    }
    void give_back(std::uint64_t key, std::uint32_t weight, const jump_counted& what) {
        all_.if_there(key, [&](state& one) {
            if (one.window == what.window) one.count -= std::min<std::uint64_t>(one.count, weight);
            return true;
        });
    }
    void clear() { all_.clear(); }
    std::size_t size() const { return all_.size(); }
    std::uint64_t forgotten() const { return all_.forgotten(); }

private:
    struct state {
        nanos until = 0;
        std::int64_t window = -1;  // none yet
        std::uint64_t count = 0;   // in it
        double usual = 0, seen = 0;  // mean of the windows before, how many they were (no more than `memory`)

        void close(double messages) {
            seen = std::min(seen + 1, memory);
            usual += (messages - usual) * (seen < memory ? 1 / seen : 2 / (memory + 1));
        }
        // A clock that has stepped back a little goes on in the window where it was; further, it begins one, and knows what is usual.
        void turn_to(std::int64_t now) {
            if (now <= window && window - now <= 2) return;
            if (window >= 0 && now > window) {
                close(static_cast<double>(count));
                std::int64_t empty = now - window - 1;
                for (; empty > 0 && seen < memory; --empty) close(0);
                usual *= std::pow(1 - 2 / (memory + 1), static_cast<double>(empty));
            }
            window = now;
            count = 0;
        }
    };
    keyed_table<state> all_;
    std::atomic<std::int64_t> first_{std::numeric_limits<std::int64_t>::max()};  // window that anything was counted in
};

}  // namespace hermod::limits
