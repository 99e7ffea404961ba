// Who may bring receipts and messages: what calls/caller asks, and a signature.
#pragma once

#include <optional>
#include <string>

#include "calls/caller.hpp"
#include "connectors/http/auth.hpp"

namespace hermod::connectors::http {

struct caller_options : calls::caller_options {
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

// As calls::refuse_caller(). `public_url`: as the caller knows us, without path.
std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url);

}  // namespace hermod::connectors::http
