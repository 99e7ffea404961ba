// Every PDU of SMPP 3.3 to 5.0 as a struct, with its one list of fields; cell broadcast's are in broadcast.hpp.
//
// fields(visitor, pdu) names each field once, in wire order; decoding, encoding, describing and the tests' generators are
// visitors over it. A visitor's functions answer false to stop. To add a PDU: its struct here, its row in command_id.cpp,
// an alternative in pdu_variant, golden bytes in golden_test_data.hpp.
//
// Strings, short_message, lists and TLVs are borrowed: they point into the frame that was decoded (or, when encoding, to
// whatever the caller filled in) and die with it. All PDUs carry TLVs, since 5.0 lets congestion_state ride on any response
// and peers append what they like.
#pragma once

#include <variant>

#include "wire/smpp/broadcast.hpp"
#include "wire/smpp/field.hpp"
#include "wire/smpp/packed_list.hpp"
#include "wire/smpp/tlv.hpp"
#include "wire/smpp/values.hpp"

namespace hermod::wire::smpp {

// unbind, enquire_link and their responses, generic_nack, the responses of cancel_sm, replace_sm and cancel_broadcast_sm: a
// header only.
template <command_id Id>
struct bare {
    static constexpr command_id id = Id;
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) { return v.tlvs(p.tlvs); }
};

template <command_id Id>
struct bind_request {
    static constexpr command_id id = Id;
    std::string_view system_id{};
    std::string_view password{};
    std::string_view system_type{};
    std::uint8_t interface_version = version_3_4;
    ton addr_ton{};
    npi addr_npi{};
    std::string_view address_range{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::system_id, p.system_id) && v.c_string(field::password, p.password) &&
               v.c_string(field::system_type, p.system_type) && v.octet(field::interface_version, p.interface_version) &&
               v.octet(field::addr_ton, p.addr_ton) && v.octet(field::addr_npi, p.addr_npi) &&
               v.c_string(field::address_range, p.address_range) && v.tlvs(p.tlvs);
    }
};

template <command_id Id>
struct bind_response {
    static constexpr command_id id = Id;
    std::string_view system_id{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) { return v.c_string(field::system_id, p.system_id) && v.tlvs(p.tlvs); }
};

struct outbind {
    static constexpr command_id id = command_id::outbind;
    std::string_view system_id{};
    std::string_view password{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::system_id, p.system_id) && v.c_string(field::password, p.password) && v.tlvs(p.tlvs);
    }
};

// submit_sm and deliver_sm have the same fields; deliver_sm leaves both times, replace_if_present_flag and
// sm_default_msg_id empty.
template <command_id Id>
struct message_request {
    static constexpr command_id id = Id;
    std::string_view service_type{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    ton dest_addr_ton{};
    npi dest_addr_npi{};
    std::string_view destination_addr{};
    std::uint8_t esm_class = 0;
    std::uint8_t protocol_id = 0;
    std::uint8_t priority_flag = 0;
    std::string_view schedule_delivery_time{};
    std::string_view validity_period{};
    std::uint8_t registered_delivery = 0;
    std::uint8_t replace_if_present_flag = 0;
    smpp::data_coding data_coding{};
    std::uint8_t sm_default_msg_id = 0;
    octets short_message{};  // sm_length is its size
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr, p.source_addr) &&
               v.octet(field::dest_addr_ton, p.dest_addr_ton) && v.octet(field::dest_addr_npi, p.dest_addr_npi) &&
               v.c_string(field::destination_addr, p.destination_addr) && v.octet(field::esm_class, p.esm_class) &&
               v.octet(field::protocol_id, p.protocol_id) && v.octet(field::priority_flag, p.priority_flag) &&
               v.c_string(field::schedule_delivery_time, p.schedule_delivery_time) &&
               v.c_string(field::validity_period, p.validity_period) &&
               v.octet(field::registered_delivery, p.registered_delivery) &&
               v.octet(field::replace_if_present_flag, p.replace_if_present_flag) && v.octet(field::data_coding, p.data_coding) &&
               v.octet(field::sm_default_msg_id, p.sm_default_msg_id) &&
               v.counted(field::sm_length, field::short_message, p.short_message) && v.tlvs(p.tlvs);
    }
};

// submit_sm, deliver_sm, data_sm and broadcast_sm are answered alike; the message_id of deliver_sm_resp is unused and empty.
template <command_id Id>
struct message_response {
    static constexpr command_id id = Id;
    std::string_view message_id{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) { return v.c_string(field::message_id, p.message_id) && v.tlvs(p.tlvs); }
};

struct data_sm {
    static constexpr command_id id = command_id::data_sm;
    std::string_view service_type{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    ton dest_addr_ton{};
    npi dest_addr_npi{};
    std::string_view destination_addr{};
    std::uint8_t esm_class = 0;
    std::uint8_t registered_delivery = 0;
    smpp::data_coding data_coding{};
    tlv_view tlvs{};  // the text is in message_payload

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr_65, p.source_addr) &&
               v.octet(field::dest_addr_ton, p.dest_addr_ton) && v.octet(field::dest_addr_npi, p.dest_addr_npi) &&
               v.c_string(field::destination_addr_65, p.destination_addr) && v.octet(field::esm_class, p.esm_class) &&
               v.octet(field::registered_delivery, p.registered_delivery) && v.octet(field::data_coding, p.data_coding) &&
               v.tlvs(p.tlvs);
    }
};

// One destination of submit_multi: an address (dest_flag 1) or the name of a distribution list (dest_flag 2).
struct destination {
    static constexpr std::uint8_t sme_address = 1;
    static constexpr std::uint8_t distribution_list = 2;
    std::uint8_t dest_flag = sme_address;
    ton dest_addr_ton{};
    npi dest_addr_npi{};
    std::string_view destination_addr{};
    std::string_view dl_name{};

    static constexpr bool fields(auto& v, auto& p) {
        if (!v.octet(field::dest_flag, p.dest_flag)) return false;
        if (p.dest_flag == distribution_list) return v.c_string(field::dl_name, p.dl_name);
        if (p.dest_flag != sme_address) return v.refuse(field::dest_flag);
        return v.octet(field::dest_addr_ton, p.dest_addr_ton) && v.octet(field::dest_addr_npi, p.dest_addr_npi) &&
               v.c_string(field::destination_addr, p.destination_addr);
    }
};

struct submit_multi {
    static constexpr command_id id = command_id::submit_multi;
    std::string_view service_type{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    packed_list<destination> destinations{};  // number_of_dests is its size
    std::uint8_t esm_class = 0;
    std::uint8_t protocol_id = 0;
    std::uint8_t priority_flag = 0;
    std::string_view schedule_delivery_time{};
    std::string_view validity_period{};
    std::uint8_t registered_delivery = 0;
    std::uint8_t replace_if_present_flag = 0;
    smpp::data_coding data_coding{};
    std::uint8_t sm_default_msg_id = 0;
    octets short_message{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr, p.source_addr) &&
               v.list(field::number_of_dests, p.destinations) && v.octet(field::esm_class, p.esm_class) &&
               v.octet(field::protocol_id, p.protocol_id) && v.octet(field::priority_flag, p.priority_flag) &&
               v.c_string(field::schedule_delivery_time, p.schedule_delivery_time) &&
               v.c_string(field::validity_period, p.validity_period) &&
               v.octet(field::registered_delivery, p.registered_delivery) &&
               v.octet(field::replace_if_present_flag, p.replace_if_present_flag) && v.octet(field::data_coding, p.data_coding) &&
               v.octet(field::sm_default_msg_id, p.sm_default_msg_id) &&
               v.counted(field::sm_length, field::short_message, p.short_message) && v.tlvs(p.tlvs);
    }
};

struct unsuccess_sme {
    ton dest_addr_ton{};
    npi dest_addr_npi{};
    std::string_view destination_addr{};
    command_status error_status_code{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.octet(field::dest_addr_ton, p.dest_addr_ton) && v.octet(field::dest_addr_npi, p.dest_addr_npi) &&
               v.c_string(field::destination_addr, p.destination_addr) && v.u32(field::error_status_code, p.error_status_code);
    }
};

struct submit_multi_resp {
    static constexpr command_id id = command_id::submit_multi_resp;
    std::string_view message_id{};
    packed_list<unsuccess_sme> unsuccess{};  // no_unsuccess is its size
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::message_id, p.message_id) && v.list(field::no_unsuccess, p.unsuccess) && v.tlvs(p.tlvs);
    }
};

struct query_sm {
    static constexpr command_id id = command_id::query_sm;
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

struct query_sm_resp {
    static constexpr command_id id = command_id::query_sm_resp;
    std::string_view message_id{};
    std::string_view final_date{};
    smpp::message_state message_state{};
    std::uint8_t error_code = 0;
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::message_id, p.message_id) && v.c_string(field::final_date, p.final_date) &&
               v.octet(field::message_state, p.message_state) && v.octet(field::error_code, p.error_code) && v.tlvs(p.tlvs);
    }
};

// message_id empty: all pending messages with the same source, destination and (when given) service_type.
struct cancel_sm {
    static constexpr command_id id = command_id::cancel_sm;
    std::string_view service_type{};
    std::string_view message_id{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    ton dest_addr_ton{};
    npi dest_addr_npi{};
    std::string_view destination_addr{};
    tlv_view tlvs{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::service_type, p.service_type) && v.c_string(field::message_id, p.message_id) &&
               v.octet(field::source_addr_ton, p.source_addr_ton) && v.octet(field::source_addr_npi, p.source_addr_npi) &&
               v.c_string(field::source_addr, p.source_addr) && v.octet(field::dest_addr_ton, p.dest_addr_ton) &&
               v.octet(field::dest_addr_npi, p.dest_addr_npi) && v.c_string(field::destination_addr, p.destination_addr) &&
               v.tlvs(p.tlvs);
    }
};

// No data_coding and no esm_class: the replaced message's stay.
struct replace_sm {
    static constexpr command_id id = command_id::replace_sm;
    std::string_view message_id{};
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    std::string_view schedule_delivery_time{};
    std::string_view validity_period{};
    std::uint8_t registered_delivery = 0;
    std::uint8_t sm_default_msg_id = 0;
    octets short_message{};
    tlv_view tlvs{};  // message_payload since 5.0

    static constexpr bool fields(auto& v, auto& p) {
        return v.c_string(field::message_id, p.message_id) && v.octet(field::source_addr_ton, p.source_addr_ton) &&
               v.octet(field::source_addr_npi, p.source_addr_npi) && v.c_string(field::source_addr, p.source_addr) &&
               v.c_string(field::schedule_delivery_time, p.schedule_delivery_time) &&
               v.c_string(field::validity_period, p.validity_period) &&
               v.octet(field::registered_delivery, p.registered_delivery) &&
               v.octet(field::sm_default_msg_id, p.sm_default_msg_id) &&
               v.counted(field::sm_length, field::short_message, p.short_message) && v.tlvs(p.tlvs);
    }
};

struct alert_notification {
    static constexpr command_id id = command_id::alert_notification;
    ton source_addr_ton{};
    npi source_addr_npi{};
    std::string_view source_addr{};
    ton esme_addr_ton{};
    npi esme_addr_npi{};
    std::string_view esme_addr{};
    tlv_view tlvs{};  // ms_availability_status

    static constexpr bool fields(auto& v, auto& p) {
        return v.octet(field::source_addr_ton, p.source_addr_ton) && v.octet(field::source_addr_npi, p.source_addr_npi) &&
               v.c_string(field::source_addr_65, p.source_addr) && v.octet(field::esme_addr_ton, p.esme_addr_ton) &&
               v.octet(field::esme_addr_npi, p.esme_addr_npi) && v.c_string(field::esme_addr, p.esme_addr) && v.tlvs(p.tlvs);
    }
};

using bind_transmitter = bind_request<command_id::bind_transmitter>;
using bind_receiver = bind_request<command_id::bind_receiver>;
using bind_transceiver = bind_request<command_id::bind_transceiver>;
using bind_transmitter_resp = bind_response<command_id::bind_transmitter_resp>;
using bind_receiver_resp = bind_response<command_id::bind_receiver_resp>;
using bind_transceiver_resp = bind_response<command_id::bind_transceiver_resp>;
using submit_sm = message_request<command_id::submit_sm>;
using deliver_sm = message_request<command_id::deliver_sm>;
using submit_sm_resp = message_response<command_id::submit_sm_resp>;
using deliver_sm_resp = message_response<command_id::deliver_sm_resp>;
using data_sm_resp = message_response<command_id::data_sm_resp>;
using broadcast_sm_resp = message_response<command_id::broadcast_sm_resp>;
using unbind = bare<command_id::unbind>;
using unbind_resp = bare<command_id::unbind_resp>;
using enquire_link = bare<command_id::enquire_link>;
using enquire_link_resp = bare<command_id::enquire_link_resp>;
using cancel_sm_resp = bare<command_id::cancel_sm_resp>;
using replace_sm_resp = bare<command_id::replace_sm_resp>;
using cancel_broadcast_sm_resp = bare<command_id::cancel_broadcast_sm_resp>;
using generic_nack = bare<command_id::generic_nack>;

// The frequent ones first: decode() compares in this order.
using pdu_variant =
    std::variant<submit_sm, submit_sm_resp, deliver_sm, deliver_sm_resp, enquire_link, enquire_link_resp, data_sm, data_sm_resp,
                 bind_transceiver, bind_transceiver_resp, bind_transmitter, bind_transmitter_resp, bind_receiver,
                 bind_receiver_resp, unbind, unbind_resp, generic_nack, query_sm, query_sm_resp, submit_multi, submit_multi_resp,
                 cancel_sm, cancel_sm_resp, replace_sm, replace_sm_resp, outbind, alert_notification, broadcast_sm,
                 broadcast_sm_resp, query_broadcast_sm, query_broadcast_sm_resp, cancel_broadcast_sm, cancel_broadcast_sm_resp>;

constexpr bool fields(auto& visitor, auto& pdu) {
    return pdu.fields(visitor, pdu);
}

}  // namespace hermod::wire::smpp
