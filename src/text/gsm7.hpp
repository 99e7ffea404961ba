// The GSM 7-bit default alphabet and its extension table, 3GPP TS 23.038 sections 6.2.1 and 6.2.1.1, one septet an octet.
//
// That unpacked form is what SMPP carries; packing.hpp packs it for TPDUs. A character of the extension table is two
// septets, ESC (1B) and its code. 09 is capital C with cedilla (U+00C7), as phones show it, not the small one of some tables.
// No transliteration and no national language tables here (national.hpp has those): a character is in the tables or not.
#pragma once

#include <cstdint>
#include <optional>

#include "text/utf.hpp"

namespace hermod::text {

inline constexpr std::uint8_t gsm7_escape = 0x1B;

// How far a text can be said in GSM 7-bit.
struct gsm7_reach {
    std::size_t septets = 0;  // of the characters before `end`
    std::size_t end = 0;      // offset of the first character that cannot be said (or is not UTF-8); the size if all can
};

gsm7_reach reach_of_gsm7(std::string_view utf8);

inline bool is_gsm7(std::string_view utf8) { return reach_of_gsm7(utf8).end == utf8.size(); }

// 1 or 2; 0 when the character is not in the tables.
unsigned gsm7_width(char32_t character);
// How the character is written: its code, or 1B00 | code for a pair, or gsm7_absent.
inline constexpr std::uint16_t gsm7_absent = 0xFFFF;
std::uint16_t gsm7_septets(char32_t character);

// Septets that the text needs, escapes counted; fails with not_in_gsm7 or invalid_utf8 at the first offender.
checked<std::size_t> septet_count(std::string_view utf8);
checked<octets> encode_gsm7(std::string_view utf8);
// For callers that own the buffer: `utf8` is_gsm7, `out` has room for its septets. Returns the end of what it wrote.
char* write_gsm7(std::string_view utf8, char* out);

// Reads what any network may send (TS 23.038 section 6.2.1.1): an unknown code behind ESC is shown as the default table's
// character, ESC ESC as one space, an ESC at the end as a space. An octet above 7F is no septet: replaced by U+FFFD.
decoded_text decode_gsm7(octet_view septets);

}  // namespace hermod::text
