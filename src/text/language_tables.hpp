// The national language tables of 3GPP TS 23.038 Annex A: A.2 single shift, A.3 locking shift. Data, nothing else.
//
// A table is 128 UTF-16 units in the order of the codes; 0 stands where it has no character, 1B (the escape) among them.
// Where public copies of these tables differ, docs/text.md says which cell is right, and language_tables_test pins it.
#pragma once

#include <array>

#include "text/language.hpp"

namespace hermod::text {

using language_table = std::array<char16_t, 128>;

// Null when the language has no such table.
const language_table* single_shift_table(language of);
const language_table* locking_shift_table(language of);

}  // namespace hermod::text
