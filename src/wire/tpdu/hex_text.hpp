// Octets as AT commands write them: two hexadecimal digits each (TS 27.005 section 4, "<pdu>").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/tpdu/errc.hpp"
#include "wire/tpdu/oddity.hpp"

namespace hermod::wire::tpdu {

std::string to_hex(octets raw);  // upper case, as the standard wants it

// Appends to `out`, which stays as it was on a fault: not_hex at the character, odd_hex at the end. Spaces around the digits are
// none of them. Lower case is an oddity.
codec_result<oddities> from_hex(std::string_view text, std::vector<std::uint8_t>& out);

}  // namespace hermod::wire::tpdu
