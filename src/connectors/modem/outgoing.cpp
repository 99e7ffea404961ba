#include "connectors/modem/outgoing.hpp"

#include <algorithm>

#include "connectors/modem/text_mode.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/utf.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/pdu_mode.hpp"

namespace hermod::connectors::modem {

namespace tpdu = wire::tpdu;

namespace {

constexpr std::uint8_t reply_path = 0x80;  // of message_extras::esm_class

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

std::string_view refusal_of(const tpdu::codec_error& fault) {
    return std::string_view(fault.field) == "TP-DA" ? "the recipient is no address of 23.040" : "the part does not fit a TPDU";
}

}  // namespace

outgoing::outcome outgoing::submit(const message_ptr& what, std::uint8_t part, wall_time now) {
    if (part == 0 || part > what->parts) return {{}, "the message has no such part"};
    text::part piece;
    if (const auto why = cut(what, part, piece); !why.empty()) return {{}, why};
    tpdu::sms_submit pdu;
    const auto to = tpdu::parse_address(what->to);
    if (!to || to->alphanumeric()) return {{}, "the recipient is no number"};
    pdu.tp_da = *to;
    pdu.tp_srr = what->receipt;
    pdu.tp_udhi = !piece.header.empty();
    const message_extras& more = what->more();
    pdu.tp_rp = (more.esm_class & reply_path) != 0;
    pdu.tp_pid = more.protocol_id;
    pdu.tp_dcs = dcs_of(*what);
    if (options_.validity && what->expires_at != wall_time{}) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(what->expires_at - now);
        pdu.tp_vp.format = tpdu::validity_format::relative;
        pdu.tp_vp.relative = tpdu::relative_for(left);
    }
    std::vector<std::uint8_t> data, octets;
    const auto ud = tpdu::put_together(data, static_cast<text::encoding>(what->coding), piece.header, piece.payload);
    if (!ud) return {{}, refusal_of(ud.error())};
    pdu.tp_ud = *ud;
    if (const auto made = tpdu::encode(octets, pdu); !made) return {{}, refusal_of(made.error())};
    auto written = tpdu::write_pdu_mode(octets);
    if (!written) return {{}, refusal_of(written.error())};
    outcome out;
    out.what.pdu = std::move(written->hex);
    out.what.length = written->length;
    return out;
}

outgoing::outcome outgoing::text(const message& what) const {
    if (what.coding == encoding::binary || !what.udh.empty())
        return {{}, "this modem has only text mode: it sends neither octets nor headers"};
    if (what.parts > 1) return {{}, "this modem has only text mode: it sends no long messages"};
    if (!shift_of(what).empty()) return {{}, "this modem has only text mode: it sends no national tables"};
    outcome out;
    out.what.number = ucs2_hex(what.to);
    out.what.text = ucs2_hex(what.body);
    out.what.ucs2 = what.coding == encoding::ucs2;
    return out;
}

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

}  // namespace hermod::connectors::modem
