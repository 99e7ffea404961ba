#include "wire/cimd2/octet_text.hpp"

#include "text/utf.hpp"

namespace hermod::wire::cimd2 {
namespace {

constexpr char digits[] = "0123456789ABCDEF";

void append_hex(std::string& out, std::uint8_t octet) {
    out += digits[octet >> 4];
    out += digits[octet & 15];
}

// C0, DEL, C1, line and paragraph separators, directional marks and overrides.
bool disturbs_a_line(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string to_hex(octet_view octets) {
    std::string out;
    out.reserve(octets.size() * 2);
    for (std::size_t at = 0; at < octets.size(); ++at) append_hex(out, octet_at(octets, at));
    return out;
}

std::optional<text::octets> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    text::octets out;
    out.reserve(hex.size() / 2);
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        const int high = hex_digit(hex[at]), low = hex_digit(hex[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high << 4 | low);
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string escaped(octet_view octets) {
    std::string out;
    for (std::size_t at = 0; at < octets.size(); ++at) {
        const std::uint8_t octet = octet_at(octets, at);
        if (octet >= 0x20 && octet < 0x7F && octet != '\\') {
            out += static_cast<char>(octet);
        } else {
            out += "\\x";
            append_hex(out, octet);
        }
    }
    return out;
}

std::string escaped_utf8(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const text::code_point next = text::code_point_at(utf8, at);
        const std::size_t length = next.length == 0 ? 1 : next.length;
        const std::string_view piece = utf8.substr(at, length);
        out += next.length == 0 || disturbs_a_line(next.value) || piece == "\\" ? escaped(piece) : std::string(piece);
        at += length;
    }
    return out;
}

}  // namespace hermod::wire::cimd2
