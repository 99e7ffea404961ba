#include "api/request.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/nearest.hpp"
#include "message/tags.hpp"
#include "net/http_characters.hpp"

namespace hermod::api {
namespace {

constexpr std::size_t longest_key = 255, greatest_limit = 1000;
constexpr std::array<std::string_view, 8> filter_names{"state", "to", "from", "client_ref", "tag", "since", "cursor", "limit"};
constexpr std::array<std::string_view, 1> limit_names{"limit"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char low = net::characters::lower(c);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// No number and no time holds a space: it was a "+" that nobody escaped.
std::string with_plus(std::string text) {
    std::replace(text.begin(), text.end(), ' ', '+');
    return text;
}

std::optional<std::size_t> whole_limit(std::string_view text) {
    std::size_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || end != text.data() + text.size() || value < 1 || value > greatest_limit) return std::nullopt;
    return value;
}

// What is wrong with a value; empty when it is good and stands in `into`.
std::string take_parameter(const parameter& one, store::filter& into) {
    if (one.name == "state") {
        into.now = parse_state(one.value);
        return into.now ? ""
                        : "is no state; states are accepted, scheduled, queued, submitted, delivered, undelivered, expired, "
                          "rejected, unsure, cancelled";
    }
    // Behind its beginning, a number as it was given may have spaces.
    if (one.name == "to") return into.to = one.value.starts_with(' ') ? with_plus(one.value) : one.value, "";
    if (one.name == "from") return into.from = one.value.starts_with(' ') ? with_plus(one.value) : one.value, "";
    if (one.name == "client_ref") return into.client_ref = one.value, "";
    if (one.name == "tag") return into.tag = one.value, is_tag(one.value) ? "" : "is no tag: 1 to 32 letters, digits, . _ - :";
    if (one.name == "since") {
        const auto since = parse_rfc3339(with_plus(one.value));
        if (!since) return "is no RFC 3339 time, 2026-11-23T15:00:23Z for one";
        return into.since = *since, "";
    }
    if (one.name == "cursor") {
        const auto before = parse_message_id(one.value);
        if (!before) return "is no cursor; give next_cursor of the page before";
        return into.before = *before, "";
    }
    const auto limit = whole_limit(one.value);
    if (!limit) return "is not a whole number from 1 to 1000";
    return into.limit = *limit, "";
}

problem bad_query(const parameter& one, std::string_view why) {
    problem out("invalid_query", "\"" + one.name.substr(0, 64) + "\" " + std::string(why));
    out.errors.push_back({"?" + one.name.substr(0, 64), "invalid_value", out.detail});
    return out;
}

problem unknown_parameter(const parameter& one, std::span<const std::string_view> known) {
    std::string why = "is no parameter of this path";
    if (const auto near = nearest(one.name, known); !near.empty()) why += "; did you mean \"" + std::string(near) + "\"?";
    auto out = bad_query(one, why);
    out.errors.front().code = "unknown_field";
    return out;
}

std::optional<std::string> unquoted(std::string_view text) {
    std::string out;
    if (text.size() < 2 || text.back() != '"') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') return std::nullopt;
        if (text[i] == '\\' && (++i == text.size() || (text[i] != '"' && text[i] != '\\'))) return std::nullopt;
        out += text[i];
    }
    return out;
}

}  // namespace

std::vector<parameter> parse_query(std::string_view query) {
    std::vector<parameter> out;
    while (!query.empty()) {
        const auto one = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), one.size() + 1));
        if (one.empty()) continue;
        const auto equals = one.find('=');
        out.push_back(
            {unescaped(one.substr(0, equals)), equals == std::string_view::npos ? "" : unescaped(one.substr(equals + 1))});
    }
    return out;
}

std::variant<store::filter, problem> read_filter(std::string_view query) {
    store::filter out;
    for (const auto& one : parse_query(query)) {
        if (std::find(filter_names.begin(), filter_names.end(), one.name) == filter_names.end())
            return unknown_parameter(one, filter_names);
        if (one.value.empty()) continue;  // ?state=&to= asks for everything
        if (const auto why = take_parameter(one, out); !why.empty()) return bad_query(one, why);
    }
    return out;
}

std::variant<std::size_t, problem> read_limit(std::string_view query, std::size_t otherwise) {
    for (const auto& one : parse_query(query)) {
        if (one.name != "limit") return unknown_parameter(one, limit_names);
        const auto limit = whole_limit(one.value);
        if (!limit) return bad_query(one, "is not a whole number from 1 to 1000");
        otherwise = *limit;
    }
    return otherwise;
}

bool is_json(std::string_view content_type) {
    using net::characters::trimmed;
    auto rest = content_type;
    const auto next = [&rest] {
        const auto part = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        return trimmed(part);
    };
    if (!net::same_ignoring_case(next(), "application/json")) return false;
    while (!rest.empty()) {
        const auto part = next();
        constexpr std::string_view charset = "charset=";
        if (part.size() < charset.size() || !net::same_ignoring_case(part.substr(0, charset.size()), charset)) continue;
        const auto name = part.substr(charset.size());
        if (!net::same_ignoring_case(name, "utf-8") && !net::same_ignoring_case(name, "\"utf-8\"")) return false;
    }
    return true;
}

std::variant<std::optional<std::string>, problem> read_idempotency_key(const net::http_head& head) {
    const net::http_field* found = nullptr;
    for (const auto& field : head.fields) {
        if (!net::same_ignoring_case(field.name, "idempotency-key")) continue;
        if (found) return problem("invalid_idempotency_key", "the Idempotency-Key stands twice in the request");
        found = &field;
    }
    if (!found) return std::optional<std::string>();
    const auto value = found->value;
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != ','; };
    std::optional<std::string> key;
    if (value.starts_with('"'))
        key = unquoted(value);
    else if (std::all_of(value.begin(), value.end(), visible))
        key = std::string(value);
    if (!key || key->empty() || key->size() > longest_key)
        return problem("invalid_idempotency_key",
                       "the Idempotency-Key must be 1 to 255 visible ASCII characters, bare or in double quotes");
    return key;
}

}  // namespace hermod::api
