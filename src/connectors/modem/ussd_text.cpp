#include "connectors/modem/ussd_text.hpp"

#include "connectors/modem/text_mode.hpp"
#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "text/utf.hpp"
#include "wire/at/line_kind.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::connectors::modem {
namespace {

// 23.038 section 5: UCS-2 behind a language, or in the general group.
bool says_ucs2(std::optional<unsigned> dcs) {
    if (!dcs) return false;
    if (*dcs == 0x11) return true;
    return *dcs < 0x80 && (*dcs & 0x40) != 0 ? (*dcs & 0x0C) == 0x08 : *dcs == 0x08;
}

std::string octets_of(std::string_view hex) {
    std::vector<std::uint8_t> out;
    if (!wire::tpdu::from_hex(hex, out)) return {};
    return std::string(out.begin(), out.end());
}

// Seven octets of eight septets may end in a CR that is only padding (23.038 section 6.1.2.3.1).
std::string unpacked(std::string_view hex) {
    const std::string octets = octets_of(hex);
    auto septets = text::unpack_septets(octets, octets.size() * 8 / 7);
    if (!septets) return std::string(hex);
    const bool on_a_boundary = octets.size() % 7 == 0;
    if (on_a_boundary && septets->ends_with('\r')) septets->pop_back();
    return text::decode_gsm7(*septets).utf8;
}

}  // namespace

std::optional<std::string> write_ussd(std::string_view utf8, ussd_form form) {
    if (form == ussd_form::ucs2_hex) return ucs2_hex(utf8);
    if (form == ussd_form::text) return text::is_ascii(utf8) ? std::optional(std::string(utf8)) : std::nullopt;
    auto septets = text::encode_gsm7(utf8);
    if (!septets) return std::nullopt;
    if (septets->size() % 8 == 7) *septets += '\r';
    const std::string packed = text::pack_septets(*septets);
    return wire::tpdu::to_hex({reinterpret_cast<const std::uint8_t*>(packed.data()), packed.size()});
}

std::string read_ussd(std::string_view said, std::optional<unsigned> dcs, ussd_form asked_as) {
    const bool hex = wire::at::is_hex(said) && said.size() % 2 == 0;
    if (hex && said.size() % 4 == 0 && (says_ucs2(dcs) || asked_as == ussd_form::ucs2_hex)) return from_ucs2_hex(said);
    if (hex && asked_as == ussd_form::packed_hex) return unpacked(said);
    return text::is_utf8(said) ? std::string(said) : text::decode_latin1(said).utf8;
}

}  // namespace hermod::connectors::modem
