// The alphabets that a data_coding names, and texts read in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/smpp/dialect.hpp"

namespace hermod::connectors::smpp {

enum class alphabet : std::uint8_t { gsm7, ascii, latin1, ucs2, octets };

// SMPP's own values, and the GSM 03.38 octets that peers send as they are (quirks in docs/protocols/smpp.md).
alphabet alphabet_of(std::uint8_t coding, const dialect& quirks);

struct read_text {
    std::string utf8;
    bool replaced = false;  // something could not be read and stands as U+FFFD
};
// Not for octets. `payload` stands behind `udh`.
read_text read_as(alphabet as, std::string_view payload, std::string_view udh, const dialect& quirks);

}  // namespace hermod::connectors::smpp
