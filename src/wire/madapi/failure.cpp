#include "wire/madapi/failure.hpp"

#include <algorithm>

#include "wire/madapi/json.hpp"

namespace hermod::wire::madapi {
namespace {

constexpr error_code codes[] = {
    {"1000", "user not found", failure_class::final},
    {"1001", "request error", failure_class::final},
    {"1004", "pending", failure_class::unsure},
    {"1005", "retry", failure_class::retry},
    {"1007", "timeout", failure_class::unsure},
    {"1012", "timeout", failure_class::unsure},
    {"1013", "rate exceeded", failure_class::throttled},
    {"2000", "connection", failure_class::retry},
    {"3000", "unavailable", failure_class::retry},
    {"3001", "system", failure_class::retry},
    {"3003", "timeout", failure_class::unsure},
    {"3006", "rate exceeded", failure_class::throttled},
    {"4000", "unauthorised", failure_class::authorisation},
    {"4001", "not allowed", failure_class::authorisation},
    {already_registered_code, "already registered", failure_class::final},
    {"5000", "bad parameters", failure_class::final},
    {"5001", "failed", failure_class::final},
    {"6000", "billing", failure_class::funds},
    {"6001", "funds", failure_class::funds},
};

failure_class class_of_status(int status) {
    switch (status) {
        case 401:
        case 403: return failure_class::authorisation;
        case 402: return failure_class::funds;
        case 408: return failure_class::unsure;
        case 429: return failure_class::throttled;
        case 502:
        case 504: return failure_class::unsure;
        default: return status >= 500 ? failure_class::retry : failure_class::final;
    }
}

}  // namespace

std::span<const error_code> error_codes() {
    return codes;
}

const error_code* find_error_code(std::string_view code) {
    const auto* found = std::ranges::find(codes, code, &error_code::code);
    return found == std::end(codes) ? nullptr : found;
}

failure_class class_of(int http_status, std::string_view code) {
    if (http_status == 401 || http_status == 429) return class_of_status(http_status);
    const error_code* known = find_error_code(code);
    return known ? known->what : class_of_status(http_status);
}

failure read_failure(int http_status, std::string_view body) {
    failure out;
    out.http_status = http_status;
    if (const auto json = read_json(body)) {
        // MADAPI's own; the API gateway's before it, which answers for bad tokens and quotas; RFC 6749 section 5.2.
        const auto* fault = member(*json, "fault");
        out.code = status_code(*json);
        if (out.code.empty() && fault) out.code = word(member(*fault, "detail"), {"errorcode"});
        if (out.code.empty()) out.code = word(&*json, {"error", "code"});
        out.message = word(&*json, {"statusMessage", "supportMessage", "error_description", "message"});
        if (out.message.empty()) out.message = word(fault, {"faultstring"});
        out.transaction_id = word(&*json, {"transactionId"});
    }
    out.what = class_of(http_status, out.code);
    return out;
}

}  // namespace hermod::wire::madapi
