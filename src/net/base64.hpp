// Base 64 of RFC 4648 section 4, with its padding.
#pragma once

#include <string>
#include <string_view>

namespace hermod::net {

std::string base64(std::string_view octets);

}  // namespace hermod::net
