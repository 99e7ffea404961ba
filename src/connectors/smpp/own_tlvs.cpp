#include "connectors/smpp/own_tlvs.hpp"

#include <algorithm>

namespace hermod::connectors::smpp {

using wire::smpp::tlv_tag;

namespace {

constexpr std::uint16_t first_vendor = 0x1400, last_vendor = 0x3FFF;

// SMPP 5.0 section 4.2.4, "message submission request TLVs", which holds those of 3.4's submit_sm and data_sm.
constexpr tlv_tag of_submit[] = {
    tlv_tag::dest_addr_subunit,
    tlv_tag::dest_network_type,
    tlv_tag::dest_bearer_type,
    tlv_tag::dest_telematics_id,
    tlv_tag::source_addr_subunit,
    tlv_tag::source_network_type,
    tlv_tag::source_bearer_type,
    tlv_tag::source_telematics_id,
    tlv_tag::qos_time_to_live,
    tlv_tag::payload_type,
    tlv_tag::ms_msg_wait_facilities,
    tlv_tag::privacy_indicator,
    tlv_tag::source_subaddress,
    tlv_tag::dest_subaddress,
    tlv_tag::user_message_reference,
    tlv_tag::user_response_code,
    tlv_tag::source_port,
    tlv_tag::dest_port,
    tlv_tag::language_indicator,
    tlv_tag::callback_num_pres_ind,
    tlv_tag::callback_num_atag,
    tlv_tag::number_of_messages,
    tlv_tag::callback_num,
    tlv_tag::set_dpf,
    tlv_tag::more_messages_to_send,
    tlv_tag::ussd_service_op,
    tlv_tag::billing_identification,
    tlv_tag::source_network_id,
    tlv_tag::dest_network_id,
    tlv_tag::source_node_id,
    tlv_tag::dest_node_id,
    tlv_tag::dest_addr_np_resolution,
    tlv_tag::dest_addr_np_information,
    tlv_tag::dest_addr_np_country,
    tlv_tag::display_time,
    tlv_tag::sms_signal,
    tlv_tag::ms_validity,
    tlv_tag::alert_on_message_delivery,
    tlv_tag::its_reply_type,
    tlv_tag::its_session_info,
};

}  // namespace

bool may_be_submitted(tlv_tag tag) {
    const auto number = static_cast<std::uint16_t>(tag);
    if (number >= first_vendor && number <= last_vendor) return true;
    return std::find(std::begin(of_submit), std::end(of_submit), tag) != std::end(of_submit);
}

std::size_t append_own_tlvs(std::vector<std::uint8_t>& out, std::string_view raw) {
    const wire::smpp::octets all{reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()};
    std::size_t left_out = 0, seen = 0;
    for (const wire::smpp::tlv one : wire::smpp::tlv_view(all)) {
        const wire::smpp::octets whole = all.subspan(seen, 4 + one.value.size());
        seen += whole.size();
        if (may_be_submitted(one.tag))
            out.insert(out.end(), whole.begin(), whole.end());
        else
            ++left_out;
    }
    return left_out + (seen != all.size() ? 1 : 0);
}

}  // namespace hermod::connectors::smpp
