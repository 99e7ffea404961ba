// The texts of URLs and forms: percent escapes (RFC 3986 section 2.1) and pairs (application/x-www-form-urlencoded). Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermod::net {

// All but RFC 3986's unreserved characters becomes %XX; in a form a space is "+".
void append_percent(std::string& out, std::string_view value, bool plus_for_space = false);

// %XX and, for a form or a query, "+"; a "%" without two digits stays as it is.
std::string unescaped(std::string_view text, bool plus_is_space = true);

using pairs = std::vector<std::pair<std::string, std::string>>;
// A query or a form, in its order; the first thousand.
pairs parse_pairs(std::string_view encoded);
// The first of that name; empty when there is none.
std::string_view value_of(const pairs& all, std::string_view name);

}  // namespace hermod::net
