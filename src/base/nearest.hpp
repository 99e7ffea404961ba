// The word that somebody probably meant: of a list, the one most like what was written, when it is near enough to be worth saying.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace hermod {

// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other, letters' case apart.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The word of `words` most like `written`; empty when none is alike enough to be meant, or `written` is longer than any of ours.
std::string_view nearest(std::string_view written, std::span<const std::string_view> words);

}  // namespace hermod
