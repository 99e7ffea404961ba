// command_id and the table of PDUs: name and section of SMPP 5.0, which holds all of 3.4 (3.4 numbers them in chapter 4 too).
//
// broadcast_* are 5.0 only. param_retrieve, query_last_msgs and query_msg_details are 3.3 only: named here so that a log
// can name them, but not decoded (they answer ESME_RINVCMDID, as any centre since 3.4 does); they have no section.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::smpp {

enum class command_id : std::uint32_t {
    bind_receiver = 0x01,
    bind_transmitter = 0x02,
    query_sm = 0x03,
    submit_sm = 0x04,
    deliver_sm = 0x05,
    unbind = 0x06,
    replace_sm = 0x07,
    cancel_sm = 0x08,
    bind_transceiver = 0x09,
    outbind = 0x0B,
    enquire_link = 0x15,
    submit_multi = 0x21,
    param_retrieve = 0x22,  // 3.3 only, as the two below
    query_last_msgs = 0x23,
    query_msg_details = 0x24,
    alert_notification = 0x102,
    data_sm = 0x103,
    broadcast_sm = 0x111,
    query_broadcast_sm = 0x112,
    cancel_broadcast_sm = 0x113,
    generic_nack = 0x80000000,
    bind_receiver_resp = 0x80000001,
    bind_transmitter_resp = 0x80000002,
    query_sm_resp = 0x80000003,
    submit_sm_resp = 0x80000004,
    deliver_sm_resp = 0x80000005,
    unbind_resp = 0x80000006,
    replace_sm_resp = 0x80000007,
    cancel_sm_resp = 0x80000008,
    bind_transceiver_resp = 0x80000009,
    enquire_link_resp = 0x80000015,
    submit_multi_resp = 0x80000021,
    param_retrieve_resp = 0x80000022,
    query_last_msgs_resp = 0x80000023,
    query_msg_details_resp = 0x80000024,
    data_sm_resp = 0x80000103,
    broadcast_sm_resp = 0x80000111,
    query_broadcast_sm_resp = 0x80000112,
    cancel_broadcast_sm_resp = 0x80000113,
};

constexpr bool is_response(command_id id) {
    return (static_cast<std::uint32_t>(id) & 0x80000000u) != 0;
}
// outbind and alert_notification are never answered.
constexpr bool has_response(command_id id) {
    return !is_response(id) && id != command_id::outbind && id != command_id::alert_notification;
}
// Requires has_response(id). Good for unknown ids too, though those get generic_nack.
constexpr command_id response_of(command_id id) {
    return static_cast<command_id>(static_cast<std::uint32_t>(id) | 0x80000000u);
}

struct pdu_row {
    command_id id;
    std::string_view name;
    std::string_view section;  // of SMPP 5.0; empty for what only 3.3 has
    bool typed;                // has a struct in pdu.hpp
};

std::span<const pdu_row> pdu_table();
const pdu_row* find_pdu(command_id id);  // nullptr: unknown
std::string_view name(command_id id);    // "unknown" for an unknown one

}  // namespace hermod::wire::smpp
