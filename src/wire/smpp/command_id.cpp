#include "wire/smpp/command_id.hpp"

namespace hermod::wire::smpp {
namespace {

constexpr pdu_row pdu_rows[] = {
    {command_id::bind_receiver, "bind_receiver", "4.1.1.3", true},
    {command_id::bind_transmitter, "bind_transmitter", "4.1.1.1", true},
    {command_id::query_sm, "query_sm", "4.5.2.1", true},
    {command_id::submit_sm, "submit_sm", "4.2.1.1", true},
    {command_id::deliver_sm, "deliver_sm", "4.3.1.1", true},
    {command_id::unbind, "unbind", "4.1.1.8", true},
    {command_id::replace_sm, "replace_sm", "4.5.3.1", true},
    {command_id::cancel_sm, "cancel_sm", "4.5.1.1", true},
    {command_id::bind_transceiver, "bind_transceiver", "4.1.1.5", true},
    {command_id::outbind, "outbind", "4.1.1.7", true},
    {command_id::enquire_link, "enquire_link", "4.1.2.1", true},
    {command_id::submit_multi, "submit_multi", "4.2.3.1", true},
    {command_id::param_retrieve, "param_retrieve", "", false},
    {command_id::query_last_msgs, "query_last_msgs", "", false},
    {command_id::query_msg_details, "query_msg_details", "", false},
    {command_id::alert_notification, "alert_notification", "4.1.3.1", true},
    {command_id::data_sm, "data_sm", "4.2.2.1", true},
    {command_id::broadcast_sm, "broadcast_sm", "4.4.1.1", true},
    {command_id::query_broadcast_sm, "query_broadcast_sm", "4.6.1.1", true},
    {command_id::cancel_broadcast_sm, "cancel_broadcast_sm", "4.6.2.1", true},
    {command_id::generic_nack, "generic_nack", "4.1.4.1", true},
    {command_id::bind_receiver_resp, "bind_receiver_resp", "4.1.1.4", true},
    {command_id::bind_transmitter_resp, "bind_transmitter_resp", "4.1.1.2", true},
    {command_id::query_sm_resp, "query_sm_resp", "4.5.2.2", true},
    {command_id::submit_sm_resp, "submit_sm_resp", "4.2.1.2", true},
    {command_id::deliver_sm_resp, "deliver_sm_resp", "4.3.1.2", true},
    {command_id::unbind_resp, "unbind_resp", "4.1.1.9", true},
    {command_id::replace_sm_resp, "replace_sm_resp", "4.5.3.2", true},
    {command_id::cancel_sm_resp, "cancel_sm_resp", "4.5.1.2", true},
    {command_id::bind_transceiver_resp, "bind_transceiver_resp", "4.1.1.6", true},
    {command_id::enquire_link_resp, "enquire_link_resp", "4.1.2.2", true},
    {command_id::submit_multi_resp, "submit_multi_resp", "4.2.3.2", true},
    {command_id::param_retrieve_resp, "param_retrieve_resp", "", false},
    {command_id::query_last_msgs_resp, "query_last_msgs_resp", "", false},
    {command_id::query_msg_details_resp, "query_msg_details_resp", "", false},
    {command_id::data_sm_resp, "data_sm_resp", "4.2.2.2", true},
    {command_id::broadcast_sm_resp, "broadcast_sm_resp", "4.4.1.2", true},
    {command_id::query_broadcast_sm_resp, "query_broadcast_sm_resp", "4.6.1.3", true},
    {command_id::cancel_broadcast_sm_resp, "cancel_broadcast_sm_resp", "4.6.2.3", true},
};

}  // namespace

std::span<const pdu_row> pdu_table() {
    return pdu_rows;
}

const pdu_row* find_pdu(command_id id) {
    for (const pdu_row& row : pdu_rows) {
        if (row.id == id) return &row;
    }
    return nullptr;
}

std::string_view name(command_id id) {
    const pdu_row* row = find_pdu(id);
    return row ? row->name : "unknown";
}

}  // namespace hermod::wire::smpp
