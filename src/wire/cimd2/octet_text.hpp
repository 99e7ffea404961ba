// Octets as people read them, and the hexadecimal that parameters 032 and 034 carry.
#pragma once

#include <optional>
#include <string>

#include "text/octets.hpp"

namespace hermod::wire::cimd2 {

using text::octet_at;
using text::octet_view;

std::string to_hex(octet_view octets);  // "0A1B", as we write it
// nullopt unless it is pairs of digits; a peer may write a to f small.
std::optional<text::octets> from_hex(std::string_view digits);
int hex_digit(char c);  // -1 when it is none

// Printable ASCII as it stands, everything else and the backslash as \xNN: nothing that a peer sends reaches a log raw.
std::string escaped(octet_view octets);
// The same for valid UTF-8: only control characters and what could turn the line around are escaped.
std::string escaped_utf8(std::string_view utf8);

}  // namespace hermod::wire::cimd2
