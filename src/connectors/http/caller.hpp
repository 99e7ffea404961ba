// Who may bring receipts and messages: what calls/caller asks, and a signature.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "calls/caller.hpp"
#include "connectors/http/auth.hpp"

namespace hermod::connectors::http {

struct caller_options : calls::caller_options {
    // What is signed: the body, behind the request's time and a bar if there is such a header; or what one provider takes.
    enum class subject : std::uint8_t { body, timed_body, twilio, plivo };
    struct url_signature {
        std::string header, secret, prefix;  // secret: of ed25519 the public key, 32 octets
        std::string also;                    // a second header that may have it instead (plivo: signed by the main account)
        std::string moment;                  // header of the time (seconds; timed_body) or of the nonce (plivo)
        hash with = hash::sha256;
        bool ed25519 = false;                // instead of an HMAC
        octet_form form = octet_form::hex;
        subject over = subject::body;
        std::chrono::seconds tolerance{300};  // of the time, to either side
    };
    std::optional<url_signature> signature;
    // The signature is over our URL, so that must be known.
    bool signs_url() const {
        return signature && (signature->over == subject::twilio || signature->over == subject::plivo);
    }
};

// Reads [caller]. False: a mistake was reported.
bool read_caller(settings::table_reader& table, const constants& known, caller_options& out);

// As calls::refuse_caller(). `public_url`: as the caller knows us, without path.
std::string_view refuse_caller(const caller_options& wanted, const visit& what, std::string_view public_url, wall_time now);

}  // namespace hermod::connectors::http
