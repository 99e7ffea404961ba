#include "connectors/ucp/incoming.hpp"

#include <algorithm>

#include "connectors/ucp/content_fields.hpp"
#include "connectors/ucp/remote_id.hpp"
#include "connectors/ucp/spelling.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"
#include "wire/ucp/time.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

constexpr std::size_t longest_local_number = 8;

// What cannot be read as hexadecimal is kept as the characters that came: somebody may make sense of it.
text::octets octets_of(std::string_view hex) {
    return ucp::from_hex(hex).value_or(text::octets(hex));
}

text::octets septets_of(const content_fields& pdu) {
    const auto packed = ucp::read_transparent(pdu.nb, pdu.msg);
    return packed ? ucp::unpack_transparent(*packed) : octets_of(pdu.msg);
}

bool is_part(std::string_view udh) {
    const auto header = text::parse_udh(udh);
    return header && header->concat().has_value();
}

void read_seven_bits(handset_message& out, message_extras& more, const content_fields& pdu, const dialect& quirks) {
    const text::language_shift shift = text::take_shift(out.udh);
    more.single_shift = static_cast<std::uint8_t>(shift.single);
    more.locking_shift = static_cast<std::uint8_t>(shift.locking);
    if (pdu.mt == ucp::mt_transparent)
        out.body = text::decode_gsm7(septets_of(pdu), shift).utf8;
    else if (quirks.amsg_is_ira)
        out.body = text::decode_ascii(octets_of(pdu.msg)).utf8;
    else
        out.body = text::decode_gsm7(octets_of(pdu.msg), shift).utf8;
}

void read_ucs2(handset_message& out, message_extras& more, std::string_view units) {
    out.body = text::decode_utf16be(units).utf8;
    if (!is_part(out.udh)) return;
    const text::pair_halves halves = text::halves_of(units);
    more.first_half = halves.first;
    more.last_half = halves.last;
}

// AMsg is seven-bit text whatever DCS says.
void read_body(handset_message& out, message_extras& more, const content_fields& pdu, const dialect& quirks) {
    if (pdu.mt == ucp::mt_numeric) {
        out.body = pdu.msg;
        return;
    }
    const text::encoding as = text::encoding_of(text::decode_dcs(out.data_coding));
    if (pdu.mt != ucp::mt_transparent || as == text::encoding::gsm7) return read_seven_bits(out, more, pdu, quirks);
    const text::octets octets = octets_of(pdu.msg);
    if (as == text::encoding::ucs2) return read_ucs2(out, more, octets);
    out.coding = encoding::binary;
    out.body = octets;
}

}  // namespace

state outcome_of(ucp::delivery_state dst) {
    switch (dst) {
        case ucp::delivery_state::delivered:
            return state::delivered;
        case ucp::delivery_state::buffered:
            return state::submitted;  // not the end: the centre tries again
        case ucp::delivery_state::failed:
            return state::undelivered;
    }
    return state::submitted;
}

std::string words_of(ucp::delivery_state dst, unsigned rsn) {
    static constexpr const char* states[] = {"delivered", "buffered", "not delivered"};
    std::string out = states[static_cast<int>(dst)];
    if (dst == ucp::delivery_state::delivered) return out;
    const char* why = ucp::reason_text(rsn);
    out.append(": ").append(why ? why : "unknown reason");
    return out.append(" (Rsn ").append(std::to_string(rsn)).append(")");
}

std::string originator_of(std::string_view oadc, std::string_view otoa, const dialect& quirks) {
    if (otoa == ucp::otoa_alphanumeric) {
        if (auto name = ucp::read_packed_sender(oadc)) return *name;
    }
    if (!all_digits(oadc)) return std::string(oadc);
    if (otoa == ucp::otoa_international) return "+" + std::string(oadc);
    if (!quirks.numbers_are_international) return std::string(oadc);
    if (oadc.starts_with("00")) return "+" + std::string(oadc.substr(2));
    return (oadc.size() > longest_local_number ? "+" : "") + std::string(oadc);
}

handset_message read_message(const ucp::deliver_message& pdu, const dialect& quirks) {
    handset_message out;
    message_extras more;
    out.from = originator_of(pdu.oadc, pdu.otoa, quirks);
    out.to = pdu.adc;
    const ucp::extra_services services(pdu.xser);
    if (const auto udh = services.find(ucp::service_type::udh)) {
        // A broken one is no header, TS 23.040 wants it ignored; what stands behind it is no text of ours either.
        if (const auto header = text::parse_udh(*udh)) out.udh = header->octets();
    }
    const content_fields content = content_of(pdu);
    out.data_coding = dcs_of(content, services);
    read_body(out, more, content, quirks);
    more.protocol_id = static_cast<std::uint8_t>(std::min(ucp::number_of(pdu.rpid).value_or(0), 255u));
    if (pdu.rpi == "1") more.esm_class = reply_path;
    if (!(more == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(more));
    return out;
}

std::optional<remote_receipt> read_notification(const ucp::delivery_notification& pdu, const dialect& quirks, connector_id by,
                                                wall_time now) {
    if (pdu.oadc.empty() || !ucp::parse_seconds(pdu.scts)) return std::nullopt;
    const ucp::delivery_state dst = ucp::state_of(pdu.dst).value_or(ucp::delivery_state::buffered);
    remote_receipt out;
    out.connector = by;
    out.remote_id = remote_id(pdu.oadc, pdu.scts, quirks.national_receipts);
    out.recipient = originator_of(pdu.oadc, pdu.otoa, quirks);
    out.outcome = outcome_of(dst);
    out.code = ucp::number_of(pdu.rsn).value_or(0);
    out.at = now;
    out.detail = words_of(dst, out.code);
    return out;
}

}  // namespace hermod::connectors::ucp
