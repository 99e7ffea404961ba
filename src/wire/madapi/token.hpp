// The answer to a request for a token by OAuth2 client credentials (RFC 6749 sections 4.4.3 and 5), with what MTN makes of it.
//
// Who asks, keeps and renews tokens is the connector. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "wire/madapi/errc.hpp"
#include "wire/madapi/failure.hpp"

namespace hermod::wire::madapi {

struct token {
    std::string access_token;  // can stand in a header as it is (RFC 6750 section 2.1: visible ASCII without quotes and commas)
    std::optional<std::chrono::seconds> expires_in;  // nothing: they do not say
    friend bool operator==(const token&, const token&) = default;
};

// token_type may be Bearer or BearerToken in any case, or missing; expires_in a number or digits in a string.
checked<std::variant<token, failure>> read_token_answer(int http_status, std::string_view body);

}  // namespace hermod::wire::madapi
