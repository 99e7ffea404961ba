// A text from a handset as a keyword is compared: without case, accents, spaces and punctuation, whatever the script.
//
// "Stop!", " S T O P ", "ＳＴＯＰ" and "stop 🛑" are one word; so are "Arrêt" and "ARRET", "إيقاف" and "ايقاف". Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hermod::consent {

// Beyond this no keyword is looked for: octets of what a handset sent.
constexpr std::size_t longest_text = 160;

// Only letters and digits are left. What is no UTF-8, or is longer than longest_text, gives an empty text, as one without letters
// does. folded(folded(x)) == folded(x).
std::string folded(std::string_view text);

// The same of its first word: up to the first space or punctuation mark after a letter. Of a text of any length.
std::string first_word(std::string_view text);

}  // namespace hermod::consent
