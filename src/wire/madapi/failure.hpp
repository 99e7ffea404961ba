// A call that MADAPI refused, also where HTTP said 200: what it said, and what to do about it by default.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hermod::wire::madapi {

// Proposed; a connector's own error table may say otherwise.
enum class failure_class : std::uint8_t {
    final,          // the message cannot go this way
    retry,          // later
    throttled,      // slower
    authorisation,  // get another token, or tell the operator; the message can wait
    funds,          // tell the operator; the message can wait
    unsure,         // the network may have it: a time-out behind the interface
};

struct error_code {
    std::string_view code;
    std::string_view name;
    failure_class what;
};
std::span<const error_code> error_codes();
const error_code* find_error_code(std::string_view code);

inline constexpr std::string_view success_code = "0000";
inline constexpr std::string_view already_registered_code = "4004";  // of a subscription, with HTTP 403

struct failure {
    int http_status = 0;
    std::string code;  // statusCode, or the word that another part of their gateway used; empty when there was none
    std::string message;
    std::string transaction_id;
    failure_class what = failure_class::final;
    friend bool operator==(const failure&, const failure&) = default;
};

// 401 and 429 by themselves, otherwise by the code when we know it, otherwise by the HTTP status.
failure_class class_of(int http_status, std::string_view code);

// Whatever `body` holds, JSON or not: a failure never becomes an error of reading.
failure read_failure(int http_status, std::string_view body);

}  // namespace hermod::wire::madapi
