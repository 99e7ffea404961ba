#include "base/nearest.hpp"

#include <algorithm>
#include <vector>

namespace hermod {
namespace {

constexpr std::size_t longest_word = 64;  // no key and no field of ours is longer; what is compared may be anybody's

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Three rows of the optimal string alignment table: a swap looks two rows back.
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0u : 1u)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string_view nearest(std::string_view written, std::span<const std::string_view> words) {
    std::string_view best;
    if (written.empty() || written.size() > longest_word) return best;
    std::size_t least = std::max<std::size_t>(2, written.size() / 2) + 1;
    for (const auto word : words) {
        // Three wrong letters in a word of three are another word.
        const auto distance = edit_distance(written, word);
        if (distance < least && distance < word.size()) least = distance, best = word;
    }
    return best;
}

}  // namespace hermod
