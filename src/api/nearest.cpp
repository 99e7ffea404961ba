#include "api/nearest.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace hermod::api {
namespace {

constexpr std::size_t longest = 32;  // no field of ours has a longer name

// Insertions, deletions and changes of one letter; case does not count.
std::size_t distance(std::string_view a, std::string_view b) {
    std::array<std::size_t, longest + 1> row{};
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same =
                std::tolower(static_cast<unsigned char>(a[i - 1])) == std::tolower(static_cast<unsigned char>(b[j - 1]));
            const std::size_t changed = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> among) {
    if (name.empty() || name.size() > longest) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t least = 1 + std::min<std::size_t>(3, name.size() / 2);  // half of it wrong is another word
    for (const auto candidate : among) {
        const auto far = distance(name, candidate);
        if (far >= least) continue;
        least = far;
        best = candidate;
    }
    return best;
}

}  // namespace hermod::api
