// How fast a connector may go over all its lines: `rate` a second, 0 for no limit; a tenth of a second's worth may be saved
// up, and one at least. Pure: told the time.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace hermod::lines {

class token_bucket {
public:
    explicit token_bucket(double rate) : rate_(rate), most_(std::max(1.0, rate / 10)), tokens_(most_) {}

    bool limits() const { return rate_ > 0; }
    std::size_t available() const { return static_cast<std::size_t>(std::max(0.0, tokens_)); }
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

}  // namespace hermod::lines
