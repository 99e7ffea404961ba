// What stands for what, for rewrite.cpp: data and its lookup, no decision. Every replacement is in the default GSM tables.
#pragma once

#include <optional>
#include <string>

namespace hermod::text {

// Quotes, dashes, spaces, ellipses, bullets, ligatures, canonical doubles. Empty: leave it out. nullopt: nothing stands for it.
std::optional<std::string_view> typographic_like(char32_t character);

// The letter that a base and the combining accent behind it are, for the letters of the GSM tables; 0 when there is none.
char32_t composed(char32_t base, char32_t accent);

// `before` and `after` are its neighbours (0: none): a capital that becomes several letters follows their case.
std::optional<std::string> transliteration_of(char32_t character, char32_t before, char32_t after);

}  // namespace hermod::text
