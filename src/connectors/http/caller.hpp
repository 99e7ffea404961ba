// Who may bring receipts and messages: what a request on one of our paths must show. Everything that is configured is asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/http/auth.hpp"
#include "gateway/visits.hpp"
#include "net/address_guard.hpp"

namespace hermod::connectors::http {

struct caller_options {
    bool open = false;  // anybody, said in so many words
    std::string header, query, secret;  // a shared secret in a header, or in the query
    std::vector<net::network> networks;

    enum class subject : std::uint8_t { body, twilio };
    struct url_signature {
        std::string header, secret, prefix;
        hash with = hash::sha256;
        octet_form form = octet_form::hex;
        subject over = subject::body;
    };
    std::optional<url_signature> signature;
};

// Reads [caller]. False: a mistake was reported.
bool read_caller(settings::table_reader& table, const constants& known, caller_options& out);

// Empty: it may. Otherwise why not, for the log; the caller is told nothing. `public_url`: as the caller knows us, without path.
std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url);

// Case-insensitive; empty when it is not there.
std::string_view header_of(const visit& what, std::string_view name);

}  // namespace hermod::connectors::http
