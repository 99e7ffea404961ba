#include "connectors/smpp/alphabets.hpp"

#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/packing.hpp"
#include "text/single_octet.hpp"
#include "text/udh.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"

namespace hermod::connectors::smpp {

namespace {

std::string swapped(std::string_view units) {
    std::string out(units);
    for (std::size_t i = 0; i + 1 < out.size(); i += 2) std::swap(out[i], out[i + 1]);
    return out;
}

// A packed text does not say how many septets it has; a last one of zero bits only is taken for filling.
std::string unpacked(std::string_view octets, std::size_t header_octets) {
    const unsigned fill = text::fill_bits_behind_header(header_octets);
    const std::size_t bits = octets.size() * 8;
    if (bits < fill) return {};
    std::string out = text::unpack_septets(octets, (bits - fill) / 7, fill).value();
    if ((bits - fill) % 7 == 0 && !out.empty() && out.back() == 0) out.pop_back();
    return out;
}

// Who says UTF-8 cuts it between parts at any octet, and sends what is none: an octet that is part of no character stands as
// U+FFFD.
read_text readable_utf8(std::string_view text) {
    read_text out;
    for (std::size_t at = 0; at < text.size();) {
        const text::code_point next = text::code_point_at(text, at);
        if (next.length == 0) {
            text::append_utf8(out.utf8, text::replacement);
            out.replaced = true;
            ++at;
            continue;
        }
        out.utf8 += text.substr(at, next.length);
        at += next.length;
    }
    return out;
}

// The unit at octet `at`.
std::uint16_t unit_at(std::string_view units, std::size_t at) {
    return static_cast<std::uint16_t>(text::octet_at(units, at) << 8 | text::octet_at(units, at + 1));
}

read_text of(text::decoded_text read) { return {std::move(read.utf8), read.replaced || read.odd_length}; }

// A byte order mark says which order it is, whatever the dialect.
read_text read_ucs2(std::string_view payload, const dialect& quirks) {
    const std::uint16_t mark = payload.size() >= 2 ? unit_at(payload, 0) : std::uint16_t{0};
    const bool little = mark == 0xFFFE || (quirks.ucs2_little_endian && mark != 0xFEFF);
    const std::string turned = little ? swapped(payload) : std::string{};
    const std::string_view units = turned.empty() ? payload : std::string_view(turned);
    read_text out = of(text::decode_utf16be(units));
    const text::pair_halves halves = text::halves_of(units);
    out.first_half = halves.first;
    out.last_half = halves.last;
    return out;
}

}  // namespace

alphabet alphabet_of(std::uint8_t data_coding, const dialect& quirks) {
    switch (data_coding) {
        case 0:
            if (quirks.dcs0_is_latin1) return alphabet::latin1;
            if (quirks.dcs0_is_ascii) return alphabet::ascii;
            return quirks.dcs0_is_utf8 ? alphabet::utf8 : alphabet::gsm7;
        case 1: return quirks.dcs1_is_gsm7 ? alphabet::gsm7 : alphabet::ascii;
        case 3: return alphabet::latin1;
        case 6: return alphabet::cyrillic;
        case 7: return alphabet::hebrew;
        case 8: return alphabet::ucs2;
        default: break;
    }
    // Below 0x10 SMPP's values stand where 23.038 has others; 0x20 to 0xBF SMPP reserves, and compressed text nobody reads.
    if (data_coding < 0x10 || (data_coding >= 0x20 && data_coding < 0xC0)) return alphabet::octets;
    switch (text::decode_dcs(data_coding).alphabet) {
        case text::dcs_alphabet::gsm7: return alphabet::gsm7;
        case text::dcs_alphabet::ucs2: return alphabet::ucs2;
        default: return alphabet::octets;
    }
}

read_text read_as(alphabet as, std::string_view payload, std::string_view udh, const dialect& quirks) {
    switch (as) {
        case alphabet::gsm7: {
            const auto header = text::parse_udh(udh);
            const text::language_shift shift = header ? text::shift_of(*header) : text::language_shift{};
            return of(text::decode_gsm7(quirks.packed_gsm7 ? unpacked(payload, udh.size()) : std::string(payload), shift));
        }
        case alphabet::ascii: return of(text::decode_single_octet(payload, text::single_octet::ascii));
        case alphabet::latin1: return of(text::decode_single_octet(payload, text::single_octet::latin1));
        case alphabet::cyrillic: return of(text::decode_single_octet(payload, text::single_octet::cyrillic));
        case alphabet::hebrew: return of(text::decode_single_octet(payload, text::single_octet::hebrew));
        case alphabet::utf8: return readable_utf8(payload);
        case alphabet::ucs2: return read_ucs2(payload, quirks);
        case alphabet::octets: break;
    }
    return {};
}

}  // namespace hermod::connectors::smpp
