// Chances in percent, from a seed: a run can be repeated.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <utility>

namespace hermod::simulate {

class dice {
public:
    explicit dice(std::uint64_t seed) : dice_(static_cast<std::minstd_rand::result_type>(seed)) {}

    bool chance(double percent) { return percent > 0 && throw_one() < percent; }

    // One of them, each with its own percentage; nullopt for the rest.
    template <class Outcome>
    std::optional<Outcome> drawn(std::span<const std::pair<Outcome, double>> among) {
        double sum = 0;
        for (const auto& [outcome, percent] : among) sum += percent;
        if (sum <= 0) return std::nullopt;
        double draw = throw_one();
        for (const auto& [outcome, percent] : among) {
            if (draw < percent) return outcome;
            draw -= percent;
        }
        return std::nullopt;
    }

private:
    double throw_one() { return std::uniform_real_distribution<>(0, 100)(dice_); }
    std::minstd_rand dice_;
};

}  // namespace hermod::simulate
