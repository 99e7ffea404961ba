#include "connectors/smpp/incoming_text.hpp"

#include "text/national.hpp"
#include "text/packing.hpp"
#include "text/single_octet.hpp"
#include "text/udh_elements.hpp"
#include "text/utf.hpp"

namespace hermod::connectors::smpp {

namespace {

enum class alphabet : std::uint8_t { gsm7, ascii, latin1, cyrillic, hebrew, utf8, ucs2, octets };

// SMPP's own values, and the GSM 03.38 octets that peers send as they are (quirks in docs/protocols/smpp.md).
alphabet alphabet_of(std::uint8_t coding, const dialect& quirks) {
    switch (coding) {
        case 0:
            if (quirks.dcs0_is_latin1) return alphabet::latin1;
            if (quirks.dcs0_is_ascii) return alphabet::ascii;
            return quirks.dcs0_is_utf8 ? alphabet::utf8 : alphabet::gsm7;
        case 1:
            return quirks.dcs1_is_gsm7 ? alphabet::gsm7 : alphabet::ascii;
        case 3:
            return alphabet::latin1;
        case 6:
            return alphabet::cyrillic;
        case 7:
            return alphabet::hebrew;
        case 8:
            return alphabet::ucs2;
        default:
            break;
    }
    if (coding >= 0x10 && coding <= 0x1F) {
        if ((coding & 0x0C) == 0x00) return alphabet::gsm7;
        return (coding & 0x0C) == 0x08 ? alphabet::ucs2 : alphabet::octets;
    }
    if (coding >= 0xC0 && coding <= 0xDF) return alphabet::gsm7;
    if (coding >= 0xE0 && coding <= 0xEF) return alphabet::ucs2;
    if (coding >= 0xF0) return (coding & 0x04) != 0 ? alphabet::octets : alphabet::gsm7;
    return alphabet::octets;
}

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

// Networks that say UTF-8 cut it between parts at any octet, and send what is none: an octet that is part of no character
// stands as U+FFFD.
std::string readable_utf8(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const text::code_point next = text::code_point_at(text, at);
        if (next.length == 0) {
            text::append_utf8(out, text::replacement);
            ++at;
            continue;
        }
        out += text.substr(at, next.length);
        at += next.length;
    }
    return out;
}

// The national language tables that the header names.
text::language_shift shift_in(std::string_view udh) {
    if (udh.empty()) return {};
    const auto header = text::parse_udh(udh);
    return header ? text::shift_of(*header) : text::language_shift{};
}

bool is_part(std::string_view udh) {
    const auto header = text::parse_udh(udh);
    return header && header->concat().has_value();
}

// The unit at octet `at`.
std::uint16_t unit_at(std::string_view units, std::size_t at) {
    return static_cast<std::uint16_t>(text::octet_at(units, at) << 8 | text::octet_at(units, at + 1));
}

// A low half that begins a part and a high half that ends it wait for the other part: see incoming.hpp.
std::string read_part(std::string_view units) {
    std::string before, after;
    if (units.size() % 2 == 0) {
        if (units.size() >= 2 && (unit_at(units, 0) & 0xFC00) == 0xDC00) {
            text::append_utf8(before, stand_in_of(unit_at(units, 0)));
            units.remove_prefix(2);
        }
        if (units.size() >= 2 && (unit_at(units, units.size() - 2) & 0xFC00) == 0xD800) {
            text::append_utf8(after, stand_in_of(unit_at(units, units.size() - 2)));
            units.remove_suffix(2);
        }
    }
    return before + text::decode_utf16be(units).utf8 + after;
}

// A byte order mark says which order it is, whatever the dialect.
void read_ucs2(handset_message& out, std::string_view payload, const dialect& quirks) {
    const std::uint16_t first = payload.size() >= 2 ? unit_at(payload, 0) : std::uint16_t{0};
    const bool little = first == 0xFFFE || (quirks.ucs2_little_endian && first != 0xFEFF);
    const std::string turned = little ? swapped(payload) : std::string{};
    const std::string_view units = turned.empty() ? payload : std::string_view(turned);
    out.body = is_part(out.udh) ? read_part(units) : text::decode_utf16be(units).utf8;
}

}  // namespace

void read_body(handset_message& out, std::string_view payload, const dialect& quirks) {
    switch (alphabet_of(out.data_coding, quirks)) {
        case alphabet::gsm7:
            out.body =
                text::decode_gsm7(quirks.packed_gsm7 ? unpacked(payload, out.udh.size()) : payload, shift_in(out.udh)).utf8;
            return;
        case alphabet::ascii:
            out.body = text::decode_ascii(payload).utf8;
            return;
        case alphabet::latin1:
            out.body = text::decode_latin1(payload).utf8;
            return;
        case alphabet::cyrillic:
            out.body = text::decode_single_octet(payload, text::single_octet::cyrillic).utf8;
            return;
        case alphabet::hebrew:
            out.body = text::decode_single_octet(payload, text::single_octet::hebrew).utf8;
            return;
        case alphabet::utf8:
            out.body = readable_utf8(payload);
            return;
        case alphabet::ucs2:
            read_ucs2(out, payload, quirks);
            return;
        case alphabet::octets:
            out.coding = encoding::binary;
            out.body = payload;
            return;
    }
}

}  // namespace hermod::connectors::smpp
