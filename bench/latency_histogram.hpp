// Latencies in microseconds within 3 % from 1 us to over an hour, in a fixed table: 32 steps an octave.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

class latency_histogram {
public:
    void add(std::uint64_t micros) {
        ++counts_[place(micros)];
        ++total_;
        if (micros > most_) most_ = micros;
    }
    // The least value that `share` (0 to 1) of all do not exceed.
    std::uint64_t at(double share) const {
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_) + 0.5);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen >= wanted && seen > 0) return value(i) < most_ ? value(i) : most_;
        }
        return most_;
    }
    std::uint64_t most() const { return most_; }
    std::uint64_t total() const { return total_; }

private:
    static constexpr std::size_t steps = 64, octaves = 27;
    static std::size_t place(std::uint64_t v) {
        if (v < steps) return static_cast<std::size_t>(v);
        const auto octave = static_cast<std::size_t>(std::bit_width(v)) - 6;  // 1 for 64 to 127
        const auto index = octave * steps / 2 + steps / 2 + static_cast<std::size_t>(v >> octave) - steps / 2;
        return index < size ? index : size - 1;
    }
    // The upper end of a place's values.
    static std::uint64_t value(std::size_t index) {
        if (index < steps) return index;
        const auto octave = (index - steps / 2) / (steps / 2);
        const auto step = (index - steps / 2) % (steps / 2) + steps / 2;
        return ((static_cast<std::uint64_t>(step) + 1) << octave) - 1;
    }
    static constexpr std::size_t size = steps / 2 * (octaves + 2);
    std::array<std::uint64_t, size> counts_{};
    std::uint64_t total_ = 0, most_ = 0;
};
