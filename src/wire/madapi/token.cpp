#include "wire/madapi/token.hpp"

#include <algorithm>
#include <charconv>

#include "wire/madapi/json.hpp"
#include "wire/madapi/letters.hpp"

namespace hermod::wire::madapi {
namespace {

constexpr std::int64_t longest_life = 10LL * 366 * 24 * 3600;  // beyond it somebody counts in another unit
constexpr std::size_t longest_token = 8192;

bool can_stand_in_a_header(std::string_view token) {
    return token.size() <= longest_token &&
           std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != '\\'; });
}

checked<std::optional<std::chrono::seconds>> life_of(const boost::json::value& body) {
    const auto* given = member(body, "expires_in");
    if (!given) return std::optional<std::chrono::seconds>();
    const std::string digits = word(given);
    std::int64_t seconds = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (digits.empty() || failed != std::errc() || end != digits.data() + digits.size() || seconds < 0 || seconds > longest_life)
        return codec_error{errc::bad_value, "expires_in"};
    return std::optional(std::chrono::seconds(seconds));
}

}  // namespace

checked<std::variant<token, failure>> read_token_answer(int http_status, std::string_view body) {
    if (http_status < 200 || http_status > 299) {
        failure refused = read_failure(http_status, body);
        // RFC 6749 section 5.2 answers 400 where the client is not known.
        if (refused.code == "invalid_client" || refused.code == "unauthorized_client" || refused.code == "invalid_grant")
            refused.what = failure_class::authorisation;
        return refused;
    }
    const auto json = read_json(body);
    if (!json) return json.error();
    token out;
    out.access_token = word(&*json, {"access_token"});
    if (out.access_token.empty()) return codec_error{errc::missing_member, "access_token"};
    if (!can_stand_in_a_header(out.access_token)) return codec_error{errc::bad_value, "access_token"};
    const std::string type = word(&*json, {"token_type"});
    if (!type.empty() && !same_letters(type, "Bearer") && !same_letters(type, "BearerToken"))
        return codec_error{errc::bad_value, "token_type"};
    const auto life = life_of(*json);
    if (!life) return life.error();
    out.expires_in = *life;
    return out;
}

}  // namespace hermod::wire::madapi
