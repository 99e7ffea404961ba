#include "wire/madapi/answers.hpp"

#include <optional>

#include "wire/madapi/json.hpp"

namespace hermod::wire::madapi {
namespace {

using boost::json::value;

bool is_success(int http_status) {
    return http_status >= 200 && http_status < 300;
}

bool is_empty(std::string_view body) {
    return body.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Beside the HTTP status: the code in the body, where there is one.
bool says_failure(const value& body) {
    const std::string code = status_code(body);
    return !code.empty() && code != success_code;
}

std::vector<receiver_answer> receivers_of(const value& body) {
    std::vector<receiver_answer> out;
    const value* messages = member(body, "messages");
    if (!messages || !messages->is_array()) return out;
    for (const value& one : messages->get_array())
        out.push_back(
            {address(&one, {"to"}), word(&one, {"messageId"}), word(&one, {"deliveryStatus"}), word(&one, {"smsStatusURL"})});
    return out;
}

// What an accepted call must have said; nullptr when it did.
const char* missing_in(version v, const accepted& said, bool has_code) {
    switch (v) {
        case version::v1: return said.receivers.empty() ? "messages" : nullptr;
        case version::v2: return said.request_id.empty() && !has_code ? "requestId" : nullptr;
        case version::v3: return has_code ? nullptr : "statusCode";
    }
    return nullptr;
}

// The body, or the failure that it or the HTTP status says; an error when HTTP said 2xx and the body is no JSON.
checked<std::variant<value, failure>> look_at(int http_status, std::string_view body) {
    if (!is_success(http_status)) return read_failure(http_status, body);
    auto json = read_json(body);
    if (!json) return json.error();
    if (says_failure(*json)) return read_failure(http_status, body);
    return std::move(*json);
}

// The same for those who read the body themselves.
checked<std::optional<failure>> failure_in(int http_status, std::string_view body) {
    auto seen = look_at(http_status, body);
    if (!seen) return seen.error();
    if (auto* wrong = std::get_if<failure>(&*seen)) return std::optional(std::move(*wrong));
    return std::optional<failure>();
}

}  // namespace

checked<std::variant<accepted, failure>> read_outbound_answer(version v, int http_status, std::string_view body) {
    auto seen = look_at(http_status, body);
    if (!seen) return seen.error();
    if (auto* wrong = std::get_if<failure>(&*seen)) return std::move(*wrong);
    const auto& json = std::get<value>(*seen);
    accepted out;
    out.transaction_id = word(&json, {"transactionId"});
    out.request_id = word(member(json, "data"), {"requestId"});
    out.status = word(member(json, "data"), {"status"});
    out.receivers = receivers_of(json);
    if (const char* missing = missing_in(v, out, !status_code(json).empty())) return codec_error{errc::missing_member, missing};
    return out;
}

checked<std::variant<subscribed, failure>> read_subscription_answer(int http_status, std::string_view body) {
    if (is_success(http_status) && is_empty(body)) return subscribed{};
    auto seen = look_at(http_status, body);
    if (!seen) return seen.error();
    if (auto* wrong = std::get_if<failure>(&*seen)) return std::move(*wrong);
    const auto& json = std::get<value>(*seen);
    std::string id = word(member(json, "data"), {"subscriptionId", "id"});
    return subscribed{id.empty() ? word(&json, {"subscriptionId", "id"}) : std::move(id)};
}

checked<std::variant<std::vector<delivery_report>, failure>> read_status_answer(int http_status, std::string_view body) {
    const auto wrong = failure_in(http_status, body);
    if (!wrong) return wrong.error();
    if (*wrong) return **wrong;
    auto read = read_delivery_reports(body);
    if (!read) return read.error();
    return std::move(*read);
}

checked<std::variant<inbound_batch, failure>> read_poll_answer(int http_status, std::string_view body) {
    if (is_success(http_status) && is_empty(body)) return inbound_batch{};
    const auto wrong = failure_in(http_status, body);
    if (!wrong) return wrong.error();
    if (*wrong) return **wrong;
    auto read = read_inbound_batch(body);
    if (!read) return read.error();
    return std::move(*read);
}

}  // namespace hermod::wire::madapi
