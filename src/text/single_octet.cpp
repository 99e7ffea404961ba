#include "text/single_octet.hpp"

namespace hermod::text {
namespace {

constexpr char32_t none = replacement;

// ISO 8859-5: A0 is the no-break space, AD the soft hyphen, F0 the numero sign, FD the section sign; the rest is the Cyrillic
// block, shifted.
constexpr char32_t cyrillic(std::uint8_t octet) {
    if (octet <= 0xA0 || octet == 0xAD) return octet;
    if (octet == 0xF0) return 0x2116;
    return octet == 0xFD ? char32_t{0xA7} : char32_t{0x360} + octet;
}

// ISO 8859-8: Latin-1's signs but for AA and BA (times, division), the double low line at DF, the letters from E0, and the two
// marks of direction. A1, BF to DE, FB, FC and FF are not assigned.
constexpr char32_t hebrew(std::uint8_t octet) {
    if (octet <= 0xA0) return octet;
    if (octet == 0xAA) return 0xD7;
    if (octet == 0xBA) return 0xF7;
    if (octet >= 0xA2 && octet <= 0xBE) return octet;
    if (octet == 0xDF) return 0x2017;
    if (octet >= 0xE0 && octet <= 0xFA) return char32_t{0x5D0 - 0xE0} + octet;
    if (octet == 0xFD || octet == 0xFE) return char32_t{0x200E - 0xFD} + octet;
    return none;
}

constexpr char32_t character_of(std::uint8_t octet, single_octet in) {
    switch (in) {
        case single_octet::ascii:
            return octet <= 0x7F ? char32_t{octet} : none;
        case single_octet::latin1:
            return octet;
        case single_octet::cyrillic:
            return cyrillic(octet);
        case single_octet::hebrew:
            return hebrew(octet);
    }
    return none;
}

// Below A1 all four agree with Unicode as far as they go; above, 95 octets are quickly asked.
std::optional<std::uint8_t> octet_of(char32_t character, single_octet in) {
    if (character <= 0xA0 && character_of(static_cast<std::uint8_t>(character), in) == character)
        return static_cast<std::uint8_t>(character);
    for (unsigned octet = 0xA1; octet <= 0xFF && character != none; ++octet)
        if (character_of(static_cast<std::uint8_t>(octet), in) == character) return static_cast<std::uint8_t>(octet);
    return std::nullopt;
}

}  // namespace

std::optional<single_octet> single_octet_of(std::uint8_t data_coding) {
    if (data_coding == 1 || data_coding == 3 || data_coding == 6 || data_coding == 7)
        return static_cast<single_octet>(data_coding);
    return std::nullopt;
}

decoded_text decode_single_octet(octet_view from, single_octet in) {
    decoded_text out;
    out.utf8.reserve(from.size() * 2);
    for (std::size_t at = 0; at < from.size(); ++at) {
        const char32_t character = character_of(octet_at(from, at), in);
        out.replaced |= character == none;
        append_utf8(out.utf8, character);
    }
    return out;
}

checked<octets> encode_single_octet(std::string_view utf8, single_octet in) {
    octets out;
    out.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        if (next.length == 0) return fault{errc::invalid_utf8, at};
        const auto octet = octet_of(next.value, in);
        if (!octet) return fault{errc::not_in_alphabet, at};
        out.push_back(static_cast<char>(*octet));
        at += next.length;
    }
    return out;
}

}  // namespace hermod::text
