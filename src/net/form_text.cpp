#include "net/form_text.hpp"

#include <algorithm>

namespace hermod::net {

namespace {

constexpr std::size_t most_pairs = 1'000;

bool unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

void append_percent(std::string& out, std::string_view value, bool plus_for_space) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        if (unreserved(c))
            out += c;
        else if (plus_for_space && c == ' ')
            out += '+';
        else
            out.append(1, '%').append(1, digits[octet >> 4]).append(1, digits[octet & 15]);
    }
}

std::string unescaped(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && text.size() - i > 2 && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

pairs parse_pairs(std::string_view encoded) {
    pairs out;
    while (!encoded.empty() && out.size() < most_pairs) {
        const auto end = encoded.find('&');
        const std::string_view one = encoded.substr(0, end);
        encoded.remove_prefix(end == std::string_view::npos ? encoded.size() : end + 1);
        if (one.empty()) continue;
        const auto equals = one.find('=');
        out.emplace_back(unescaped(one.substr(0, equals)),
                         equals == std::string_view::npos ? std::string() : unescaped(one.substr(equals + 1)));
    }
    return out;
}

std::string_view value_of(const pairs& all, std::string_view name) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
    return at == all.end() ? std::string_view{} : std::string_view(at->second);
}

}  // namespace hermod::net
