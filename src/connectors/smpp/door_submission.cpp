#include "connectors/smpp/door_submission.hpp"

#include <algorithm>
#include <array>

#include "connectors/smpp/alphabets.hpp"
#include "message/as_given.hpp"
#include "text/udh.hpp"
#include "text/utf.hpp"
#include "wire/smpp/checks.hpp"
#include "wire/smpp/time.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;
using smpp::command_status;

namespace {

constexpr std::chrono::hours furthest_schedule{24 * 365};
constexpr std::size_t longest_service_type = 5;
constexpr std::size_t most_tlv_octets = 4096;  // that travel with a message

bool digits_only(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What the PDU's own meaning is already told by other fields of the submission.
bool travels(smpp::tlv_tag tag) {
    switch (tag) {
        case smpp::tlv_tag::message_payload:
        case smpp::tlv_tag::sar_msg_ref_num:
        case smpp::tlv_tag::sar_total_segments:
        case smpp::tlv_tag::sar_segment_seqnum:
        case smpp::tlv_tag::receipted_message_id:
        case smpp::tlv_tag::message_state:
        case smpp::tlv_tag::network_error_code:
        case smpp::tlv_tag::congestion_state:
        case smpp::tlv_tag::qos_time_to_live:
            return false;
        default:
            return true;
    }
}

command_status read_times(const smpp::submit_sm& pdu, wall_time now, door_submission& out) {
    wall_time from = now;
    if (!pdu.schedule_delivery_time.empty()) {
        const auto when = smpp::parse_time(pdu.schedule_delivery_time);
        if (!when) return command_status::esme_rinvsched;
        const wall_time due = smpp::resolve(*when, now);
        if (due > now + furthest_schedule) return command_status::esme_rinvsched;
        if (due > now) from = out.not_before = due;
    }
    if (!pdu.validity_period.empty()) {
        const auto until = smpp::parse_time(pdu.validity_period);
        if (!until) return command_status::esme_rinvexpiry;
        // A relative period counts from when the message may go.
        const auto left = std::chrono::floor<std::chrono::seconds>(smpp::resolve(*until, from) - from);
        if (left.count() <= 0) return command_status::esme_rinvexpiry;
        out.validity = left;
    } else if (const auto seconds = pdu.tlvs.u32(smpp::tlv_tag::qos_time_to_live); seconds && *seconds > 0) {
        out.validity = std::chrono::seconds(*seconds);
    }
    return command_status::esme_rok;
}

void read_receipt_wish(std::uint8_t registered, door_submission& out) {
    namespace wish = smpp::registered_delivery;
    switch (registered & wish::receipt_mask) {
        case wish::on_success_or_failure:
            out.callbacks = callback_final;
            break;
        case wish::on_failure:
            out.callbacks = callback_failure;
            break;
        case wish::on_success:
            out.callbacks = callback_success;
            break;
        default:
            break;
    }
    if (registered & wish::intermediate_notification) out.callbacks |= callback_intermediate;
    out.receipt = out.callbacks != callback_none;
}

void read_extras(const smpp::submit_sm& pdu, door_submission& out) {
    message_extras x;
    x.service_type = pdu.service_type;
    x.protocol_id = pdu.protocol_id;
    x.priority = pdu.priority_flag;
    x.esm_class = static_cast<std::uint8_t>(pdu.esm_class & ~smpp::esm_class::udhi);
    x.acknowledgements =
        static_cast<std::uint8_t>(pdu.registered_delivery & (smpp::registered_delivery::delivery_acknowledgement |
                                                             smpp::registered_delivery::user_acknowledgement));
    for (const smpp::tlv one : pdu.tlvs) {
        if (!travels(one.tag) || x.tlvs.size() + one.value.size() + 4 > most_tlv_octets) continue;
        x.tlvs.append(reinterpret_cast<const char*>(one.value.data()) - 4, one.value.size() + 4);
    }
    if (!(x == message_extras{})) out.extras = std::make_shared<const message_extras>(std::move(x));
}

// All three sar_ TLVs, or none counts. The reference's low octet serves: a header with both would leave a full part no room, and
// all parts of a message must have the same.
std::string header_from_sar(const smpp::tlv_view& tlvs) {
    const auto reference = tlvs.u16(smpp::tlv_tag::sar_msg_ref_num);
    const auto total = tlvs.u8(smpp::tlv_tag::sar_total_segments), sequence = tlvs.u8(smpp::tlv_tag::sar_segment_seqnum);
    if (!reference || !total || !sequence || *total < 2 || *sequence == 0 || *sequence > *total) return {};
    return text::concat_header({*reference, *total, *sequence, text::reference_width::octet});
}

// Sets body, coding, data_coding, udh.
command_status read_content(const smpp::submit_sm& pdu, const dialect& quirks, door_submission& out) {
    const smpp::octets raw = smpp::user_data(pdu).value;
    std::string_view payload(reinterpret_cast<const char*>(raw.data()), raw.size());
    if (smpp::esm_class::has_udh(pdu.esm_class)) {
        const auto header = text::parse_udh(payload);
        if (!header) return command_status::esme_rinvesmclass;
        out.udh = header->octets();
        payload.remove_prefix(out.udh.size());
    }
    const auto label = static_cast<std::uint8_t>(pdu.data_coding);
    const alphabet as = alphabet_of(label, quirks);
    if (!smpp::esm_class::has_udh(pdu.esm_class)) out.udh = header_from_sar(pdu.tlvs);
    if (as == alphabet::octets) {
        out.coding = encoding::binary;
        out.body = payload;
        if (label != 4) out.data_coding = label;
        return command_status::esme_rok;
    }
    read_text read = read_as(as, payload, out.udh, quirks);
    out.body = std::move(read.utf8);
    if (as == alphabet::ucs2) {
        out.coding = encoding::ucs2;
        if (label != 8) out.data_coding = label;
        if (!read.replaced) return command_status::esme_rok;
        if (out.udh.empty()) return command_status::esme_rinvdcs;
        out.coding = encoding::binary;  // half a pair at the edge of a part: the octets as they came
        out.data_coding = label;
        out.body = payload;
        return command_status::esme_rok;
    }
    if (read.replaced) return command_status::esme_rinvdcs;     // the label is wrong, and so would the text be
    if (as != alphabet::gsm7) return command_status::esme_rok;  // an alphabet that few networks speak: accept/ chooses one
    out.coding = encoding::gsm7;
    out.data_coding = label;
    return command_status::esme_rok;
}

}  // namespace

submission door_submission::view(account_id account) const {
    submission out;
    out.account = account;
    out.came_in = connector_id{name_hash("smpp")};
    out.to = to;
    out.from = from;
    out.body = body;
    out.coding = coding;
    out.udh = udh;
    out.data_coding = data_coding;
    out.validity = validity;
    out.not_before = not_before;
    out.receipt = receipt;
    out.via = told_by::session;
    out.callbacks = callbacks;
    out.extras = extras;
    return out;
}

std::string number_from(smpp::ton ton, std::string_view digits) {
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    else if (digits.starts_with("00") && ton != smpp::ton::national)
        digits.remove_prefix(2);
    if (!digits_only(digits)) return {};
    return "+" + std::string(digits);
}

std::string recipient_from(smpp::ton ton, std::string_view address, bool dials) {
    if (!dials || ton == smpp::ton::international) return number_from(ton, address);
    const bool plus = address.starts_with('+');
    return digits_only(address.substr(plus ? 1 : 0)) ? std::string(address) : std::string();
}

std::string sender_from(smpp::ton ton, std::string_view digits) {
    if (ton == smpp::ton::international && digits_only(digits)) return "+" + std::string(digits);
    return std::string(digits);
}

read_submission_result read_submission(const smpp::submit_sm& pdu, const door_account& who, wall_time now) {
    const auto no = [](command_status why) { return read_submission_result{std::nullopt, why}; };
    if (const auto wrong = smpp::check(pdu)) return no(wrong->suggested_status);
    door_submission out;
    out.to = recipient_from(pdu.dest_addr_ton, pdu.destination_addr, who.dials);
    if (out.to.empty()) return no(command_status::esme_rinvdstadr);
    if (pdu.dest_addr_ton == smpp::ton::national && !who.dials) return no(command_status::esme_rinvdstton);
    out.from = sender_from(pdu.source_addr_ton, pdu.source_addr);
    if (!out.from.empty() && !who.may_send_as(out.from)) return no(command_status::esme_rinvsrcadr);
    if (!text::is_ascii(out.from)) return no(command_status::esme_rinvsrcadr);  // no network could be told of it
    if (pdu.service_type.size() > longest_service_type) return no(command_status::esme_rinvsertyp);
    if (pdu.sm_default_msg_id != 0) return no(command_status::esme_rinvdftmsgid);
    if (const auto wrong = read_times(pdu, now, out); wrong != command_status::esme_rok) return no(wrong);
    if (const auto wrong = read_content(pdu, who.quirks, out); wrong != command_status::esme_rok) return no(wrong);
    read_receipt_wish(pdu.registered_delivery, out);
    read_extras(pdu, out);
    out.replace = pdu.replace_if_present_flag == 1;
    return {std::move(out), command_status::esme_rok};
}

read_submission_result read_submission(const smpp::data_sm& pdu, const door_account& who, wall_time now) {
    smpp::submit_sm as;
    as.service_type = pdu.service_type;
    as.source_addr_ton = pdu.source_addr_ton;
    as.source_addr_npi = pdu.source_addr_npi;
    as.source_addr = pdu.source_addr;
    as.dest_addr_ton = pdu.dest_addr_ton;
    as.dest_addr_npi = pdu.dest_addr_npi;
    as.destination_addr = pdu.destination_addr;
    as.esm_class = pdu.esm_class;
    as.registered_delivery = pdu.registered_delivery;
    as.data_coding = pdu.data_coding;
    as.tlvs = pdu.tlvs;
    return read_submission(as, who, now);
}

smpp::submit_sm one_of(const smpp::submit_multi& pdu, const smpp::destination& to) {
    smpp::submit_sm as;
    as.service_type = pdu.service_type;
    as.source_addr_ton = pdu.source_addr_ton;
    as.source_addr_npi = pdu.source_addr_npi;
    as.source_addr = pdu.source_addr;
    as.dest_addr_ton = to.dest_addr_ton;
    as.dest_addr_npi = to.dest_addr_npi;
    as.destination_addr = to.destination_addr;
    as.esm_class = pdu.esm_class;
    as.protocol_id = pdu.protocol_id;
    as.priority_flag = pdu.priority_flag;
    as.schedule_delivery_time = pdu.schedule_delivery_time;
    as.validity_period = pdu.validity_period;
    as.registered_delivery = pdu.registered_delivery;
    as.replace_if_present_flag = pdu.replace_if_present_flag;
    as.data_coding = pdu.data_coding;
    as.sm_default_msg_id = pdu.sm_default_msg_id;
    as.short_message = pdu.short_message;
    as.tlvs = pdu.tlvs;
    return as;
}

replacement::replacement(const smpp::replace_sm& pdu)
    : source_ton(pdu.source_addr_ton),
      source(pdu.source_addr),
      schedule(pdu.schedule_delivery_time),
      validity(pdu.validity_period),
      registered_delivery(pdu.registered_delivery),
      sm_default_msg_id(pdu.sm_default_msg_id) {
    const smpp::octets raw = smpp::user_data(pdu).value;
    text.assign(reinterpret_cast<const char*>(raw.data()), raw.size());
}

read_submission_result read_replacement(const replacement& with, const message& old, const door_account& who, wall_time now) {
    smpp::submit_sm as;
    as.service_type = old.more().service_type;
    as.source_addr = from_as_given(old);
    as.dest_addr_ton = smpp::ton::international;
    as.destination_addr = old.to;
    as.schedule_delivery_time = with.schedule;
    as.validity_period = with.validity;
    as.registered_delivery = with.registered_delivery;
    as.sm_default_msg_id = with.sm_default_msg_id;
    as.priority_flag = old.more().priority;
    as.protocol_id = old.more().protocol_id;
    const std::uint8_t plain = old.coding == encoding::ucs2 ? 8 : old.coding == encoding::binary ? 4 : 0;
    as.data_coding = smpp::data_coding{old.data_coding != 0 ? old.data_coding : plain};
    // Only a header of the sender's own goes on; a text without one is split anew.
    const std::string octets = old.udh + with.text;
    as.esm_class = static_cast<std::uint8_t>(old.more().esm_class | (old.udh.empty() ? 0 : smpp::esm_class::udhi));
    as.short_message = {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()};
    auto out = read_submission(as, who, now);
    if (!out.good) return out;
    out.good->from = from_as_given(old);
    out.good->to = to_as_given(old);
    message_extras more = old.more();
    more.acknowledgements = out.good->extras ? out.good->extras->acknowledgements : std::uint8_t{0};
    out.good->extras = more == message_extras{} ? nullptr : std::make_shared<const message_extras>(std::move(more));
    // Empty times keep what was said before (5.0 section 4.5.3.2).
    if (with.schedule.empty() && old.not_before > now) out.good->not_before = old.not_before;
    if (with.validity.empty() && old.expires_at != wall_time{}) {
        const wall_time from = std::max(now, out.good->not_before);
        out.good->validity = std::max(std::chrono::seconds(1), std::chrono::floor<std::chrono::seconds>(old.expires_at - from));
    }
    return out;
}

command_status status_of(const refusal& why) {
    static constexpr std::pair<std::string_view, command_status> rows[] = {
        {"invalid_number", command_status::esme_rinvdstadr},    {"missing_sender", command_status::esme_rinvsrcadr},
        {"invalid_sender", command_status::esme_rinvsrcadr},    {"sender_not_allowed", command_status::esme_rinvsrcadr},
        {"empty_text", command_status::esme_rinvmsglen},
        {"text_too_long", command_status::esme_rinvmsglen},     {"not_in_gsm7", command_status::esme_rinvdcs},
        {"already_split", command_status::esme_rinvmsglen},     {"invalid_send_at", command_status::esme_rinvsched},
        {"invalid_utf8", command_status::esme_rinvdcs},         {"invalid_udh", command_status::esme_rinvesmclass},
        {"invalid_validity", command_status::esme_rinvexpiry},  {"no_route", command_status::esme_rsubmitfail},
        {"opted_out", command_status::esme_rinvdstadr},
        {"account_disabled", command_status::esme_rprohibited}, {"unknown_account", command_status::esme_rprohibited},
        {"denied_recipient", command_status::esme_rinvdstadr},
    };
    if (why.retry_after.count() > 0) return command_status::esme_rthrottled;
    for (const auto& [code, status] : rows)
        if (code == why.code) return status;
    return command_status::esme_rsubmitfail;
}

}  // namespace hermod::connectors::smpp
