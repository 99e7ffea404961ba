// Base 64 of RFC 4648 section 4, with its padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hermod::net {

std::string base64(std::string_view octets);
// Strictly: with its padding, and nothing else. nullopt: it is none.
std::optional<std::string> read_base64(std::string_view text);

}  // namespace hermod::net
