// OAdC with OTOA 5039: a name. One octet counts the useful semi-octets, then come the septets of GSM 03.38, packed as in a
// TP-OA, all in hexadecimal: "ALPHA@NUM" is 10412614190438AB4D.
//
// n septets are 7n bits, so ceil(7n/4) semi-octets; back, 4/7 of the count, cut. The field takes 22 digits: 11 septets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hermod::wire::ucp {

inline constexpr std::size_t max_sender_septets = 11;

// nullopt: empty, not in GSM 03.38, or more than 11 septets.
std::optional<std::string> packed_sender(std::string_view utf8);
// UTF-8. A count that says more than the octets hold is cut to them. nullopt: not hexadecimal, or nothing there.
std::optional<std::string> read_packed_sender(std::string_view oadc);

}  // namespace hermod::wire::ucp
