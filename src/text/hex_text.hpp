// Octets as hexadecimal digits, as HTTP providers carry binary messages and headers.
#pragma once

#include <string>

#include "text/octets.hpp"

namespace hermod::text {

void append_hex(std::string& out, octet_view octets);  // lower case
// Octets of "0a1B"; false for what is no hexadecimal, and `out` is as it was.
bool read_hex(std::string_view digits, octets& out);

}  // namespace hermod::text
