// Time that passes only when a test says so: what is to happen, in the order of its instant; and the dice of a run. One owner,
// the world of a test; the same seed gives the same run, octet for octet.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace hermod::simulated {

using micros = std::chrono::microseconds;

class timeline {
public:
    mono_time now() const { return now_; }
    wall_time wall() const { return from_micros(1'795'446'000'000'000) + std::chrono::duration_cast<micros>(now_ - began) + stepped_; }
    micros passed() const { return std::chrono::duration_cast<micros>(now_ - began); }

    void at(mono_time when, std::function<void()> what) {
        waiting_.push_back({std::max(when, now_), next_++, std::move(what)});
        std::push_heap(waiting_.begin(), waiting_.end(), later);
    }
    // Somebody sets the clock on the wall; what is measured with the other one does not notice.
    void step_wall(micros by) { stepped_ += by; }
    void after(micros wait, std::function<void()> what) { at(now_ + wait, std::move(what)); }

    void run_for(micros time) {
        const mono_time end = now_ + time;
        while (!waiting_.empty() && waiting_.front().when <= end) {
            std::pop_heap(waiting_.begin(), waiting_.end(), later);
            const entry next = std::move(waiting_.back());
            waiting_.pop_back();
            now_ = next.when;
            next.what();
        }
        now_ = end;
    }

private:
    static constexpr mono_time began{std::chrono::hours(1)};
    struct entry {
        mono_time when;
        std::uint64_t number;  // those of one instant happen in the order in which they were asked for
        std::function<void()> what;
    };
    static bool later(const entry& a, const entry& b) { return std::pair(a.when, a.number) > std::pair(b.when, b.number); }

    mono_time now_ = began;
    micros stepped_{0};
    std::uint64_t next_ = 0;
    std::vector<entry> waiting_;  // a heap, soonest first
};

// SplitMix64: the same on every machine.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t roll() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    micros between(micros least, micros most) {
        return least + micros(static_cast<std::int64_t>(roll() % static_cast<std::uint64_t>((most - least).count() + 1)));
    }
    bool one_in(std::uint64_t n) { return roll() % n == 0; }

private:
    std::uint64_t state_;
};

}  // namespace hermod::simulated
