#include "text/gsm7.hpp"

#include <array>

namespace hermod::text {
namespace {

// The default alphabet in the order of its codes, sixteen a row. 1B is the escape, which is no character.
constexpr char16_t default_table[] =
    u"@\u00A3$\u00A5\u00E8\u00E9\u00F9\u00EC\u00F2\u00C7\n\u00D8\u00F8\r\u00C5\u00E5"
    u"\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\u001B\u00C6\u00E6\u00DF\u00C9"
    u" !\"#\u00A4%&'()*+,-./"
    u"0123456789:;<=>?"
    u"\u00A1ABCDEFGHIJKLMNO"
    u"PQRSTUVWXYZ\u00C4\u00D6\u00D1\u00DC\u00A7"
    u"\u00BFabcdefghijklmno"
    u"pqrstuvwxyz\u00E4\u00F6\u00F1\u00FC\u00E0";
static_assert(std::size(default_table) == 128 + 1);

struct extension {
    std::uint8_t code;
    char16_t character;
};
constexpr extension extension_table[] = {{0x0A, u'\f'}, {0x14, u'^'}, {0x28, u'{'}, {0x29, u'}'}, {0x2F, u'\\'},
                                         {0x3C, u'['},  {0x3D, u'~'}, {0x3E, u']'}, {0x40, u'|'}, {0x65, u'\u20AC'}};

// Unicode to septets: a code below 80, or 1B00 | code for a pair. The tables above stay the only place of each fact.
constexpr std::uint16_t absent = gsm7_absent;
constexpr char32_t greek_first = 0x390, greek_count = 0x20, euro_sign = 0x20AC;

struct encoder_tables {
    std::array<std::uint16_t, 0x100> latin{};
    std::array<std::uint16_t, greek_count> greek{};
    std::uint16_t euro = absent;

    constexpr void set(char16_t character, unsigned septets) {
        const auto value = static_cast<std::uint16_t>(septets);
        if (character < 0x100) latin[character] = value;
        else if (character == euro_sign) euro = value;
        else greek.at(character - greek_first) = value;  // at(): a constant evaluation refuses what fits nowhere
    }
    constexpr encoder_tables() {
        latin.fill(absent);
        greek.fill(absent);
        for (unsigned code = 0; code < 128; ++code)
            if (code != gsm7_escape) set(default_table[code], code);
        for (const extension& e : extension_table) set(e.character, unsigned{gsm7_escape} << 8 | e.code);
    }
};
constexpr encoder_tables encoder;

constexpr std::uint16_t septets_of(char32_t character) {
    if (character < 0x100) return encoder.latin[character];
    if (character - greek_first < greek_count) return encoder.greek[character - greek_first];
    return character == euro_sign ? encoder.euro : absent;
}

constexpr unsigned width_of(std::uint16_t septets) { return septets == absent ? 0 : septets > 0x7F ? 2 : 1; }

struct ascii_widths {
    std::array<std::uint8_t, 0x80> of{};
    constexpr ascii_widths() {
        for (unsigned c = 0; c < 0x80; ++c) of[c] = static_cast<std::uint8_t>(width_of(encoder.latin[c]));
    }
};
constexpr ascii_widths ascii_width;

// Septet to UTF-8, both tables; the codes that the extension table lacks read as the default table has them.
struct utf8_character {
    std::array<char, 3> bytes{};
    std::uint8_t length = 0;

    constexpr utf8_character() = default;
    constexpr explicit utf8_character(char16_t c) {
        const auto put = [this](unsigned octet) { bytes[length++] = static_cast<char>(octet); };
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0u | c >> 6);
            put(0x80u | (c & 0x3Fu));
        } else {
            put(0xE0u | c >> 12);
            put(0x80u | (c >> 6 & 0x3Fu));
            put(0x80u | (c & 0x3Fu));
        }
    }
};

struct decoder_tables {
    std::array<utf8_character, 128> plain, escaped;
    constexpr decoder_tables() {
        for (unsigned code = 0; code < 128; ++code) plain[code] = utf8_character(default_table[code]);
        plain[gsm7_escape] = utf8_character(u' ');  // seen only behind another ESC, or at the end
        escaped = plain;
        for (const extension& e : extension_table) escaped[e.code] = utf8_character(e.character);
    }
};
constexpr decoder_tables decoder;

}  // namespace

gsm7_reach reach_of_gsm7(std::string_view utf8) {
    std::size_t septets = 0, at = 0;
    while (at < utf8.size()) {
        const std::uint8_t octet = octet_at(utf8, at);
        if (octet < 0x80) {
            const unsigned width = ascii_width.of[octet];
            if (width == 0) break;
            septets += width;
            ++at;
            continue;
        }
        const code_point next = long_code_point_at(utf8, at);
        const unsigned width = next.length == 0 ? 0 : gsm7_width(next.value);
        if (width == 0) break;
        septets += width;
        at += next.length;
    }
    return {septets, at};
}

unsigned gsm7_width(char32_t character) { return width_of(septets_of(character)); }

std::uint16_t gsm7_septets(char32_t character) { return septets_of(character); }

checked<std::size_t> septet_count(std::string_view utf8) {
    const gsm7_reach reach = reach_of_gsm7(utf8);
    if (reach.end == utf8.size()) return reach.septets;
    const bool valid = code_point_at(utf8, reach.end).length != 0;
    return fault{valid ? errc::not_in_gsm7 : errc::invalid_utf8, reach.end};
}

char* write_gsm7(std::string_view utf8, char* out) {
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint8_t octet = octet_at(utf8, at);
        std::uint16_t septets;
        if (octet < 0x80) {
            septets = encoder.latin[octet];
            ++at;
        } else {
            const code_point next = long_code_point_at(utf8, at);
            septets = septets_of(next.value);
            at += next.length;
        }
        if (septets > 0x7F) *out++ = static_cast<char>(gsm7_escape);
        *out++ = static_cast<char>(septets & 0x7F);
    }
    return out;
}

checked<octets> encode_gsm7(std::string_view utf8) {
    const auto count = septet_count(utf8);
    if (!count) return count.error();
    octets out(*count, '\0');
    write_gsm7(utf8, out.data());
    return out;
}

decoded_text decode_gsm7(octet_view septets) {
    decoded_text out;
    out.utf8.reserve(septets.size() + septets.size() / 4);
    for (std::size_t at = 0; at < septets.size(); ++at) {
        const auto* table = &decoder.plain;
        if (octet_at(septets, at) == gsm7_escape && at + 1 < septets.size()) {
            table = &decoder.escaped;
            ++at;
        }
        const std::uint8_t code = octet_at(septets, at);
        if (code > 0x7F) {
            out.replaced = true;
            append_utf8(out.utf8, replacement);
        } else {
            const utf8_character& character = (*table)[code];
            out.utf8.append(character.bytes.data(), character.length);
        }
    }
    return out;
}

}  // namespace hermod::text
