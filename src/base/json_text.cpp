#include "base/json_text.hpp"

#include <cstdint>

namespace hermod {
namespace {

std::uint8_t octet(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

// Octets of the valid UTF-8 sequence that begins at `at`, 0 when none does (RFC 3629 section 4).
std::size_t sequence_at(std::string_view text, std::size_t at) {
    const auto lead = octet(text, at);
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() - at < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((octet(text, at + i) & 0xC0) != 0x80) return 0;
    const auto second = octet(text, at + 1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F))
        return 0;
    return length;
}

void append_percent(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out.append("\\u00").append(1, hex[static_cast<unsigned char>(c) >> 4]).append(1, hex[c & 15]);
    }
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t at = 0, written = 0;
    while (at < text.size()) {
        if (is_plain(text[at])) {
            ++at;
            continue;
        }
        const std::size_t length = octet(text, at) >= 0x80 ? sequence_at(text, at) : 0;
        if (length > 0) {
            at += length;
            continue;
        }
        out.append(text, written, at - written);
        if (octet(text, at) >= 0x80)
            out += "\xEF\xBF\xBD";
        else
            append_percent(out, text[at]);
        written = ++at;
    }
    out.append(text, written, at - written);
    out += '"';
}

}  // namespace hermod
