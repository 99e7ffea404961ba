#include "wire/smpp/checks.hpp"

#include <algorithm>

#include "wire/smpp/time.hpp"

namespace hermod::wire::smpp {
namespace {

using fault = std::optional<codec_error>;

codec_error at(const field_spec& f, errc code) {
    return {code, f.name, 0, f.fault};
}

codec_error at(tlv_tag tag, errc code, command_status status) {
    return {code, name(tag).data(), 0, status};
}

// No address of any plan has control octets. Text in the GSM alphabet does, so an alphanumeric one may.
bool impossible(ton type, std::string_view address) {
    if (type == ton::alphanumeric) return false;
    return std::any_of(address.begin(), address.end(), [](char c) {
        const auto o = static_cast<unsigned char>(c);
        return o < 0x20 || o >= 0x7F;
    });
}

fault check_source(ton type, std::string_view address) {
    if (impossible(type, address)) return at(field::source_addr, errc::bad_value);
    return {};
}

fault check_destination(ton type, std::string_view address) {
    if (address.find_first_not_of(' ') == address.npos) return at(field::destination_addr, errc::missing_value);
    if (impossible(type, address)) return at(field::destination_addr, errc::bad_value);
    return {};
}

template <class Pdu>
fault check_times(const Pdu& pdu) {
    const auto bad = [](std::string_view time) { return !time.empty() && !parse_time(time); };
    if (bad(pdu.schedule_delivery_time)) return at(field::schedule_delivery_time, errc::not_a_time);
    if (bad(pdu.validity_period)) return at(field::validity_period, errc::not_a_time);
    return {};
}

template <class Pdu>
fault check_flags(const Pdu& pdu) {
    if (pdu.priority_flag > greatest_priority) return at(field::priority_flag, errc::bad_value);
    if (pdu.replace_if_present_flag > 1) return at(field::replace_if_present_flag, errc::bad_value);
    return {};
}

// What submit_sm, submit_multi and broadcast_sm have in common.
template <class Pdu>
fault check_submission(const Pdu& pdu) {
    if (const auto f = check_source(pdu.source_addr_ton, pdu.source_addr)) return f;
    if (const auto f = check_flags(pdu)) return f;
    return check_times(pdu);
}

template <class Pdu>
bool has_reference(const Pdu& pdu) {
    return !pdu.message_id.empty() || pdu.tlvs.find(tlv_tag::user_message_reference);
}

template <class Pdu>
fault first_missing(const Pdu& pdu, std::optional<tlv_tag> not_needed = {}) {
    for (const tlv_tag tag : Pdu::mandatory_tlvs) {
        if (tag != not_needed && !pdu.tlvs.find(tag)) return at(tag, errc::missing_tlv, command_status::esme_rmissingtlv);
    }
    return {};
}

// Areas and interval decide where and how often it is sent: here a reserved value cannot be passed over. Lengths are right.
fault check_broadcast_values(const tlv_view& tlvs) {
    for (const tlv t : tlvs) {
        if (t.tag == tlv_tag::broadcast_area_identifier && t.value[0] > 2)
            return at(t.tag, errc::bad_value, command_status::esme_rinvbcastareafmt);
        if (t.tag == tlv_tag::broadcast_frequency_interval && t.value[0] != 0 && (t.value[0] < 0x08 || t.value[0] > 0x0E))
            return at(t.tag, errc::bad_value, command_status::esme_rinvbcastfreqint);
    }
    return {};
}

}  // namespace

fault check(const submit_sm& pdu) {
    if (const auto f = check_destination(pdu.dest_addr_ton, pdu.destination_addr)) return f;
    return check_submission(pdu);
}

fault check(const data_sm& pdu) {
    if (const auto f = check_destination(pdu.dest_addr_ton, pdu.destination_addr)) return f;
    return check_source(pdu.source_addr_ton, pdu.source_addr);
}

fault check(const submit_multi& pdu) {
    if (pdu.destinations.size() == 0) return at(field::number_of_dests, errc::missing_value);
    return check_submission(pdu);
}

fault check(const destination& d) {
    if (d.dest_flag == destination::sme_address) return check_destination(d.dest_addr_ton, d.destination_addr);
    if (d.dest_flag != destination::distribution_list) return at(field::dest_flag, errc::bad_value);
    if (d.dl_name.empty()) return at(field::dl_name, errc::missing_value);
    return {};
}

fault check(const replace_sm& pdu) {
    if (pdu.message_id.empty()) return at(field::message_id, errc::missing_value);
    if (const auto f = check_source(pdu.source_addr_ton, pdu.source_addr)) return f;
    return check_times(pdu);
}

fault check(const query_sm& pdu) {
    if (pdu.message_id.empty()) return at(field::message_id, errc::missing_value);
    return check_source(pdu.source_addr_ton, pdu.source_addr);
}

fault check(const cancel_sm& pdu) {
    if (pdu.message_id.empty()) {
        if (const auto f = check_destination(pdu.dest_addr_ton, pdu.destination_addr)) return f;
    }
    return check_source(pdu.source_addr_ton, pdu.source_addr);
}

fault check(const broadcast_sm& pdu) {
    if (const auto f = check_submission(pdu)) return f;
    if (const auto f = missing_tlv(pdu)) return f;
    for (const tlv_tag tag : broadcast_sm::mandatory_tlvs) {
        for (std::size_t i = 0; i < pdu.tlvs.count(tag); ++i) {
            if (!allows(*find_tlv(tag), pdu.tlvs.find(tag, i)->size()))
                return at(tag, errc::bad_tlv_length, command_status::esme_rinvtlvlen);
        }
    }
    if (const auto f = check_broadcast_values(pdu.tlvs)) return f;
    if (pdu.replace_if_present_flag == 1 && !has_reference(pdu)) return at(field::message_id, errc::missing_value);
    return {};
}

fault check(const query_broadcast_sm& pdu) {
    if (!has_reference(pdu)) return at(field::message_id, errc::missing_value);
    return check_source(pdu.source_addr_ton, pdu.source_addr);
}

fault check(const cancel_broadcast_sm& pdu) {
    return check_source(pdu.source_addr_ton, pdu.source_addr);
}

fault missing_tlv(const broadcast_sm& pdu) {
    const bool once = pdu.priority_flag == broadcast_sm::immediate;
    return first_missing(pdu, once ? std::optional(tlv_tag::broadcast_rep_num) : std::nullopt);
}

fault missing_tlv(const query_broadcast_sm_resp& pdu) {
    return first_missing(pdu);
}

}  // namespace hermod::wire::smpp
