// A 64-bit hash of what a key is made of, field by field. Not for secrets: among a million keys two are equal with a chance
// of one in 37 million. The store keeps those of duplicates: who changes what comes out forgets them once.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace hermod::limits {

class fingerprint {
public:
    fingerprint& operator<<(std::uint64_t number) {
        state_ = (state_ ^ number) * 0x9fb21c651e98df25ull;
        state_ ^= state_ >> 29;
        state_ *= 0xd6e8feb86659fd93ull;
        state_ ^= state_ >> 32;
        return *this;
    }
    // With its length, so that what follows cannot be taken for its end.
    fingerprint& operator<<(std::string_view text) {
        const std::size_t size = text.size();
        while (text.size() >= 8) {
            std::uint64_t word;
            std::memcpy(&word, text.data(), 8);
            *this << word;
            text.remove_prefix(8);
        }
        std::uint64_t rest = 0;
        if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
        return *this << rest << static_cast<std::uint64_t>(size);
    }
    std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0x2545f4914f6cdd1dull;
};

}  // namespace hermod::limits
