// Text as parameter 033 has it, to and from UTF-8: the GSM default alphabet and its extension, in one of two forms.
//
// A link carries seven bits, then "_" and two characters say what ASCII has not; or it carries ISO Latin-1, then only the rest
// is said so. "_XX" is the alphabet's escape: the character behind it counts as its code in the extension table. What we
// write in the first form reads the same in both. 480 octets always hold 160 septets: no septet takes more than three.
#pragma once

#include <span>
#include <string>

#include "text/utf.hpp"

namespace hermod::wire::cimd2 {

enum class link_form : std::uint8_t { seven_bit, latin1 };

struct unsayable {
    char32_t character = 0;  // not in the alphabet; 0 when the text is not UTF-8 there
    std::size_t offset = 0;  // octets of UTF-8 before it
    friend bool operator==(const unsayable&, const unsayable&) = default;
};
template <class T>
using sayable = boost::system::result<T, unsayable>;
[[noreturn]] void throw_exception_from_error(const unsayable& what, const boost::source_location& where);

sayable<text::octets> write_user_data(std::string_view utf8, link_form form);
// The same of codes that are there already, one an octet, as text::split() makes them: also those of a national language's
// tables, which the header beside them names and the centre need not know. Octets above 7F are no codes: none are given.
text::octets write_septets(text::octet_view septets, link_form form);

// Never refuses: what cannot be read is U+FFFD and `replaced`; an unknown combination stands as it is.
text::decoded_text read_user_data(text::octet_view octets, link_form form);
// The codes, for a header that names other tables. A character that is none of the default alphabet's is a question mark.
text::octets read_septets(text::octet_view octets, link_form form);

// Two characters behind "_", and the code in the GSM default alphabet that they mean.
struct combination {
    char pair[3];
    std::uint8_t code;
};
std::span<const combination> combinations();

}  // namespace hermod::wire::cimd2
