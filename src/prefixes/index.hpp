// Which of many beginnings of numbers is the longest that a number begins with. For a million of them and more: 12 octets a
// prefix, and a search touches two or three cache lines that are not always at hand.
//
// Prefixes are 1 to 16 digits without "+", packed into 64 bits so that they sort as text does. Above the sorted keys lie
// levels with every sixteenth key of the level below, which a search walks down. The greatest key that is not above a number
// either is its longest prefix or leads there: each key knows the longest of the others that it begins with.
// Immutable once built; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::prefixes {

// A number's digits, packed: digit + 1 a nibble from the left, zero behind the last. nullopt: none, more than 16, or something
// else than digits. A "+" before them is passed over.
std::optional<std::uint64_t> packed_prefix(std::string_view digits);
// The same of a whole number, whatever it is: the digits that it begins with, at most 16; 0 when there are none.
std::uint64_t packed_number(std::string_view number);
std::string unpacked(std::uint64_t key);

class prefix_index {
public:
    static constexpr std::uint32_t none = 0xffffffffu;

    prefix_index() = default;
    // Sorted, each once, none of them 0.
    explicit prefix_index(std::vector<std::uint64_t> keys);

    // The place among the keys of the longest prefix of the number; none: it begins with none of them.
    std::uint32_t find(std::uint64_t number) const;
    // The longest other prefix that the one at this place begins with; none: there is none.
    std::uint32_t within(std::uint32_t place) const { return within_[place]; }
    std::uint64_t key(std::uint32_t place) const { return keys_[place]; }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::size_t octets() const;  // of memory

private:
    std::vector<std::uint64_t> keys_;  // filled up to a multiple of 16 with the greatest
    std::size_t size_ = 0;             // without the filling
    std::vector<std::uint32_t> within_;
    std::vector<std::vector<std::uint64_t>> levels_;  // the lowest first; each filled up to a multiple of 16 with the greatest
};

}  // namespace hermod::prefixes
