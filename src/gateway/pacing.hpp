// How fast one bind may go: AIMD on its window, and a pause after each throttling answer.
//
// A burst of throttling answers to submits that left before the last cut is one signal, not many. Pure: told the time.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace hermod {

class window_pace {
public:
    using ms = std::chrono::milliseconds;
    window_pace(std::size_t most, ms pause, ms pause_most)
        : most_(static_cast<double>(std::max<std::size_t>(most, 1))),
          limit_(most_),
          pause_least_(pause),
          pause_most_(pause_most),
          pause_(pause) {}

    std::size_t limit() const { return static_cast<std::size_t>(limit_); }
    bool paused() const { return paused_; }

    // The window grows by one for each window of good answers; after lost(), by one for each.
    void answered() {
        limit_ = std::min(most_, limit_ + (careful_ ? 1.0 : 1.0 / limit_));
        careful_ = careful_ && limit_ < most_;
        pause_ = pause_least_;
    }

    // Answers did not come: whatever is sent now may have to be sent again, so little of it until the peer answers.
    void lost() {
        limit_ = 1;
        careful_ = true;
    }

    // Returns how long the throttled part should wait.
    ms throttled(mono_time sent_at, mono_time now) {
        if (sent_at > last_cut_) {
            last_cut_ = now;
            limit_ = std::max(1.0, limit_ / 2);
            careful_ = false;
            until_ = now + pause_;
            paused_ = true;
            pause_ = std::min(pause_most_, pause_ * 2);
        }
        return std::max(ms(1), std::chrono::ceil<ms>(until_ - now));
    }

    // As throttled(), without the pause: the peer still takes what it gets. True when the window was cut.
    bool congested(mono_time sent_at, mono_time now) {
        if (sent_at <= last_cut_) return false;
        last_cut_ = now;
        limit_ = std::max(1.0, limit_ / 2);
        careful_ = false;
        return true;
    }

    void at(mono_time now) { paused_ = paused_ && now < until_; }

private:
    double most_, limit_;
    ms pause_least_, pause_most_, pause_;
    mono_time last_cut_ = mono_time::min(), until_{};
    bool paused_ = false, careful_ = false;
};

// `rate` a second, 0 for no limit; `burst` may be saved up, 0: a tenth of a second's worth, and one at least.
class token_bucket {
public:
    explicit token_bucket(double rate, double burst = 0)
        : rate_(rate), most_(burst > 0 ? std::max(1.0, burst) : std::max(1.0, rate / 10)), tokens_(most_) {}

    bool limits() const { return rate_ > 0; }
    std::size_t available() const { return static_cast<std::size_t>(std::max(0.0, tokens_)); }
    // From the last at() on, until there is one.
    mono_time::duration until_next() const {
        if (!limits() || tokens_ >= 1) return {};
        return std::chrono::ceil<mono_time::duration>(std::chrono::duration<double>((1 - tokens_) / rate_));
    }
    // May take what is not there yet: that much later there is some again.
    void take(std::size_t parts = 1) { tokens_ -= static_cast<double>(parts); }
    void at(mono_time now) {
        if (last_ != mono_time{} && now > last_)
            tokens_ = std::min(most_, tokens_ + rate_ * std::chrono::duration<double>(now - last_).count());
        last_ = std::max(last_, now);
    }

private:
    double rate_, most_, tokens_;
    mono_time last_{};
};

}  // namespace hermod
