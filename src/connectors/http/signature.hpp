// Signatures of requests: HMAC of a body, Twilio's over URL and form, AWS Signature Version 4. Pure.
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
