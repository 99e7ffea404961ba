// Cell broadcast, which came with SMPP 5.0 (sections 4.4 and 4.6): the requests, and the one response of their own shape.
//
// Much of them is in TLVs; those that a PDU must have stand in its mandatory_tlvs, and missing_tlv() (checks.hpp) says
// which of them is absent. Reading does not ask: a PDU without them is still read, logged and answered.
#pragma once

#include <array>

#include "wire/smpp/field.hpp"
#include "wire/smpp/tlv.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::wire::smpp {

// message_id, or the TLV user_message_reference, names the broadcast to replace; empty otherwise. The text is in
// message_payload. A broadcast goes to areas, so there is no destination.
struct broadcast_sm {
    static constexpr command_id id = command_id::broadcast_sm;
    // broadcast_area_identifier repeats, one an area. An immediate broadcast (priority_flag 1) has no broadcast_rep_num.
    static constexpr std::array mandatory_tlvs{tlv_tag::broadcast_area_identifier, tlv_tag::broadcast_content_type,
                                               tlv_tag::broadcast_rep_num, tlv_tag::broadcast_frequency_interval};
    static constexpr std::uint8_t immediate = 1;  // a priority_flag
    std::string_view service_type{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    std::string_view message_id{};
    std::uint8_t priority_flag = 0;
    std::string_view schedule_delivery_time{};
    std::string_view validity_period{};
    std::uint8_t replace_if_present_flag = 0;
    smpp::data_coding data_coding{};
    std::uint8_t sm_default_msg_id = 0;
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr, p.source_addr) &&
               v.c_string(field::message_id, p.message_id) && v.octet(field::priority_flag, p.priority_flag) &&
               v.c_string(field::schedule_delivery_time, p.schedule_delivery_time) &&
               v.c_string(field::validity_period, p.validity_period) &&
               v.octet(field::replace_if_present_flag, p.replace_if_present_flag) && v.octet(field::data_coding, p.data_coding) &&
               v.octet(field::sm_default_msg_id, p.sm_default_msg_id) && v.tlvs(p.tlvs);
    }
};

// message_id empty: the TLV user_message_reference says which.
struct query_broadcast_sm {
    static constexpr command_id id = command_id::query_broadcast_sm;
    std::string_view message_id{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::message_id, p.message_id) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr, p.source_addr) &&
               v.tlvs(p.tlvs);
    }
};

// An area of the broadcast is one broadcast_area_identifier and, at the same place among its like, its
// broadcast_area_success.
struct query_broadcast_sm_resp {
    static constexpr command_id id = command_id::query_broadcast_sm_resp;
    static constexpr std::array mandatory_tlvs{tlv_tag::message_state, tlv_tag::broadcast_area_identifier,
                                               tlv_tag::broadcast_area_success};
    std::string_view message_id{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) { return v.c_string(field::message_id, p.message_id) && v.tlvs(p.tlvs); }
};

// message_id empty: by the TLV user_message_reference, or all broadcasts with the same source and (when given)
// service_type and broadcast_content_type.
struct cancel_broadcast_sm {
    static constexpr command_id id = command_id::cancel_broadcast_sm;
    std::string_view service_type{};
    std::string_view message_id{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.c_string(field::message_id, p.message_id) &&
               v.octet(field::source_addr_ton, p.source_addr_ton) && v.octet(field::source_addr_npi, p.source_addr_npi) &&
               v.c_string(field::source_addr, p.source_addr) && v.tlvs(p.tlvs);
    }
};

}  // namespace hermod::wire::smpp
