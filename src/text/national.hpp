// GSM 7-bit with a national language's tables, one septet an octet: what gsm7.hpp does for the default ones.
//
// 3GPP TS 23.038 sections 6.2.1.2 and A.1: a locking shift table stands in place of the default alphabet, a single shift
// table in place of the extension table; what has no table keeps the default one. A character that both have takes one
// septet. An empty shift takes the default tables' own, faster path. What tells the handset is in the header: udh_elements.hpp.
#pragma once

#include "text/gsm7.hpp"
#include "text/language.hpp"

namespace hermod::text {

struct reverse_table;  // a table by character

// The characters that one text may have. Cheap to make and to copy.
class gsm7_alphabet {
public:
    explicit gsm7_alphabet(language_shift shift);
    // As gsm7_septets(): the code, 1B00 | code, or gsm7_absent.
    std::uint16_t septets(char32_t character) const;
    // 1 or 2; 0 when it is not there.
    unsigned width(char32_t character) const;

private:
    const reverse_table* locking_ = nullptr;  // null: the default alphabet
    const reverse_table* single_ = nullptr;   // null: the extension table
};

gsm7_reach reach_of_gsm7(std::string_view utf8, language_shift shift);
inline bool is_gsm7(std::string_view utf8, language_shift shift) {
    return reach_of_gsm7(utf8, shift).end == utf8.size();
}

checked<std::size_t> septet_count(std::string_view utf8, language_shift shift);
checked<octets> encode_gsm7(std::string_view utf8, language_shift shift);
// For callers that own the buffer: `utf8` is_gsm7 under this shift, `out` has room for its septets. Returns the end.
char* write_gsm7(std::string_view utf8, char* out, language_shift shift);

// As decode_gsm7(septets), with the shift's tables: an unknown code behind ESC is shown as the locking table (or the default
// alphabet) has it. A code where that table has no character becomes U+FFFD.
decoded_text decode_gsm7(octet_view septets, language_shift shift);

}  // namespace hermod::text
