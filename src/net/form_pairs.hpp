// What a query or a form (application/x-www-form-urlencoded) says: names and values, in their order. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermod::net {

// %XX and, for a form or a query, "+"; a "%" without two digits stays as it is.
std::string unescaped(std::string_view text, bool plus_is_space = true);

// All but the unreserved characters of RFC 3986 as %XX: for queries and forms alike.
void append_escaped(std::string& out, std::string_view text);

using pairs = std::vector<std::pair<std::string, std::string>>;
// At most 1000; the rest is not looked at.
pairs parse_pairs(std::string_view encoded);
// The first value of this name; empty when there is none.
std::string_view value_of(const pairs& all, std::string_view name);

}  // namespace hermod::net
