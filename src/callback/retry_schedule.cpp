#include "callback/retry_schedule.hpp"

#include <algorithm>

namespace hermod::callback {

unsigned retry_schedule::attempts_by_age(std::chrono::milliseconds age) const {
    unsigned attempts = 0;
    for (const auto delay : delays) {
        if (age < delay) break;
        age -= delay;
        ++attempts;
    }
    return attempts;
}

std::chrono::milliseconds retry_schedule::delay_after(unsigned failed, std::uint64_t seed) const {
    const auto index = std::clamp<std::size_t>(failed, 1, delays.size()) - 1;
    const std::chrono::milliseconds delay = delays[index];
    const auto tenth = static_cast<std::uint64_t>(delay.count() / 10);
    std::uint64_t mixed = (seed + failed) * 0x9e3779b97f4a7c15ull;
    mixed ^= mixed >> 32;
    return delay + std::chrono::milliseconds(static_cast<std::int64_t>(mixed % (tenth + 1)));
}

bool retry_schedule::exhausted(unsigned failed, std::chrono::milliseconds age) const {
    return failed > delays.size() && age >= length;
}

}  // namespace hermod::callback
