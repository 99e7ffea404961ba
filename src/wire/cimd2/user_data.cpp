#include "wire/cimd2/user_data.hpp"

#include <array>
#include <iterator>

#include "text/gsm7.hpp"

namespace hermod::wire::cimd2 {
namespace {

using text::octet_at;

// Default character conversion (specification chapter 8); Kannel, Wireshark and two more public implementations agree.
constexpr combination combination_rows[] = {
    {"Oa", 0x00},  {"L-", 0x01},  {"Y-", 0x03}, {"e`", 0x04},  {"e'", 0x05}, {"u`", 0x06}, {"i`", 0x07},  {"o`", 0x08},
    {"C,", 0x09},  {"O/", 0x0B},  {"o/", 0x0C}, {"A*", 0x0E},  {"a*", 0x0F}, {"gd", 0x10}, {"--", 0x11},  {"gf", 0x12},
    {"gg", 0x13},  {"gl", 0x14},  {"go", 0x15}, {"gp", 0x16},  {"gi", 0x17}, {"gs", 0x18}, {"gt", 0x19},  {"gx", 0x1A},
    {"XX", 0x1B},  {"AE", 0x1C},  {"ae", 0x1D}, {"ss", 0x1E},  {"E'", 0x1F}, {"qq", 0x22}, {"ox", 0x24},  {"!!", 0x40},
    {"A\"", 0x5B}, {"O\"", 0x5C}, {"N~", 0x5D}, {"U\"", 0x5E}, {"so", 0x5F}, {"??", 0x60}, {"a\"", 0x7B}, {"o\"", 0x7C},
    {"n~", 0x7D},  {"u\"", 0x7E}, {"a`", 0x7F},
};

// The octets of a seven-bit link that are not the code of their character. ASCII's brackets and braces, backslash, caret, bar
// and tilde stand for the letters that the codes 5B to 5E and 7B to 7E have, but for "]" and "}".
constexpr std::uint8_t seven_bit_code(std::uint8_t octet) {
    switch (octet) {
        case '@':
            return 0x00;
        case '$':
            return 0x02;
        case ']':
            return 0x0E;
        case '}':
            return 0x0F;
        default:
            return octet;
    }
}

struct pairs_by_code {
    std::array<const char*, 128> of{};
    constexpr pairs_by_code() {
        for (const combination& row : combination_rows) of[row.code] = row.pair;
    }
};
constexpr pairs_by_code pairs;

constexpr std::uint8_t no_code = 0xFF;

// One element of a received text: a code of the default alphabet, or a character that came as Latin-1.
struct element {
    std::uint8_t code = no_code;
    char32_t character = 0;
    std::size_t length = 1;
};

const combination* find_combination(std::string_view pair) {
    for (const combination& row : combination_rows)
        if (pair == row.pair) return &row;
    return nullptr;
}

element element_at(text::octet_view from, std::size_t at, link_form form) {
    const std::uint8_t octet = octet_at(from, at);
    if (octet == '_') {
        if (const combination* found = find_combination(from.substr(at + 1, 2))) return {found->code, 0, 3};
        return {no_code, U'_', 1};
    }
    if (octet == '\n' || octet == '\r') return {octet, 0, 1};
    if (octet < 0x20 || (octet >= 0x80 && octet < 0xA0)) return {no_code, text::replacement, 1};
    if (octet >= 0xA0 || form == link_form::latin1) return {no_code, octet == 0x7F ? text::replacement : octet, 1};
    return {seven_bit_code(octet), 0, 1};
}

void append_codes(std::string& out, std::initializer_list<std::uint8_t> codes) {
    text::octets septets;
    for (const std::uint8_t code : codes) septets += static_cast<char>(code);
    out += text::decode_gsm7(septets).utf8;
}

void append_plain(text::decoded_text& out, const element& one) {
    if (one.code != no_code) return append_codes(out.utf8, {one.code});
    out.replaced = out.replaced || one.character == text::replacement;
    text::append_utf8(out.utf8, one.character);
}

// The code of what stands behind an escape.
std::uint8_t code_of(const element& one) {
    if (one.code != no_code) return one.code;
    const std::uint16_t septets = text::gsm7_septets(one.character);
    return septets < 0x80 ? static_cast<std::uint8_t>(septets) : no_code;
}

void write_code(text::octets& out, std::uint8_t code, char32_t character, link_form form) {
    const bool plain_in_latin1 = character >= 0xA0 ? character <= 0xFF : character != U'_';
    if (form == link_form::latin1 && plain_in_latin1) {
        out += static_cast<char>(character);
    } else if (const char* pair = pairs.of[code]) {
        out.append("_").append(pair);
    } else {
        out += static_cast<char>(character);  // ASCII that means itself
    }
}

}  // namespace

void throw_exception_from_error(const unsayable&, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error(make_error_code(text::errc::not_in_gsm7)), where);
}

std::span<const combination> combinations() {
    return combination_rows;
}

sayable<text::octets> write_user_data(std::string_view utf8, link_form form) {
    text::octets out;
    for (std::size_t at = 0; at < utf8.size();) {
        const text::code_point next = text::code_point_at(utf8, at);
        if (next.length == 0) return unsayable{0, at};
        const std::uint16_t septets = text::gsm7_septets(next.value);
        if (septets == text::gsm7_absent) return unsayable{next.value, at};
        if (septets < 0x80) {
            write_code(out, static_cast<std::uint8_t>(septets), next.value, form);
        } else {
            // Behind the escape the seven-bit form, which both links understand alike.
            const auto code = static_cast<std::uint8_t>(septets & 0x7F);
            out += "_XX";
            write_code(out, code, code, link_form::seven_bit);
        }
        at += next.length;
    }
    return out;
}

text::octets write_septets(text::octet_view septets, link_form form) {
    static const std::array<char32_t, 128> characters = [] {
        std::array<char32_t, 128> out{};
        for (std::size_t code = 0; code < out.size(); ++code)
            out[code] = text::code_point_at(text::decode_gsm7(std::string(1, static_cast<char>(code))).utf8, 0).value;
        return out;
    }();
    text::octets out;
    out.reserve(septets.size() + septets.size() / 2);
    bool escaped = false;  // behind the escape the seven-bit form, as above
    for (const char c : septets) {
        const auto code = static_cast<std::uint8_t>(c & 0x7F);
        if (code == text::gsm7_escape)
            out += "_XX";
        else
            write_code(out, code, characters[code], escaped ? link_form::seven_bit : form);
        escaped = code == text::gsm7_escape && !escaped;
    }
    return out;
}

text::octets read_septets(text::octet_view from, link_form form) {
    text::octets out;
    for (std::size_t at = 0; at < from.size();) {
        const element one = element_at(from, at, form);
        at += one.length;
        const std::uint16_t septets = one.code != no_code ? one.code : text::gsm7_septets(one.character);
        if (septets < 0x80) {
            out += static_cast<char>(septets);
        } else if (septets == text::gsm7_absent) {
            out += '?';
        } else {
            (out += static_cast<char>(text::gsm7_escape)) += static_cast<char>(septets & 0x7F);
        }
    }
    return out;
}

text::decoded_text read_user_data(text::octet_view from, link_form form) {
    text::decoded_text out;
    for (std::size_t at = 0; at < from.size();) {
        const element one = element_at(from, at, form);
        at += one.length;
        if (one.code != text::gsm7_escape) {
            append_plain(out, one);
            continue;
        }
        if (at == from.size()) {
            append_codes(out.utf8, {text::gsm7_escape});
            break;
        }
        const element other = element_at(from, at, form);
        at += other.length;
        const std::uint8_t code = code_of(other);
        if (code != no_code) {
            append_codes(out.utf8, {text::gsm7_escape, code});
        } else {
            append_codes(out.utf8, {text::gsm7_escape});
            append_plain(out, other);
        }
    }
    return out;
}

}  // namespace hermod::wire::cimd2
