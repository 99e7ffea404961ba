// Septets packed into octets, 3GPP TS 23.038 section 6.1.2.1, as TPDUs and a few SMPP peers carry them.
//
// Behind a user data header the text starts on a septet boundary, so up to six fill bits stand between (TS 23.040 section
// 9.2.3.24). The number of septets is the TPDU's to say (UDL): 8n-7 septets leave seven zero bits that look like an "@".
#pragma once

#include "text/errc.hpp"
#include "text/octets.hpp"

namespace hermod::text {

// Of a header of that many octets, its length octet included; 0 when there is none.
constexpr std::size_t septets_under_header(std::size_t header_octets) { return (header_octets * 8 + 6) / 7; }
constexpr unsigned fill_bits_behind_header(std::size_t header_octets) {
    return static_cast<unsigned>(septets_under_header(header_octets) * 7 - header_octets * 8);
}

// `septets`: one an octet, the high bits are ignored. `fill_bits`: 0 to 6 zero bits in front.
octets pack_septets(octet_view septets, unsigned fill_bits = 0);

// Exactly `count` septets, one an octet; too_few_octets (at the end of `packed`) when they are not all there.
checked<octets> unpack_septets(octet_view packed, std::size_t count, unsigned fill_bits = 0);

}  // namespace hermod::text
