#include <cstdint>

#include "xml/document.hpp"

namespace hermod::xml {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Octets of the valid UTF-8 sequence beyond ASCII at `at` (RFC 3629 section 4); 0 for none, and for U+FFFE and U+FFFF.
std::size_t sequence_at(std::string_view text, std::size_t at) {
    const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
    const std::uint8_t lead = octet(0);
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || text.size() - at < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((octet(i) & 0xC0) != 0x80) return 0;
    if ((lead == 0xE0 && octet(1) < 0xA0) || (lead == 0xED && octet(1) > 0x9F) || (lead == 0xF0 && octet(1) < 0x90) ||
        (lead == 0xF4 && octet(1) > 0x8F) || (lead == 0xEF && octet(1) == 0xBF && octet(2) >= 0xBE))
        return 0;
    return length;
}

std::string_view escape_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&apos;";
        case '\r': return "&#13;";  // a parser would make a line feed of it
        case '\n': return "&#10;";  // and a space of it in an attribute
        case '\t': return "&#9;";
        default: return {};
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto octet = static_cast<std::uint8_t>(text[at]);
        if (octet >= 0x80) {
            const std::size_t length = sequence_at(text, at);
            out += length > 0 ? text.substr(at, length) : replacement;
            at += length > 0 ? length : 1;
            continue;
        }
        const std::string_view escape = escape_of(text[at]);
        if (!escape.empty())
            out += escape;
        else if (octet < 0x20)
            out += replacement;
        else
            out += text[at];
        ++at;
    }
}

}  // namespace hermod::xml
