#include "prefixes/index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace hermod::prefixes {
namespace {

constexpr std::size_t fan = 16;                        // keys of a level that are looked at together: two cache lines
constexpr std::uint64_t greatest = ~std::uint64_t{0};  // above every number: no nibble of one is 15

// All bits of the nibbles that a prefix has.
std::uint64_t mask_of(std::uint64_t key) {
    const int unused = std::countr_zero(key) / 4 * 4;  // the last digit's nibble is not 0
    return unused >= 64 ? 0 : greatest << unused;
}

bool begins(std::uint64_t number, std::uint64_t key) {
    return ((number ^ key) & mask_of(key)) == 0;
}

// How many of the `fan` ascending keys are not above the number: first in which four it falls. Without branches: they would be
// mispredicted.
std::size_t not_above(const std::uint64_t* keys, std::uint64_t number) {
    static_assert(fan == 16);
    const auto is = [number](std::uint64_t key) { return std::size_t{key <= number}; };
    const std::size_t four = 4 * (is(keys[4]) + is(keys[8]) + is(keys[12]));
    const std::uint64_t* at = keys + four;
    return four + is(at[0]) + is(at[1]) + is(at[2]) + is(at[3]);
}

// Eight digits at once, packed as packed_number() does it, in the low half; nullopt: not all are digits.
std::optional<std::uint64_t> eight_digits(const char* from) {
    if constexpr (std::endian::native != std::endian::little) return std::nullopt;
    constexpr std::uint64_t high = 0xf0f0f0f0f0f0f0f0u, zeros = 0x3030303030303030u;
    std::uint64_t octets;
    std::memcpy(&octets, from, sizeof octets);
    // 0x30 to 0x39: the upper half is 3, and still is when 6 is added.
    if ((octets & high) != zeros || ((octets + 0x0606060606060606u) & high) != zeros) return std::nullopt;
    octets = __builtin_bswap64(octets) - (zeros - 0x0101010101010101u);
    octets = (octets | octets >> 4) & 0x00ff00ff00ff00ffu;
    octets = (octets | octets >> 8) & 0x0000ffff0000ffffu;
    return (octets | octets >> 16) & 0x00000000ffffffffu;
}

void fill_up(std::vector<std::uint64_t>& level) {
    while (level.size() % fan != 0) level.push_back(greatest);
}

}  // namespace

std::optional<std::uint64_t> packed_prefix(std::string_view digits) {
    if (digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.empty() || digits.size() > 16) return std::nullopt;
    std::uint64_t key = 0;
    int shift = 60;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        key |= static_cast<std::uint64_t>(c - '0' + 1) << shift;
        shift -= 4;
    }
    return key;
}

std::uint64_t packed_number(std::string_view number) {
    if (number.starts_with('+')) number.remove_prefix(1);
    std::uint64_t key = 0;
    int shift = 60;
    while (number.size() >= 8 && shift > 0) {
        const auto digits = eight_digits(number.data());
        if (!digits) break;
        key |= *digits << (shift - 28);
        shift -= 32;
        number.remove_prefix(8);
    }
    for (const char c : number) {
        if (c < '0' || c > '9' || shift < 0) break;
        key |= static_cast<std::uint64_t>(c - '0' + 1) << shift;
        shift -= 4;
    }
    return key;
}

std::string unpacked(std::uint64_t key) {
    std::string out;
    for (; key != 0; key <<= 4) out.push_back(static_cast<char>('0' + static_cast<int>(key >> 60) - 1));
    return out;
}

prefix_index::prefix_index(std::vector<std::uint64_t> keys) : keys_(std::move(keys)), size_(keys_.size()) {
    within_.reserve(size_);
    for (std::uint32_t i = 0; i < size_; ++i) {
        std::uint32_t up =
            i == 0 ? none : i - 1;  // what sorts before it, and what that begins with, are all that it can begin with
        while (up != none && !begins(keys_[i], keys_[up])) up = within_[up];
        within_.push_back(up);
    }
    keys_.reserve((size_ + fan - 1) / fan * fan);
    fill_up(keys_);
    while ((levels_.empty() ? keys_ : levels_.back()).size() > fan) {
        const auto& below = levels_.empty() ? keys_ : levels_.back();
        std::vector<std::uint64_t> level;
        level.reserve(below.size() / fan + fan);
        for (std::size_t i = 0; i < below.size(); i += fan) level.push_back(below[i]);
        fill_up(level);
        levels_.push_back(std::move(level));
    }
}

std::uint32_t prefix_index::find(std::uint64_t number) const {
    if (size_ == 0 || number < keys_.front()) return none;
    std::size_t group = 0;
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
        group = group * fan + not_above(level->data() + group * fan, number) - 1;
    auto place = static_cast<std::uint32_t>(group * fan + not_above(keys_.data() + group * fan, number) - 1);
    while (place != none && !begins(number, keys_[place])) place = within_[place];
    return place;
}

std::size_t prefix_index::octets() const {
    std::size_t out = keys_.capacity() * sizeof(std::uint64_t) + within_.capacity() * sizeof(std::uint32_t);
    for (const auto& level : levels_) out += level.capacity() * sizeof(std::uint64_t);
    return out;
}

}  // namespace hermod::prefixes
