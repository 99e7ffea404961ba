// Whether a network that answers too many tries with errors is tried at all. Pure: told the time. One executor, its owner's.
//
// Closed: everything goes. Open: nothing, for a while that doubles from time to time. Then half open: a few tries; when as many
// succeeded as were asked for it is closed, the first error opens it again.
// What counts as an error, its owner says: a refusal of one message's number is none.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"

namespace hermod::deliver {

struct circuit_options {
    double opens_at = 0.5;         // errors among the tries of the span; above 1: never
    std::uint32_t least = 20;      // tries in the span, before their ratio says anything
    std::chrono::milliseconds span{10'000};
    std::chrono::milliseconds open_first{5'000}, open_most{60'000};
    std::uint32_t trials = 5;      // that must succeed while half open
};

enum class circuit_state : std::uint8_t { closed = 0, half_open = 1, open = 2 };

class circuit {
public:
    explicit circuit(circuit_options options) : options_(options), pause_(options.open_first) {}

    circuit_state is() const { return is_; }
    // Tries that may be under way at once while half open.
    std::size_t trials() const { return options_.trials; }

    void at(mono_time now) {
        if (is_ == circuit_state::open && now_ == mono_time{}) until_ = now + pause_;  // it opened before it was told the time at all
        if (is_ == circuit_state::open && now >= until_) {
            is_ = circuit_state::half_open;
            succeeded_ = 0;
        }
        const auto turn = static_cast<std::int64_t>(now.time_since_epoch() / step());
        // What is older than the span counts no more.
        for (std::int64_t passed = std::min<std::int64_t>(turn - turn_, static_cast<std::int64_t>(tallies_.size())); passed > 0; --passed)
            tallies_[static_cast<std::size_t>(turn - passed + 1) % tallies_.size()] = {};
        turn_ = turn;
        now_ = now;
    }
    void succeeded() {
        if (is_ == circuit_state::half_open) {
            if (++succeeded_ >= options_.trials) close();
            return;
        }
        ++here().tries;
    }
    void failed() {
        if (is_ == circuit_state::open) return;  // of those that were under way when it opened
        if (is_ == circuit_state::half_open) {
            pause_ = std::min(options_.open_most, pause_ * 2);
            return open();
        }
        ++here().tries;
        ++here().errors;
        std::uint64_t tries = 0, errors = 0;
        for (const tally& one : tallies_) {
            tries += one.tries;
            errors += one.errors;
        }
        if (tries >= options_.least && static_cast<double>(errors) >= options_.opens_at * static_cast<double>(tries)) open();
    }

private:
    struct tally {
        std::uint32_t tries = 0, errors = 0;
    };
    std::chrono::steady_clock::duration step() const { return std::max<std::chrono::milliseconds>(options_.span / 10, std::chrono::milliseconds{1}); }
    tally& here() { return tallies_[static_cast<std::size_t>(turn_) % tallies_.size()]; }
    void open() {
        is_ = circuit_state::open;
        until_ = now_ + pause_;
        tallies_ = {};
    }
    void close() {
        is_ = circuit_state::closed;
        pause_ = options_.open_first;
        tallies_ = {};
    }

    circuit_options options_;
    circuit_state is_ = circuit_state::closed;
    std::array<tally, 10> tallies_{};
    std::int64_t turn_ = 0;
    mono_time now_{}, until_{};
    std::chrono::milliseconds pause_;
    std::uint32_t succeeded_ = 0;
};

constexpr const char* to_text(circuit_state s) {
    switch (s) {
        case circuit_state::closed: return "closed";
        case circuit_state::half_open: return "half_open";
        case circuit_state::open: return "open";
    }
    return "?";
}

}  // namespace hermod::deliver
