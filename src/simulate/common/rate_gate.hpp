// What a centre lets through: so many a second, a second's worth saved up.
#pragma once

#include <algorithm>

#include "base/clock.hpp"

namespace hermod::simulate {

class rate_gate {
public:
    // rate 0: everything passes.
    bool passes(double rate, mono_time now) {
        if (rate <= 0) return true;
        const double passed = std::chrono::duration<double>(now - at_).count();
        tokens_ = at_ == mono_time{} ? rate : std::min(rate, tokens_ + passed * rate);
        at_ = now;
        if (tokens_ < 1) return false;
        tokens_ -= 1;
        return true;
    }

private:
    double tokens_ = 0;
    mono_time at_{};
};

}  // namespace hermod::simulate
