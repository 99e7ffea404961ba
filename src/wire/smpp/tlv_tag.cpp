#include "wire/smpp/tlv_tag.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace hermod::wire::smpp {
namespace {

using enum tlv_kind;

// Ascending by tag.
constexpr tlv_row tlv_rows[] = {
    {tlv_tag::dest_addr_subunit, "dest_addr_subunit", integer, 1, 1, "4.8.4.23", false},
    {tlv_tag::dest_network_type, "dest_network_type", integer, 1, 1, "4.8.4.26", false},
    {tlv_tag::dest_bearer_type, "dest_bearer_type", integer, 1, 1, "4.8.4.24", false},
    {tlv_tag::dest_telematics_id, "dest_telematics_id", integer, 2, 2, "4.8.4.29", false},
    {tlv_tag::source_addr_subunit, "source_addr_subunit", integer, 1, 1, "4.8.4.54", false},
    {tlv_tag::source_network_type, "source_network_type", integer, 1, 1, "4.8.4.57", false},
    {tlv_tag::source_bearer_type, "source_bearer_type", integer, 1, 1, "4.8.4.55", false},
    {tlv_tag::source_telematics_id, "source_telematics_id", integer, 1, 1, "4.8.4.61", false},
    {tlv_tag::qos_time_to_live, "qos_time_to_live", integer, 4, 4, "4.8.4.46", false},
    {tlv_tag::payload_type, "payload_type", integer, 1, 1, "4.8.4.44", false},
    {tlv_tag::additional_status_info_text, "additional_status_info_text", c_string, 1, 256, "4.8.4.1", false},
    {tlv_tag::receipted_message_id, "receipted_message_id", c_string, 1, 65, "4.8.4.47", false},
    {tlv_tag::ms_msg_wait_facilities, "ms_msg_wait_facilities", integer, 1, 1, "4.8.4.40", false},
    {tlv_tag::privacy_indicator, "privacy_indicator", integer, 1, 1, "4.8.4.45", false},
    {tlv_tag::source_subaddress, "source_subaddress", octets, 2, 23, "4.8.4.60", false},
    {tlv_tag::dest_subaddress, "dest_subaddress", octets, 2, 23, "4.8.4.28", false},
    {tlv_tag::user_message_reference, "user_message_reference", integer, 2, 2, "4.8.4.62", false},
    {tlv_tag::user_response_code, "user_response_code", integer, 1, 1, "4.8.4.63", false},
    {tlv_tag::source_port, "source_port", integer, 2, 2, "4.8.4.59", false},
    {tlv_tag::dest_port, "dest_port", integer, 2, 2, "4.8.4.30", false},
    {tlv_tag::sar_msg_ref_num, "sar_msg_ref_num", integer, 2, 2, "4.8.4.48", false},
    {tlv_tag::language_indicator, "language_indicator", integer, 1, 1, "4.8.4.35", false},
    {tlv_tag::sar_total_segments, "sar_total_segments", integer, 1, 1, "4.8.4.50", false},
    {tlv_tag::sar_segment_seqnum, "sar_segment_seqnum", integer, 1, 1, "4.8.4.49", false},
    {tlv_tag::sc_interface_version, "sc_interface_version", integer, 1, 1, "4.8.4.51", false},
    {tlv_tag::callback_num_pres_ind, "callback_num_pres_ind", integer, 1, 1, "4.8.4.17", false},
    {tlv_tag::callback_num_atag, "callback_num_atag", octets, 0, 65, "4.8.4.16", false},
    {tlv_tag::number_of_messages, "number_of_messages", integer, 1, 1, "4.8.4.43", false},
    {tlv_tag::callback_num, "callback_num", octets, 4, 19, "4.8.4.15", false},
    {tlv_tag::dpf_result, "dpf_result", integer, 1, 1, "4.8.4.32", false},
    {tlv_tag::set_dpf, "set_dpf", integer, 1, 1, "4.8.4.52", false},
    {tlv_tag::ms_availability_status, "ms_availability_status", integer, 1, 1, "4.8.4.39", false},
    {tlv_tag::network_error_code, "network_error_code", octets, 3, 3, "4.8.4.42", false},
    {tlv_tag::message_payload, "message_payload", octets, 0, 65535, "4.8.4.36", false},
    {tlv_tag::delivery_failure_reason, "delivery_failure_reason", integer, 1, 1, "4.8.4.19", false},
    {tlv_tag::more_messages_to_send, "more_messages_to_send", integer, 1, 1, "4.8.4.38", false},
    {tlv_tag::message_state, "message_state", integer, 1, 1, "4.8.4.37", false},
    {tlv_tag::congestion_state, "congestion_state", integer, 1, 1, "4.8.4.18", true},
    {tlv_tag::ussd_service_op, "ussd_service_op", integer, 1, 1, "4.8.4.64", false},
    {tlv_tag::broadcast_channel_indicator, "broadcast_channel_indicator", integer, 1, 1, "4.8.4.7", true},
    {tlv_tag::broadcast_content_type, "broadcast_content_type", octets, 3, 3, "4.8.4.8", true},
    {tlv_tag::broadcast_content_type_info, "broadcast_content_type_info", octets, 1, 255, "4.8.4.6", true},
    {tlv_tag::broadcast_message_class, "broadcast_message_class", integer, 1, 1, "4.8.4.12", true},
    {tlv_tag::broadcast_rep_num, "broadcast_rep_num", integer, 2, 2, "4.8.4.13", true},
    {tlv_tag::broadcast_frequency_interval, "broadcast_frequency_interval", octets, 3, 3, "4.8.4.11", true},
    {tlv_tag::broadcast_area_identifier, "broadcast_area_identifier", octets, 1, 101, "4.8.4.4", true},
    {tlv_tag::broadcast_error_status, "broadcast_error_status", integer, 4, 4, "4.8.4.10", true},
    {tlv_tag::broadcast_area_success, "broadcast_area_success", integer, 1, 1, "4.8.4.5", true},
    {tlv_tag::broadcast_end_time, "broadcast_end_time", c_string, 16, 17, "4.8.4.9", true},
    {tlv_tag::broadcast_service_group, "broadcast_service_group", octets, 1, 255, "4.8.4.14", true},
    {tlv_tag::billing_identification, "billing_identification", octets, 1, 1024, "4.8.4.3", true},
    {tlv_tag::source_network_id, "source_network_id", c_string, 7, 65, "4.8.4.56", true},
    {tlv_tag::dest_network_id, "dest_network_id", c_string, 7, 65, "4.8.4.25", true},
    {tlv_tag::source_node_id, "source_node_id", octets, 6, 6, "4.8.4.58", true},
    {tlv_tag::dest_node_id, "dest_node_id", octets, 6, 6, "4.8.4.27", true},
    {tlv_tag::dest_addr_np_resolution, "dest_addr_np_resolution", integer, 1, 1, "4.8.4.22", true},
    {tlv_tag::dest_addr_np_information, "dest_addr_np_information", octets, 10, 10, "4.8.4.21", true},
    {tlv_tag::dest_addr_np_country, "dest_addr_np_country", octets, 1, 5, "4.8.4.20", true},
    {tlv_tag::display_time, "display_time", integer, 1, 1, "4.8.4.31", false},
    {tlv_tag::sms_signal, "sms_signal", integer, 2, 2, "4.8.4.53", false},
    {tlv_tag::ms_validity, "ms_validity", octets, 1, 4, "4.8.4.41", false},
    {tlv_tag::alert_on_message_delivery, "alert_on_message_delivery", octets, 0, 1, "4.8.4.2", false},
    {tlv_tag::its_reply_type, "its_reply_type", integer, 1, 1, "4.8.4.33", false},
    {tlv_tag::its_session_info, "its_session_info", octets, 2, 2, "4.8.4.34", false},
};

constexpr bool by_tag(const tlv_row& a, const tlv_row& b) {
    return a.tag < b.tag;
}
static_assert(std::is_sorted(std::begin(tlv_rows), std::end(tlv_rows), by_tag));

}  // namespace

std::span<const tlv_row> tlv_table() {
    return tlv_rows;
}

const tlv_row* find_tlv(tlv_tag tag) {
    const auto* at =
        std::lower_bound(std::begin(tlv_rows), std::end(tlv_rows), tag, [](const tlv_row& r, tlv_tag t) { return r.tag < t; });
    return at != std::end(tlv_rows) && at->tag == tag ? at : nullptr;
}

bool allows(const tlv_row& row, std::size_t length) {
    // ms_validity is 1 or 4 octets, nothing between (4.8.4.41).
    if (row.tag == tlv_tag::ms_validity) return length == 1 || length == 4;
    return length >= row.least && length <= row.most;
}

std::optional<tlv_tag> tag_named(std::string_view text) {
    for (const tlv_row& row : tlv_rows) {
        if (row.name == text) return row.tag;
    }
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex) text.remove_prefix(2);
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return tlv_tag{value};
}

std::string_view name(tlv_tag tag) {
    if (const tlv_row* row = find_tlv(tag)) return row->name;
    const auto value = static_cast<std::uint16_t>(tag);
    return value >= 0x1400 && value <= 0x3FFF ? "vendor specific" : "reserved";
}

}  // namespace hermod::wire::smpp
