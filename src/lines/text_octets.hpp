// For sessions whose protocol is one of characters (UCP, CIMD2): what a line reads and writes, seen as text, uncopied.
#pragma once

#include <string_view>

#include "lines/session.hpp"

namespace hermod::lines {

inline std::string_view as_text(octets bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline octets as_octets(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace hermod::lines
