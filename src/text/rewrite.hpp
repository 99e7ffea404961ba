// Makes a text sayable in GSM 7-bit by replacing what stands in its way: typographic characters by their plain likes (smart),
// and, only when asked, letters of other scripts and accents by Latin ones (transliteration).
//
// All or nothing: a text that would be UCS-2 all the same, that is GSM already (default or allowed tables), that is not
// UTF-8, or that would need more parts than before, stays as it is. What a table can say is never replaced. Pure.
#pragma once

#include <string>
#include <vector>

#include "text/carriage.hpp"

namespace hermod::text {

struct change {
    char32_t code_point = 0;  // the one that could not be said
    std::size_t offset = 0;   // in octets of the original, of what was replaced
    std::size_t length = 0;   // in octets: a letter and the accent behind it go together
    std::string replacement;  // may be empty: a soft hyphen, a byte order mark
    friend bool operator==(const change&, const change&) = default;
};

struct altered_text {
    std::string utf8;
    std::vector<change> changes;  // in the order of their offsets, none overlapping; empty: the text is the original
};

struct rewriting {
    bool smart = false, transliterate = false;
    language_set languages = {};  // their characters are kept where their tables are used
    bool only_septets = false;    // UCS-2 is no way out, so that more parts are better than none
};

// Of the ways that the allowed languages leave, that with the fewest changes. What smart replacing alone can do is not
// transliterated. `within`: as for choose_shift().
altered_text rewrite(std::string_view utf8, const rewriting& how, const framing& within = {});

inline altered_text smart_encode(std::string_view utf8, language_set languages = {}) {
    return rewrite(utf8, {true, false, languages});
}
inline altered_text transliterate(std::string_view utf8, language_set languages = {}) {
    return rewrite(utf8, {false, true, languages});
}

}  // namespace hermod::text
