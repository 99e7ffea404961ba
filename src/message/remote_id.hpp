// The many spellings of one network id.
//
// Networks answer a submit with one spelling and name another in the receipt: other letter case, leading zeros,
// hexadecimal here and decimal there (SMPP 3.4 leaves it open; see docs/protocols/smpp.md). The store indexes
// canonical(); a receipt is looked up by each of spellings() in turn, the likeliest first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace hermod {

// Lower case, without leading zeros and surrounding blanks; "0" stays "0".
std::string canonical_remote_id(std::string_view id);

// canonical(id) first; then, for a decimal number, its hexadecimal spelling, and for a hexadecimal one its decimal
// spelling, each canonical. Numbers beyond 64 bits have only the first.
std::vector<std::string> remote_id_spellings(std::string_view id);

// The key under which a connector's canonical id is indexed. 64 bits: a hit is confirmed against the full text.
std::uint64_t remote_key(connector_id connector, std::string_view canonical);
// The same of an id that several messages share: with the recipient's last 7 digits, which tell them apart.
std::uint64_t remote_key(connector_id connector, std::string_view canonical, std::string_view recipient);

// True when both name one subscriber: equal in their last 7 digits or more, as national and international forms are.
// An empty one agrees with everything.
bool same_subscriber(std::string_view a, std::string_view b);

}  // namespace hermod
