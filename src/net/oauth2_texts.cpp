// What an OAuth 2.0 client writes and reads; pure.
#include <boost/json/parse.hpp>
#include <charconv>

#include "net/base64.hpp"
#include "net/form_text.hpp"
#include "net/oauth2_client.hpp"

namespace hermod::net {

namespace {

void append_pair(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out.append("&").append(name).append("=");
    append_percent(out, value);
}

std::optional<std::chrono::seconds> lifetime_of(const boost::json::value* what) {
    if (!what) return std::nullopt;
    std::int64_t seconds = 0;
    if (what->is_int64() || what->is_uint64() || what->is_double()) {
        boost::json::error_code inexact;
        seconds = what->is_double() ? static_cast<std::int64_t>(std::min(what->get_double(), 1e9)) : what->to_number<std::int64_t>(inexact);
        if (inexact) return std::nullopt;
    } else if (const auto* text = what->if_string()) {
        const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), seconds);
        if (failed != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (seconds <= 0 || seconds > 366 * 86'400) return std::nullopt;
    return std::chrono::seconds{seconds};
}

}  // namespace

std::string oauth2_request(const oauth2_options& options) {
    std::string out = "grant_type=client_credentials";
    if (options.credentials_in_body) {
        append_pair(out, "client_id", options.client_id);
        append_pair(out, "client_secret", options.client_secret);
    }
    append_pair(out, "scope", options.scope);
    append_pair(out, "audience", options.audience);
    return out;
}

std::string oauth2_basic(const oauth2_options& options) {
    std::string pair;
    append_percent(pair, options.client_id);
    pair += ':';
    append_percent(pair, options.client_secret);
    return "Basic " + base64(pair);
}

std::optional<oauth2_answer> read_oauth2_answer(std::string_view body) {
    boost::json::error_code failed;
    const auto read = boost::json::parse(boost::json::string_view(body.data(), body.size()), failed);
    const auto* members = failed ? nullptr : read.if_object();
    const auto* token = members ? members->if_contains("access_token") : nullptr;
    const auto* text = token ? token->if_string() : nullptr;
    if (!text || text->empty() || text->size() > 16 * 1024) return std::nullopt;
    // It goes into a header.
    for (const char c : *text)
        if (c <= 0x20 || c >= 0x7F) return std::nullopt;
    return oauth2_answer{std::string(text->data(), text->size()), lifetime_of(members->if_contains("expires_in"))};
}

}  // namespace hermod::net
