// SHA-256 (FIPS 180-4) as the API needs it: of keys and of requests.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace hermod::api {

using digest = std::array<std::uint8_t, 32>;

// Of the pieces one behind the other. Throws std::bad_alloc only.
digest sha256(std::initializer_list<std::string_view> pieces);

}  // namespace hermod::api
