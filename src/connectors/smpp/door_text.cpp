#include "connectors/smpp/door_text.hpp"

#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "text/utf.hpp"

namespace hermod::connectors::smpp {

alphabet alphabet_of(std::uint8_t coding, const dialect& quirks) {
    switch (coding) {
        case 0:
            return quirks.dcs0_is_latin1 ? alphabet::latin1 : alphabet::gsm7;
        case 1:
            return quirks.dcs1_is_gsm7 ? alphabet::gsm7 : alphabet::ascii;
        case 3:
            return alphabet::latin1;
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

read_text read_as(alphabet as, std::string_view payload, std::string_view, const dialect&) {
    const auto of = [](text::decoded_text read) { return read_text{std::move(read.utf8), read.replaced || read.odd_length}; };
    switch (as) {
        case alphabet::gsm7:
            return of(text::decode_gsm7(payload));
        case alphabet::ascii:
            return of(text::decode_ascii(payload));
        case alphabet::latin1:
            return of(text::decode_latin1(payload));
        case alphabet::ucs2:
            return of(text::decode_utf16be(payload));
        case alphabet::octets:
            break;
    }
    return {};
}

}  // namespace hermod::connectors::smpp
