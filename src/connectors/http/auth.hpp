// How a request says who we are: what is added to its headers after it has been rendered, and the signature over it.
//
// OAuth 2.0 is told by the connector, which keeps the token; query parameters are the request template's. Immutable.
#pragma once

#include <optional>
#include <string>

#include "connectors/http/request_template.hpp"
#include "connectors/http/signature.hpp"
#include "net/oauth2_client.hpp"

namespace hermod::connectors::http {

struct auth_options {
    enum class kind : std::uint8_t { none, header, oauth2, aws } is = kind::none;  // basic and bearer are headers
    std::string header = "Authorization", text;
    std::optional<net::oauth2_options> oauth2;  // moved to call_options::token
    aws_credentials aws;
};

// HMAC of the body in a header of its own.
struct body_signature {
    std::string header, secret, prefix;
    hash with = hash::sha256;
    octet_form form = octet_form::hex;
};

// Reads [auth] and [signature]. False: a mistake was reported.
bool read_auth(settings::table_reader& table, const constants& known, auth_options& out);
bool read_signature(settings::table_reader& table, const constants& known, std::optional<body_signature>& out);
// A value under `key` that is a secret's reference (env:, file:, cred:), or "{name}", a constant.
bool read_credential(settings::table_reader& table, std::string_view key, const constants& known, std::string& out);
bool read_hash(settings::table_reader& table, hash& with, octet_form& form);

// Texts of added headers; they live as long as the request that names them.
struct added_headers {
    std::string authorization, date, signature;
};
// `token` is OAuth's, empty otherwise.
void authorize(rendered_request& request, added_headers& texts, const auth_options& with, const std::optional<body_signature>& signing,
               const std::string& method, const net::http_url& origin, std::string_view token, wall_time now);

}  // namespace hermod::connectors::http
