#include "connectors/smpp/incoming.hpp"

#include <algorithm>
#include <charconv>

#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "text/udh.hpp"
#include "text/utf.hpp"
#include "wire/smpp/receipt.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

enum class alphabet : std::uint8_t { gsm7, ascii, latin1, ucs2, octets };

// SMPP's own values, and the GSM 03.38 octets that peers send as they are (quirks in docs/protocols/smpp.md).
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

std::string_view as_text(smpp::octets raw) {
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

std::string address_of(smpp::ton ton, std::string_view digits) {
    std::string out;
    if (ton == smpp::ton::international && !digits.empty() && digits.front() >= '0' && digits.front() <= '9') out = "+";
    out += digits;
    return out;
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

void read_body(handset_message& out, std::string_view payload, const dialect& quirks) {
    switch (alphabet_of(out.data_coding, quirks)) {
        case alphabet::gsm7:
            out.body = text::decode_gsm7(quirks.packed_gsm7 ? unpacked(payload, out.udh.size()) : payload).utf8;
            return;
        case alphabet::ascii:
            out.body = text::decode_ascii(payload).utf8;
            return;
        case alphabet::latin1:
            out.body = text::decode_latin1(payload).utf8;
            return;
        case alphabet::ucs2:
            out.body = text::decode_utf16be(quirks.ucs2_little_endian ? swapped(payload) : payload).utf8;
            return;
        case alphabet::octets:
            out.coding = encoding::binary;
            out.body = payload;
            return;
    }
}

// All three sar_ TLVs, or none counts.
std::string header_from_sar(const smpp::tlv_view& tlvs) {
    if (tlvs.empty()) return {};
    const auto reference = tlvs.u16(smpp::tlv_tag::sar_msg_ref_num);
    const auto total = tlvs.u8(smpp::tlv_tag::sar_total_segments), sequence = tlvs.u8(smpp::tlv_tag::sar_segment_seqnum);
    if (!reference || !total || !sequence || *total < 2 || *sequence == 0 || *sequence > *total) return {};
    return text::concat_header({*reference, *total, *sequence, text::reference_width::two_octets});
}

template <class Pdu>
handset_message read_message(const Pdu& pdu, const dialect& quirks) {
    handset_message out;
    out.from = address_of(pdu.source_addr_ton, pdu.source_addr);
    out.to = address_of(pdu.dest_addr_ton, pdu.destination_addr);
    out.data_coding = static_cast<std::uint8_t>(pdu.data_coding);
    std::string_view payload = as_text(smpp::user_data(pdu).value);
    if (smpp::esm_class::has_udh(pdu.esm_class)) {
        if (const auto header = text::parse_udh(payload)) {  // a broken one stays in the text: TS 23.040 wants it ignored
            out.udh = header->octets();
            payload.remove_prefix(out.udh.size());
        }
    } else {
        out.udh = header_from_sar(pdu.tlvs);
    }
    read_body(out, payload, quirks);
    return out;
}

template <class Pdu>
incoming read_receipt(const Pdu& pdu, const dialect& quirks, connector_id by, wall_time now) {
    const smpp::receipt_view seen = smpp::parse_receipt(pdu);
    if (seen.id.empty()) return nameless_receipt{};
    remote_receipt out;
    out.connector = by;
    out.remote_id = seen.id;
    out.recipient = address_of(pdu.source_addr_ton, pdu.source_addr);
    out.outcome = seen.state ? outcome_of(*seen.state, seen.intermediate, quirks) : state::submitted;
    out.code = !seen.err.empty() ? error_number(seen.err) : seen.network_error_code ? seen.network_error_code->code : 0u;
    out.at = now;
    out.detail = !seen.stat.empty() ? seen.stat : seen.state ? smpp::stat_of(*seen.state) : std::string_view{};
    if (!seen.err.empty()) out.detail.append(" err:").append(seen.err);
    return out;
}

template <class Pdu>
incoming read_any(const Pdu& pdu, const dialect& quirks, connector_id by, wall_time now) {
    switch (smpp::looks_like_receipt(pdu)) {
        case smpp::receipt_evidence::esm_class:
        case smpp::receipt_evidence::tlv:
            return read_receipt(pdu, quirks, by, now);
        case smpp::receipt_evidence::text:
            if (quirks.receipts_by_text) return read_receipt(pdu, quirks, by, now);
            break;
        case smpp::receipt_evidence::none:
            break;
    }
    return read_message(pdu, quirks);
}

}  // namespace

state outcome_of(smpp::message_state network, bool intermediate, const dialect& quirks) {
    using smpp::message_state;
    switch (network) {
        case message_state::delivered:
            return state::delivered;
        case message_state::accepted:
            return quirks.accepted_is_delivered ? state::delivered : state::submitted;
        case message_state::scheduled:
        case message_state::enroute:
            return state::submitted;
        default:
            break;
    }
    // An intermediate notification tells of a failed try, not of the end.
    if (intermediate) return state::submitted;
    if (network == message_state::expired) return state::expired;
    if (network == message_state::rejected) return state::rejected;
    return state::undelivered;  // undeliverable, deleted (by the network: not our sender's cancelling), unknown, skipped
}

std::uint32_t error_number(std::string_view err) {
    const bool decimal = std::all_of(err.begin(), err.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (err.starts_with("0x") || err.starts_with("0X")) err.remove_prefix(2);
    std::uint32_t out = 0;
    const auto [end, failed] = std::from_chars(err.data(), err.data() + err.size(), out, decimal ? 10 : 16);
    return failed == std::errc{} && end == err.data() + err.size() ? out : 0;
}

incoming read_incoming(const smpp::deliver_sm& pdu, const dialect& quirks, connector_id by, wall_time now) {
    return read_any(pdu, quirks, by, now);
}

incoming read_incoming(const smpp::data_sm& pdu, const dialect& quirks, connector_id by, wall_time now) {
    return read_any(pdu, quirks, by, now);
}

}  // namespace hermod::connectors::smpp
