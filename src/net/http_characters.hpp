// Which characters may stand where in HTTP: one table, one look a byte. Shared by the gate and by those who write heads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hermod::net {
namespace characters {

// What a byte may be part of; one look in a table a byte.
enum : std::uint8_t { token = 1, value = 2, path = 4, query = 8, hex = 16, host = 32 };

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    const auto add = [&](std::string_view characters, int kind) {
        for (const char c : characters) {
            auto& byte = classes[static_cast<unsigned char>(c)];
            byte = static_cast<std::uint8_t>(byte | kind);
        }
    };
    add("0123456789", token | path | hex | host);
    add("abcdefABCDEF", hex);
    add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", token | path | host);
    add("!#$%&'*+-.^_`|~", token);
    add("-._~!$&'()*+,;=:@/%", path);      // RFC 3986: pchar, "/" and the escape
    add("-._~!$&'()*+,;=:[]%", host);      // reg-name, IP literal, port
    for (int c = 0x21; c < 0x7f; ++c) {
        if (c != '#') classes[static_cast<std::size_t>(c)] |= query;  // old programs leave []{}| unescaped: no danger to framing
    }
    for (int c = 0x20; c < 0x100; ++c) {
        if (c != 0x7f) classes[static_cast<std::size_t>(c)] |= value;
    }
    classes['\t'] |= value;
    return classes;
}

inline constexpr auto classes = make_classes();

inline bool is(char c, int kind) { return (classes[static_cast<unsigned char>(c)] & kind) != 0; }

inline std::size_t first_not(std::string_view text, int kind, std::size_t from = 0) {
    while (from < text.size() && is(text[from], kind)) ++from;
    return from;
}

inline bool all(std::string_view text, int kind) { return first_not(text, kind) == text.size(); }

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

inline std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

inline bool is_authority(std::string_view text) {
    if (text.empty() || !all(text, host)) return false;
    const auto colon = text.rfind(':');
    const bool literal = text.front() == '[';
    const auto end_of_literal = text.find(']');
    if (literal && (end_of_literal == std::string_view::npos || end_of_literal < 3)) return false;
    const bool has_port = colon != std::string_view::npos && (!literal || colon > end_of_literal);
    const auto name = text.substr(0, has_port ? colon : text.size());
    if (name.empty()) return false;
    if (literal) {
        if (end_of_literal != name.size() - 1 || name.find('[', 1) != std::string_view::npos) return false;
    } else if (name.find_first_of(":[]") != std::string_view::npos) {
        return false;
    }
    if (!has_port) return true;
    const auto port = text.substr(colon + 1);
    return port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
}

inline bool good_escapes(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (text.size() - at < 3 || !is(text[at + 1], hex) || !is(text[at + 2], hex)) return false;
    }
    return true;
}

}  // namespace characters

// RFC 9110 sections 5.6.2 and 5.5.
inline bool is_token(std::string_view text) { return !text.empty() && characters::all(text, characters::token); }
inline bool is_field_value(std::string_view text) { return characters::all(text, characters::value); }
// What may follow the host in a request line of ours: no white space, no control character, nothing beyond ASCII.
inline bool is_target(std::string_view text) {
    return !text.empty() && text.front() == '/' && characters::all(text, characters::query);
}

inline bool same_ignoring_case(std::string_view a, std::string_view b) {
    const auto same = [](char x, char y) { return characters::lower(x) == characters::lower(y); };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
}

}  // namespace hermod::net
