#include "text/utf.hpp"

#include <cstring>

namespace hermod::text {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080ull;

// Where the run of ASCII that starts at `at` ends; eight octets at a time.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t eight;
        std::memcpy(&eight, text.data() + at, 8);
        if (eight & high_bits) break;
    }
    while (at < text.size() && octet_at(text, at) < 0x80) ++at;
    return at;
}

// What a lead octet promises, and the range of the octet behind it. That range alone excludes overlong forms (E0, F0),
// surrogates (ED) and values above U+10FFFF (F4).
struct lead_rule {
    std::size_t length = 0;
    std::uint8_t low = 0x80, high = 0xBF;
};

constexpr lead_rule rule_of(std::uint8_t lead) {
    if (lead < 0xC2 || lead > 0xF4) return {};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead < 0xF0) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    return {4, 0x80, lead == 0xF4 ? std::uint8_t{0x8F} : std::uint8_t{0xBF}};
}

constexpr bool is_high_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

unsigned unit_at(octet_view units, std::size_t at) { return unsigned{octet_at(units, at)} << 8 | octet_at(units, at + 1); }

char* put_unit(char* out, char32_t unit) {
    *out++ = static_cast<char>(unit >> 8);
    *out++ = static_cast<char>(unit & 0xFF);
    return out;
}

}  // namespace

code_point long_code_point_at(std::string_view utf8, std::size_t at) {
    const std::uint8_t lead = octet_at(utf8, at);
    const lead_rule rule = rule_of(lead);
    if (rule.length == 0 || utf8.size() - at < rule.length) return {};
    const std::uint8_t second = octet_at(utf8, at + 1);
    if (second < rule.low || second > rule.high) return {};
    char32_t value = (lead & (0x7Fu >> rule.length)) << 6 | (second & 0x3Fu);
    for (std::size_t i = 2; i < rule.length; ++i) {
        const std::uint8_t next = octet_at(utf8, at + i);
        if ((next & 0xC0) != 0x80) return {};
        value = value << 6 | (next & 0x3Fu);
    }
    return {value, rule.length};
}

std::optional<std::size_t> first_utf8_fault(std::string_view utf8) {
    for (std::size_t at = skip_ascii(utf8, 0); at < utf8.size();) {
        const std::size_t length = code_point_at(utf8, at).length;
        if (length == 0) return at;
        at += length;
        if (length == 1) at = skip_ascii(utf8, at);
    }
    return std::nullopt;
}

bool is_ascii(std::string_view text) { return skip_ascii(text, 0) == text.size(); }

void append_utf8(std::string& out, char32_t value) {
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = replacement;
    char bytes[4];
    std::size_t count = 0;
    const auto put = [&](char32_t octet) { bytes[count++] = static_cast<char>(octet); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | value >> 6);
        put(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        put(0xE0 | value >> 12);
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    } else {
        put(0xF0 | value >> 18);
        put(0x80 | (value >> 12 & 0x3F));
        put(0x80 | (value >> 6 & 0x3F));
        put(0x80 | (value & 0x3F));
    }
    out.append(bytes, count);
}

checked<std::size_t> utf16_units(std::string_view utf8) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        if (next.length == 0) return fault{errc::invalid_utf8, at};
        units += next.value > 0xFFFF ? 2 : 1;
        at += next.length;
    }
    return units;
}

char* write_utf16be(std::string_view utf8, char* out) {
    for (std::size_t at = 0; at < utf8.size();) {
        const code_point next = code_point_at(utf8, at);
        if (next.value > 0xFFFF) {
            out = put_unit(out, 0xD7C0 + (next.value >> 10));  // 0xD800 - (0x10000 >> 10)
            out = put_unit(out, 0xDC00 | (next.value & 0x3FF));
        } else {
            out = put_unit(out, next.value);
        }
        at += next.length;
    }
    return out;
}

checked<octets> encode_utf16be(std::string_view utf8) {
    const auto units = utf16_units(utf8);
    if (!units) return units.error();
    octets out(*units * 2, '\0');
    write_utf16be(utf8, out.data());
    return out;
}

decoded_text decode_utf16be(octet_view units) {
    decoded_text out;
    if (units.size() % 2 != 0) {
        out.odd_length = true;
        units.remove_suffix(1);
    }
    if (units.size() >= 2 && unit_at(units, 0) == 0xFEFF) units.remove_prefix(2);
    out.utf8.reserve(units.size());
    for (std::size_t at = 0; at < units.size(); at += 2) {
        const unsigned unit = unit_at(units, at);
        if (is_high_surrogate(unit) && at + 2 < units.size() && is_low_surrogate(unit_at(units, at + 2))) {
            at += 2;
            append_utf8(out.utf8, 0x10000 + ((unit & 0x3FF) << 10) + (unit_at(units, at) & 0x3FF));
        } else {
            out.replaced |= is_high_surrogate(unit) || is_low_surrogate(unit);
            append_utf8(out.utf8, unit);
        }
    }
    return out;
}

decoded_text decode_latin1(octet_view latin1) {
    decoded_text out;
    out.utf8.reserve(latin1.size());
    for (std::size_t at = 0; at < latin1.size(); ++at) append_utf8(out.utf8, octet_at(latin1, at));
    return out;
}

decoded_text decode_ascii(octet_view ascii) {
    decoded_text out;
    out.utf8.reserve(ascii.size());
    for (std::size_t at = 0; at < ascii.size(); ++at) {
        const std::uint8_t octet = octet_at(ascii, at);
        out.replaced |= octet > 0x7F;
        append_utf8(out.utf8, octet > 0x7F ? replacement : octet);
    }
    return out;
}

pair_halves halves_of(octet_view units) {
    if (units.size() < 2 || units.size() % 2 != 0) return {};
    const auto unit_at = [&](std::size_t at) {
        return static_cast<std::uint16_t>(octet_at(units, at) << 8 | octet_at(units, at + 1));
    };
    const std::uint16_t first = unit_at(0), last = unit_at(units.size() - 2);
    pair_halves out;
    if ((first & 0xFC00) == 0xDC00) out.first = first;
    if ((last & 0xFC00) == 0xD800) out.last = last;
    return out;
}

}  // namespace hermod::text
