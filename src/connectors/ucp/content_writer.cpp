#include "connectors/ucp/content_writer.hpp"

#include "message/message_class.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/utf.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

text::language_shift shift_of(const message& what) {
    const message_extras& more = what.more();
    return {text::language_of(more.single_shift).value_or(text::language::none),
            text::language_of(more.locking_shift).value_or(text::language::none)};
}

std::uint8_t dcs_for(std::uint8_t data_coding, encoding as) {
    constexpr std::uint8_t unicode = 0x08;  // in both worlds: half a pair, as octets
    if (data_coding >= 0x10 || (data_coding == unicode && as == encoding::binary)) return data_coding;
    return text::encode_dcs(text::dcs_for(static_cast<text::encoding>(as))).value_or(0);
}

std::string_view content_writer::write(const text::part& piece, const saying& how, const dialect& quirks) {
    fields_ = content_fields{};
    const bool as_amsg = how.coding == encoding::gsm7 && seven_bits(piece, how, quirks);
    if (as_amsg) {
        fields_.mt = ucp::mt_alphanumeric;
        fields_.msg = msg_;
    } else if (how.coding == encoding::gsm7) {
        const auto packed = ucp::pack_transparent(piece.payload);
        transparent(packed.octets, packed.bits);
    } else {
        transparent(piece.payload, piece.payload.size() * 8);
    }
    return services(piece, how, quirks);
}

// Two digits a septet, in msg_; false: it is to leave packed.
bool content_writer::seven_bits(const text::part& piece, const saying& how, const dialect& quirks) {
    if (quirks.text_as_tmsg) return false;
    if (!quirks.amsg_is_ira) {
        msg_ = ucp::to_hex(piece.payload);
        return true;
    }
    if (!how.shift.empty()) return false;
    const std::string read = text::decode_gsm7(piece.payload).utf8;
    if (!text::is_ascii(read)) return false;
    msg_ = ucp::to_hex(read);
    return true;
}

void content_writer::transparent(text::octet_view octets, std::size_t bits) {
    msg_ = ucp::to_hex(octets);
    nb_ = ucp::nb_text(bits);
    fields_.mt = ucp::mt_transparent;
    fields_.nb = nb_;
    fields_.msg = msg_;
}

// XSer, or MCLs and DCs where the peer knows no XSer 02. TMsg without a word on its coding is 8-bit data.
std::string_view content_writer::services(const text::part& piece, const saying& how, const dialect& quirks) {
    constexpr std::string_view too_long = "header and services are longer than the 400 digits that XSer takes";
    const bool packed = fields_.mt == ucp::mt_transparent;
    xser_.clear();
    if (!piece.header.empty() && !ucp::append_service(xser_, ucp::service_type::udh, piece.header)) return too_long;
    if (quirks.no_dcs_service) {
        if (how.coding == encoding::ucs2) return "this peer cannot be told of Unicode (no_dcs_service)";
        if (const auto its_class = message_class_of(how.dcs)) {
            mcls_.assign(1, static_cast<char>('0' + *its_class));
            fields_.mcls = mcls_;
        }
        if (packed) fields_.dcs = how.coding == encoding::binary ? "1" : "0";
    } else if (how.dcs != 0 || packed) {
        const char octet = static_cast<char>(how.dcs);
        if (!ucp::append_service(xser_, ucp::service_type::dcs, {&octet, 1})) return too_long;
    }
    if (!how.billing.empty() && !ucp::append_service(xser_, ucp::service_type::billing_identifier, how.billing)) return too_long;
    fields_.xser = xser_;
    return {};
}

}  // namespace hermod::connectors::ucp
