// Where a message's octets are: short_message or the message_payload TLV.
//
// Both at once is forbidden but occurs: message_payload counts only when sm_length is 0. Neither is an empty message, which
// is legal. With esm_class UDHI set the octets start with a user data header in either place.
#pragma once

#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp {

struct user_data_view {
    octets value;
    bool from_payload = false;
    bool both = false;  // short_message won over a message_payload: worth a line in the log
};

// submit_sm, deliver_sm, data_sm, submit_multi, replace_sm.
template <class Pdu>
user_data_view user_data(const Pdu& pdu) {
    const auto payload = pdu.tlvs.empty() ? std::nullopt : pdu.tlvs.find(tlv_tag::message_payload);
    if constexpr (requires { pdu.short_message; }) {
        if (!pdu.short_message.empty()) return {pdu.short_message, false, payload.has_value() && !payload->empty()};
    }
    if (payload) return {*payload, true, false};
    return {};
}

}  // namespace hermod::wire::smpp
