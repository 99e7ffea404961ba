// The TLVs of SMPP 3.4 and 5.0: tag, name, kind, least and greatest length, section of 5.0 (4.8.4.x).
//
// Any other tag is legal and kept; 0x1400 to 0x3FFF belong to vendors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hermod::wire::smpp {

enum class tlv_tag : std::uint16_t {
    dest_addr_subunit = 0x0005,
    dest_network_type = 0x0006,
    dest_bearer_type = 0x0007,
    dest_telematics_id = 0x0008,
    source_addr_subunit = 0x000D,
    source_network_type = 0x000E,
    source_bearer_type = 0x000F,
    source_telematics_id = 0x0010,
    qos_time_to_live = 0x0017,
    payload_type = 0x0019,
    additional_status_info_text = 0x001D,
    receipted_message_id = 0x001E,
    ms_msg_wait_facilities = 0x0030,
    privacy_indicator = 0x0201,
    source_subaddress = 0x0202,
    dest_subaddress = 0x0203,
    user_message_reference = 0x0204,
    user_response_code = 0x0205,
    source_port = 0x020A,
    dest_port = 0x020B,
    sar_msg_ref_num = 0x020C,
    language_indicator = 0x020D,
    sar_total_segments = 0x020E,
    sar_segment_seqnum = 0x020F,
    sc_interface_version = 0x0210,
    callback_num_pres_ind = 0x0302,
    callback_num_atag = 0x0303,
    number_of_messages = 0x0304,
    callback_num = 0x0381,
    dpf_result = 0x0420,
    set_dpf = 0x0421,
    ms_availability_status = 0x0422,
    network_error_code = 0x0423,
    message_payload = 0x0424,
    delivery_failure_reason = 0x0425,
    more_messages_to_send = 0x0426,
    message_state = 0x0427,
    congestion_state = 0x0428,
    ussd_service_op = 0x0501,
    broadcast_channel_indicator = 0x0600,
    broadcast_content_type = 0x0601,
    broadcast_content_type_info = 0x0602,
    broadcast_message_class = 0x0603,
    broadcast_rep_num = 0x0604,
    broadcast_frequency_interval = 0x0605,
    broadcast_area_identifier = 0x0606,
    broadcast_error_status = 0x0607,
    broadcast_area_success = 0x0608,
    broadcast_end_time = 0x0609,
    broadcast_service_group = 0x060A,
    billing_identification = 0x060B,
    source_network_id = 0x060D,
    dest_network_id = 0x060E,
    source_node_id = 0x060F,
    dest_node_id = 0x0610,
    dest_addr_np_resolution = 0x0611,
    dest_addr_np_information = 0x0612,
    dest_addr_np_country = 0x0613,
    display_time = 0x1201,
    sms_signal = 0x1203,
    ms_validity = 0x1204,
    alert_on_message_delivery = 0x130C,
    its_reply_type = 0x1380,
    its_session_info = 0x1383,
};

enum class tlv_kind : std::uint8_t { integer, c_string, octets };

struct tlv_row {
    tlv_tag tag;
    std::string_view name;
    tlv_kind kind;
    std::uint16_t least;
    std::uint16_t most;
    std::string_view section;  // of SMPP 5.0
    bool since_5_0;
};

std::span<const tlv_row> tlv_table();
const tlv_row* find_tlv(tlv_tag tag);  // nullptr: not in the specification
bool allows(const tlv_row& row, std::size_t length);
// The specification's name, or a number ("0x1401", "5121"); nullopt otherwise.
std::optional<tlv_tag> tag_named(std::string_view text);
std::string_view name(tlv_tag tag);  // "vendor specific" (0x1400 to 0x3FFF) or "reserved" for others; a string constant

}  // namespace hermod::wire::smpp
