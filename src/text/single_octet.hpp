// The alphabets of one octet a character that SMPP 3.4's data_coding names (section 5.2.19), to and from UTF-8.
//
// What a network gives us is never refused: an octet that the alphabet lacks becomes U+FFFD. What we write must be in the
// alphabet. JIS, KS C 5601 and pictograms (5, 9, 10, 13, 14) stay octets: nobody sends them to a gateway as text.
#pragma once

#include "text/utf.hpp"

namespace hermod::text {

// The values are data_coding's: IA5, ISO 8859-1, ISO 8859-5 (Cyrillic), ISO 8859-8 (Hebrew).
enum class single_octet : std::uint8_t { ascii = 1, latin1 = 3, cyrillic = 6, hebrew = 7 };

std::optional<single_octet> single_octet_of(std::uint8_t data_coding);

decoded_text decode_single_octet(octet_view from, single_octet in);
// Faults: invalid_utf8, and not_in_alphabet at the first character that is not there.
checked<octets> encode_single_octet(std::string_view utf8, single_octet in);

}  // namespace hermod::text
