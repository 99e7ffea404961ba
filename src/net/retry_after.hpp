// Retry-After (RFC 9110 section 10.2.3): seconds, or a date in the IMF form. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::net {

// At least 1 s and at most 1 h, whatever the peer asks; nullopt for what is neither seconds nor a date.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, wall_time now);

}  // namespace hermod::net
