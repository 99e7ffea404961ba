// Why a rule holds for a message, or does not: condition by condition, in words. For `route test`; traffic goes by matcher.hpp,
// and a test holds the two to each other.
#pragma once

#include <optional>
#include <string>

#include "route/conditions.hpp"

namespace hermod::route {

// What end of the message `number` and `other` are.
enum class side : std::uint8_t { to_handset, from_handset };

// The first condition that does not hold, as a sentence; nullopt: all hold.
std::optional<std::string> why_not(const conditions& rule, const facts& of, side way);
// The conditions of a rule that holds: "the number begins with 4179, the encoding is gsm7"; "it asks for nothing".
std::string what_holds(const conditions& rule, const facts& of, side way);

}  // namespace hermod::route
