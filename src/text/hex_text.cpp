#include "text/hex_text.hpp"

namespace hermod::text {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

void append_hex(std::string& out, octet_view octets) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        out.append(1, digits[octet >> 4]).append(1, digits[octet & 15]);
    }
}

bool read_hex(std::string_view digits, octets& out) {
    if (digits.size() % 2 != 0) return false;
    octets read;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = digit_of(digits[i]), low = digit_of(digits[i + 1]);
        if (high < 0 || low < 0) return false;
        read += static_cast<char>(high * 16 + low);
    }
    out = std::move(read);
    return true;
}

}  // namespace hermod::text
