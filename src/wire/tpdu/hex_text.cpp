#include "wire/tpdu/hex_text.hpp"

namespace hermod::wire::tpdu {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

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

codec_result<oddities> from_hex(std::string_view text, std::vector<std::uint8_t>& out) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return oddities{};
    const std::size_t end = text.find_last_not_of(' ') + 1;
    oddities odd;
    for (std::size_t at = first; at < end; ++at) {
        if (digit_of(text[at]) < 0) return codec_error{errc::not_hex, "pdu", static_cast<std::uint32_t>(at)};
        if (text[at] >= 'a') odd.set(oddity::lower_case_hex);
    }
    if ((end - first) % 2 != 0) return codec_error{errc::odd_hex, "pdu", static_cast<std::uint32_t>(end)};
    out.reserve(out.size() + (end - first) / 2);
    for (std::size_t at = first; at < end; at += 2) {
        out.push_back(static_cast<std::uint8_t>(digit_of(text[at]) << 4 | digit_of(text[at + 1])));
    }
    return odd;
}

}  // namespace hermod::wire::tpdu
