// What the API reads of a request besides its body: query parameters and three header fields. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/problem.hpp"
#include "net/http_gate.hpp"
#include "store/store.hpp"

namespace hermod::api {

struct parameter {
    std::string name, value;
};

// application/x-www-form-urlencoded: "+" is a space, %2B a plus. Broken escapes stay as they are.
std::vector<parameter> parse_query(std::string_view query);

// state, to, from, client_ref, since, cursor, limit of GET /v1/messages; the account is the caller's to add.
std::variant<store::filter, problem> read_filter(std::string_view query);
// limit only, 1 to 1,000.
std::variant<std::size_t, problem> read_limit(std::string_view query, std::size_t otherwise);

// application/json, in UTF-8 when it names a charset.
bool is_json(std::string_view content_type);

// The Idempotency-Key: a structured field's string ("..." with \" and \\) or a bare word. Empty optional: not sent.
std::variant<std::optional<std::string>, problem> read_idempotency_key(const net::http_head& head);

}  // namespace hermod::api
