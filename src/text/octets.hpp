// How octets are held: in std::string and std::string_view, as message::body and message::udh hold them.
//
// The aliases only tell a reader of a signature which strings are text (UTF-8, std::string_view) and which are octets on
// their way to or from a network. Nothing here owns more than its own bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hermod::text {

using octets = std::string;
using octet_view = std::string_view;

constexpr std::uint8_t octet_at(octet_view from, std::size_t index) { return static_cast<std::uint8_t>(from[index]); }

}  // namespace hermod::text
