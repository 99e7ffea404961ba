#include "wire/smpp/octet_text.hpp"

#include <algorithm>

namespace hermod::wire::smpp {

std::string to_hex(octets raw) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(raw.size() * 2);
    for (const std::uint8_t o : raw) {
        out += digits[o >> 4];
        out += digits[o & 15];
    }
    return out;
}

std::string escaped(octets raw) {
    std::string out;
    for (const std::uint8_t o : raw) {
        if (o >= 0x20 && o < 0x7F && o != '\\') {
            out += static_cast<char>(o);
        } else {
            out += "\\x" + to_hex(octets(&o, 1));
        }
    }
    return out;
}

bool printable(octets raw) {
    return std::all_of(raw.begin(), raw.end(), [](std::uint8_t o) { return o >= 0x20 && o < 0x7F; });
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace hermod::wire::smpp
