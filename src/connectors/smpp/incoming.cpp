#include "connectors/smpp/incoming.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/smpp/alphabets.hpp"
#include "text/udh_elements.hpp"
#include "wire/smpp/receipt.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

std::string_view as_text(smpp::octets raw) {
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

constexpr std::size_t longest_local_number = 8;

std::string address_of(smpp::ton ton, std::string_view digits, const dialect& quirks) {
    std::string out;
    const bool number = !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool taken_for_international =
        quirks.unknown_ton_is_international && ton == smpp::ton::unknown && number && digits.size() > longest_local_number;
    if ((ton == smpp::ton::international && !digits.empty() && digits.front() >= '0' && digits.front() <= '9') ||
        taken_for_international)
        out = "+";
    out += digits;
    return out;
}

// All three sar_ TLVs, or none counts.
std::string wide_header_from_sar(const smpp::tlv_view& tlvs) {
    if (tlvs.empty()) return {};
    const auto reference = tlvs.u16(smpp::tlv_tag::sar_msg_ref_num);
    const auto total = tlvs.u8(smpp::tlv_tag::sar_total_segments), sequence = tlvs.u8(smpp::tlv_tag::sar_segment_seqnum);
    if (!reference || !total || !sequence || *total < 2 || *sequence == 0 || *sequence > *total) return {};
    return text::concat_header({*reference, *total, *sequence, text::reference_width::two_octets});
}

bool used_up(smpp::tlv_tag tag) {
    using smpp::tlv_tag;
    return tag == tlv_tag::message_payload || tag == tlv_tag::sar_msg_ref_num || tag == tlv_tag::sar_total_segments ||
           tag == tlv_tag::sar_segment_seqnum;
}

template <class Pdu>
message_extras extras_of(const Pdu& pdu) {
    message_extras out;
    out.service_type = pdu.service_type;
    out.esm_class = static_cast<std::uint8_t>(pdu.esm_class & ~smpp::esm_class::udhi);
    if constexpr (requires { pdu.protocol_id; }) {
        out.protocol_id = pdu.protocol_id;
        out.priority = pdu.priority_flag;
    }
    for (const smpp::tlv one : pdu.tlvs) {
        if (!used_up(one.tag)) out.tlvs.append(reinterpret_cast<const char*>(one.value.data()) - 4, 4 + one.value.size());
    }
    return out;
}

bool is_part(std::string_view udh) {
    const auto header = text::parse_udh(udh);
    return header && header->concat().has_value();
}

// Sets body, coding, and of the header and the extras what the text says of itself.
void read_body(handset_message& out, std::string_view payload, const dialect& quirks, message_extras& more) {
    const alphabet as = alphabet_of(out.data_coding, quirks);
    if (as == alphabet::octets) {
        out.coding = encoding::binary;
        out.body = payload;
        return;
    }
    read_text read = read_as(as, payload, out.udh, quirks);
    out.body = std::move(read.utf8);
    if (as == alphabet::gsm7 && !out.udh.empty()) {
        const text::language_shift shift = text::take_shift(out.udh);
        more.single_shift = static_cast<std::uint8_t>(shift.single);
        more.locking_shift = static_cast<std::uint8_t>(shift.locking);
    }
    if (as != alphabet::ucs2 || !is_part(out.udh)) return;
    more.first_half = read.first_half;
    more.last_half = read.last_half;
}

template <class Pdu>
handset_message read_message(const Pdu& pdu, const dialect& quirks) {
    handset_message out;
    out.from = address_of(pdu.source_addr_ton, pdu.source_addr, quirks);
    out.to = address_of(pdu.dest_addr_ton, pdu.destination_addr, quirks);
    out.data_coding = static_cast<std::uint8_t>(pdu.data_coding);
    message_extras more = extras_of(pdu);
    std::string_view payload = as_text(smpp::user_data(pdu).value);
    if (smpp::esm_class::has_udh(pdu.esm_class)) {
        if (const auto header = text::parse_udh(payload)) {  // a broken one stays in the text: TS 23.040 wants it ignored
            out.udh = header->octets();
            payload.remove_prefix(out.udh.size());
        }
    } else {
        out.udh = wide_header_from_sar(pdu.tlvs);
    }
    read_body(out, payload, quirks, more);
    if (!(more == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(more));
    return out;
}

template <class Pdu>
incoming read_receipt(const Pdu& pdu, const dialect& quirks, connector_id by, wall_time now) {
    const smpp::receipt_view seen = smpp::parse_receipt(pdu);
    if (seen.id.empty()) return nameless_receipt{};
    remote_receipt out;
    out.connector = by;
    out.remote_id = seen.id;
    out.recipient = quirks.receipts_not_swapped ? address_of(pdu.dest_addr_ton, pdu.destination_addr, quirks)
                                                : address_of(pdu.source_addr_ton, pdu.source_addr, quirks);
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
