// Signatures of requests: HMAC of a body, Twilio's and Plivo's over URL and form, Ed25519, AWS Signature Version 4. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "connectors/http/field.hpp"

namespace hermod::connectors::http {

enum class hash : std::uint8_t { sha1, sha256, sha512 };
enum class octet_form : std::uint8_t { hex, base64 };

std::string hmac(hash with, std::string_view key, std::string_view what);  // octets
std::string digest(hash with, std::string_view what);
std::string in_form(octet_form form, std::string_view octets);

// What Twilio signs: the URL as it was called, and the form's fields sorted by name, name and value one behind the other; of
// fields with one name each value once, sorted.
std::string twilio_subject(std::string_view url, pairs form);

// What Plivo signs (its V3): the URL without its query, the query's fields sorted as name=value, the form's sorted as namevalue, and
// the nonce of the request. Unlike Twilio it counts each value of a repeated field.
std::string plivo_subject(std::string_view url, pairs query, pairs form, std::string_view nonce);

// Ed25519 (RFC 8032). key: 32 octets, public; signature: 64.
bool ed25519_right(std::string_view key, std::string_view signature, std::string_view what);

// AWS Signature Version 4: the value of Authorization. `date` is X-Amz-Date, 20150830T123600Z.
struct aws_credentials {
    std::string access_key, secret_key, session_token, region, service;
};
struct aws_request {
    std::string_view method, host, target, content_type, body, date;
};
std::string aws_date(wall_time now);
std::string aws_authorization(const aws_credentials& who, const aws_request& what);

}  // namespace hermod::connectors::http
