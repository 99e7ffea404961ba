#include "route/text_sieve.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include <re2/filtered_re2.h>

namespace hermod::route {
namespace {

constexpr std::size_t gram = 4;         // octets
constexpr unsigned bits_of_place = 15;  // 4 KiB of marks: they stay in the cache
constexpr std::size_t marks = std::size_t{1} << bits_of_place;
constexpr std::size_t most_marked = marks / 50;  // beyond, most texts would go through by chance
constexpr std::size_t longest_stride = 4;

// The place of the four octets there, whatever their case.
std::size_t place_at(const char* from) {
    std::uint32_t octets;
    std::memcpy(&octets, from, sizeof octets);
    return ((octets | 0x20202020u) * 0x9E3779B1u) >> (32 - bits_of_place);
}

bool is_ascii(std::string_view text) {
    std::uint64_t all = 0;
    std::size_t i = 0;
    for (std::uint64_t octets; i + sizeof octets <= text.size(); i += sizeof octets) {
        std::memcpy(&octets, text.data() + i, sizeof octets);
        all |= octets;
    }
    for (; i < text.size(); ++i) all |= static_cast<unsigned char>(text[i]);
    return (all & 0x8080808080808080u) == 0;
}

// How seldom texts have it, roughly.
std::ptrdiff_t rarity(std::string_view piece) {
    return std::count_if(piece.begin(), piece.end(),
                         [](char c) { return std::string_view(" etaoinsrh.0123456789").find(c) == std::string_view::npos; });
}

}  // namespace

text_sieve::text_sieve(const std::vector<std::string>& expressions) {
    if (expressions.empty()) return;
    re2::FilteredRE2 filter(static_cast<int>(gram));
    RE2::Options options;
    options.set_log_errors(false);
    for (const auto& one : expressions) {
        int place = 0;
        if (filter.Add(one, options, &place) != RE2::NoError) return;
    }
    std::vector<std::string> pieces;
    filter.Compile(&pieces);
    std::vector<int> without;
    filter.AllPotentials({}, &without);
    if (!without.empty() || pieces.empty()) return;
    std::size_t shortest = pieces.front().size();
    for (const auto& one : pieces) shortest = std::min(shortest, one.size());
    // Two letters beyond ASCII are small forms of k and s: such texts all go through, and such pieces say nothing.
    if (shortest < gram || !std::all_of(pieces.begin(), pieces.end(), is_ascii)) return;
    stride_ = std::min(longest_stride, shortest - gram + 1);
    marks_.assign(marks / 64, 0);
    for (const auto& one : pieces) mark(one);
    const auto marked = std::accumulate(marks_.begin(), marks_.end(), std::size_t{0}, [](std::size_t sum, std::uint64_t word) {
        return sum + static_cast<std::size_t>(std::popcount(word));
    });
    if (marked > most_marked) marks_.clear();
}

// As many places in a row as are passed over in a text: wherever the piece stands in it, one of them is looked at.
void text_sieve::mark(std::string_view piece) {
    std::size_t best = 0;
    const std::size_t length = gram + stride_ - 1;
    for (std::size_t i = 1; i + length <= piece.size(); ++i)
        if (rarity(piece.substr(i, length)) > rarity(piece.substr(best, length))) best = i;
    for (std::size_t i = best; i < best + stride_; ++i) {
        const auto place = place_at(piece.data() + i);
        marks_[place / 64] |= std::uint64_t{1} << (place % 64);
    }
}

bool text_sieve::lets_through(std::string_view text) const {
    if (marks_.empty() || !is_ascii(text)) return true;
    for (std::size_t i = 0; i + gram <= text.size(); i += stride_) {
        const auto place = place_at(text.data() + i);
        if (marks_[place / 64] >> (place % 64) & 1) return true;
    }
    return false;
}

}  // namespace hermod::route
