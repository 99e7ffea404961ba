// Octets as people read them: hexadecimal, and text in which nothing a peer sends reaches a terminal or a log raw.
#pragma once

#include <string>

#include "wire/smpp/header.hpp"

namespace hermod::wire::smpp {

std::string to_hex(octets raw);  // "0A1B", two digits an octet

// Printable ASCII as it stands, everything else and the backslash as \xNN.
std::string escaped(octets raw);
bool printable(octets raw);  // printable ASCII all through

// -1 when it is no hexadecimal digit.
int hex_digit(char c);

}  // namespace hermod::wire::smpp
