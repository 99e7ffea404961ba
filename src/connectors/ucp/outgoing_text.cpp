// The part of outgoing that cuts a text and says it as AMsg or TMsg, with its services.
#include "connectors/ucp/outgoing.hpp"
#include "message/message_class.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/utf.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

text::language_shift shift_of(const message& what) {
    const message_extras& more = what.more();
    return {text::language_of(more.single_shift).value_or(text::language::none),
            text::language_of(more.locking_shift).value_or(text::language::none)};
}

// TP-DCS. Below 10 it is SMPP's data_coding that names another alphabet than 23.038: the text has but ours.
std::uint8_t dcs_of(const message& what) {
    if (what.data_coding >= 0x10) return what.data_coding;
    return text::encode_dcs(text::dcs_for(static_cast<text::encoding>(what.coding))).value_or(0);
}

}  // namespace

std::string_view outgoing::cut(const message_ptr& what, std::uint8_t part, text::part& piece) {
    if (!split_of_ || split_of_ != what) {
        split_of_.reset();
        if (!split_as(*what, options_.reference)) return "the body cannot be said in its encoding";
        // 152 septets a part instead of 153: where that is a part more than was accepted, the shorter reference serves.
        if (parts_.size() != what->parts && !split_as(*what, text::reference_width::octet))
            return "the body cannot be said in its encoding";
        // Accepted with one number of parts, it must not leave with another: a part would be missing, or never sent.
        if (parts_.size() != what->parts) return "the message splits into another number of parts than it was accepted with";
        if (parts_.size() > 1) split_of_ = what;
    }
    piece = parts_[part - 1u];
    return {};
}

bool outgoing::split_as(const message& what, text::reference_width width) {
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.width = width;
    as.reference = what.concat_ref;
    as.own_header = what.udh;
    if (what.coding == encoding::gsm7) as.shift = shift_of(what);
    auto made = text::split(what.body, as);
    if (made) parts_ = std::move(*made);
    return made.has_value();
}

std::string_view outgoing::content(const message& what, const text::part& piece) {
    const bool as_amsg = what.coding == encoding::gsm7 && seven_bits(what, piece);
    if (as_amsg) {
        pdu_.mt = ucp::mt_alphanumeric;
        pdu_.msg = msg_;
    } else if (what.coding == encoding::gsm7) {
        const auto packed = ucp::pack_transparent(piece.payload);
        transparent(packed.octets, packed.bits);
    } else {
        transparent(piece.payload, piece.payload.size() * 8);
    }
    return services(what, piece, !as_amsg);
}

// Two digits a septet, in msg_; false: it is to leave packed.
bool outgoing::seven_bits(const message& what, const text::part& piece) {
    if (options_.quirks.text_as_tmsg) return false;
    if (!options_.quirks.amsg_is_ira) {
        msg_ = ucp::to_hex(piece.payload);
        return true;
    }
    if (!shift_of(what).empty()) return false;
    const std::string read = text::decode_gsm7(piece.payload).utf8;
    if (!text::is_ascii(read)) return false;
    msg_ = ucp::to_hex(read);
    return true;
}

void outgoing::transparent(text::octet_view octets, std::size_t bits) {
    msg_ = ucp::to_hex(octets);
    nb_ = ucp::nb_text(bits);
    pdu_.mt = ucp::mt_transparent;
    pdu_.nb = nb_;
    pdu_.msg = msg_;
}

// XSer, or MCLs and DCs where the centre knows no XSer 02. TMsg without a word on its coding is 8-bit data.
std::string_view outgoing::services(const message& what, const text::part& piece, bool transparent) {
    constexpr std::string_view too_long = "header and services are longer than the 400 digits that XSer takes";
    xser_.clear();
    if (!piece.header.empty() && !ucp::append_service(xser_, ucp::service_type::udh, piece.header)) return too_long;
    const std::uint8_t dcs = dcs_of(what);
    if (options_.quirks.no_dcs_service) {
        if (what.coding == encoding::ucs2) return "this centre cannot be told of Unicode (no_dcs_service)";
        if (const auto its_class = message_class_of(dcs)) {
            mcls_.assign(1, static_cast<char>('0' + *its_class));
            pdu_.mcls = mcls_;
        }
        if (transparent) pdu_.dcs = what.coding == encoding::binary ? "1" : "0";
    } else if (dcs != 0 || transparent) {
        const char octet = static_cast<char>(dcs);
        if (!ucp::append_service(xser_, ucp::service_type::dcs, {&octet, 1})) return too_long;
    }
    if (!options_.billing.empty() && !ucp::append_service(xser_, ucp::service_type::billing_identifier, options_.billing))
        return too_long;
    pdu_.xser = xser_;
    return {};
}

}  // namespace hermod::connectors::ucp
