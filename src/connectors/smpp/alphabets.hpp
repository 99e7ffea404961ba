// The alphabets that a data_coding names, and texts read in them: one reader for networks and for applications.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/smpp/dialect.hpp"

namespace hermod::connectors::smpp {

enum class alphabet : std::uint8_t { gsm7, ascii, latin1, cyrillic, hebrew, utf8, ucs2, octets };

// SMPP's own values (5.0 section 4.7.7), and the octets of 3GPP TS 23.038 that peers send as they are.
alphabet alphabet_of(std::uint8_t data_coding, const dialect& quirks);

struct read_text {
    std::string utf8;
    bool replaced = false;  // something could not be read and stands as U+FFFD
    // UCS-2: the half of a surrogate pair that the text begins or ends with (0: none). It stands as U+FFFD, and waits for
    // the other half in the part before or behind.
    std::uint16_t first_half = 0, last_half = 0;
};
// Not for octets. `payload` stands behind `udh`, which may name a national language.
read_text read_as(alphabet as, std::string_view payload, std::string_view udh, const dialect& quirks);

}  // namespace hermod::connectors::smpp
