#include "simulate/modem/character_set.hpp"

#include "text/gsm7.hpp"
#include "text/utf.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::simulate::modem {
namespace {

struct row {
    character_set set;
    std::string_view name;
};
constexpr row rows[] = {{character_set::gsm, "GSM"},
                        {character_set::ira, "IRA"},
                        {character_set::ucs2, "UCS2"},
                        {character_set::hex, "HEX"},
                        {character_set::latin1, "8859-1"}};

// Each character that `takes` as it stands, others as "?".
template <class Takes>
std::string filtered(std::string_view utf8, Takes takes) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const text::code_point c = text::code_point_at(utf8, at);
        takes(out, c.length == 0 ? char32_t{'?'} : c.value);
        at += c.length == 0 ? 1 : c.length;
    }
    return out;
}

text::octets septets_of(std::string_view utf8) {
    return filtered(utf8, [](std::string& out, char32_t c) {
        const std::uint16_t code = text::gsm7_septets(c);
        if (code == text::gsm7_absent) return void(out += '?');
        if (code > 0xFF) out += static_cast<char>(code >> 8);
        out += static_cast<char>(code & 0xFF);
    });
}

std::string below(std::string_view utf8, char32_t end) {
    return filtered(utf8, [end](std::string& out, char32_t c) { out += c < end ? static_cast<char>(c) : '?'; });
}

}  // namespace

std::optional<character_set> character_set_called(std::string_view name) {
    for (const row& one : rows)
        if (one.name == name) return one.set;
    return std::nullopt;
}

std::string_view name_of(character_set set) {
    return rows[static_cast<std::size_t>(set)].name;
}

std::string to_hex(text::octet_view octets) {
    return wire::tpdu::to_hex({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
}

std::optional<text::octets> from_hex(std::string_view digits) {
    std::vector<std::uint8_t> out;
    if (!wire::tpdu::from_hex(digits, out)) return std::nullopt;
    return text::octets(out.begin(), out.end());
}

std::string write_in(character_set set, std::string_view utf8) {
    switch (set) {
        case character_set::gsm:
            return septets_of(utf8);
        case character_set::ira:
            return below(utf8, 0x80);
        case character_set::latin1:
            return below(utf8, 0x100);
        case character_set::ucs2: {
            const auto units = text::encode_utf16be(utf8);
            return to_hex(units ? *units : text::octets());
        }
        case character_set::hex:
            return to_hex(septets_of(utf8));
    }
    return {};
}

std::optional<std::string> read_in(character_set set, std::string_view octets) {
    switch (set) {
        case character_set::gsm:
            return text::decode_gsm7(octets).utf8;
        case character_set::ira:
            return text::decode_ascii(octets).utf8;
        case character_set::latin1:
            return text::decode_latin1(octets).utf8;
        case character_set::ucs2:
        case character_set::hex: {
            const auto raw = from_hex(octets);
            if (!raw || (set == character_set::ucs2 && raw->size() % 2 != 0)) return std::nullopt;
            return set == character_set::ucs2 ? text::decode_utf16be(*raw).utf8 : text::decode_gsm7(*raw).utf8;
        }
    }
    return std::nullopt;
}

std::optional<text::octets> septets_in(character_set set, std::string_view octets) {
    if (set == character_set::gsm) return text::octets(octets);
    if (set == character_set::hex) return from_hex(octets);
    const auto utf8 = read_in(set, octets);
    if (!utf8) return std::nullopt;
    return septets_of(*utf8);
}

}  // namespace hermod::simulate::modem
