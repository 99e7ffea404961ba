#include "callback/circuit.hpp"

#include <algorithm>

namespace hermod::callback {

std::size_t circuit::allowed(std::size_t concurrency, mono_time now) const {
    if (!open_) return concurrency;
    return now >= until_ ? 1 : 0;
}

bool circuit::succeeded(mono_time now) {
    weight_ = 0;
    if (!open_ || (asked_ && now < until_)) return false;
    open_ = asked_ = false;
    pause_ = std::chrono::milliseconds(0);
    return true;
}

bool circuit::failed(weight how, mono_time now, std::uint64_t seed) {
    weight_ = std::min(weight_ + static_cast<unsigned>(how), opens_at);
    if (weight_ < opens_at) return false;
    const bool opened = !open_;
    // Answers to requests that were under way when it opened say nothing new.
    if (open_ && now < until_) return false;
    open_ = true;
    asked_ = false;
    pause_ = std::clamp(pause_ * 2, least_pause, longest_pause);
    const auto jitter = static_cast<std::int64_t>(seed % static_cast<std::uint64_t>(pause_.count() / 10 + 1));
    until_ = now + pause_ + std::chrono::milliseconds(jitter);
    return opened;
}

bool circuit::slow_down(mono_time now, std::chrono::milliseconds pause) {
    const bool opened = !open_;
    open_ = asked_ = true;
    until_ = std::max(until_, now + pause);
    return opened;
}

}  // namespace hermod::callback
