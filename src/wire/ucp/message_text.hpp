// What NMsg, AMsg and TMsg hold, and any field in IRA hexadecimal (passwords).
//
// AMsg: two hexadecimal digits for each septet of GSM 03.38 (many centres: of IRA, which is the same for most of ASCII); an
// extension is 1B and its code. TMsg: octets, of which NB bits count: UCS-2, 8-bit data, or septets packed (7 bits each).
#pragma once

#include <optional>
#include <string>

#include "text/octets.hpp"

namespace hermod::wire::ucp {

// Upper case, two digits an octet.
std::string to_hex(text::octet_view octets);
// nullopt: an odd count, or what is no hexadecimal digit.
std::optional<text::octets> from_hex(std::string_view hex);

struct transparent_data {
    text::octets octets;
    std::size_t bits = 0;  // of the octets, from the first on; at most 7 fewer than they have
    friend bool operator==(const transparent_data&, const transparent_data&) = default;
};

// NB empty: all of them. nullopt: no number, no hexadecimal, or not the octets that so many bits need.
std::optional<transparent_data> read_transparent(std::string_view nb, std::string_view tmsg);

// NB, four digits; "" above 9999.
std::string nb_text(std::size_t bits);

// Septets, one an octet, as transparent data and back: NB is 7 for each.
transparent_data pack_transparent(text::octet_view septets);
text::octets unpack_transparent(const transparent_data& packed);

}  // namespace hermod::wire::ucp
