// Translation, inward: a deliver_sm or data_sm is a delivery receipt or a message from a handset.
//
// Pure; nothing borrowed survives in the result. What a network sends is never refused for its text: what cannot be read
// stands as U+FFFD, and alphabets that we do not know stay octets with their data_coding.
//
// Half of a surrogate pair that a network has cut between two parts stands as U+FFFD, and in extras (first_half, last_half):
// whoever joins the parts makes the character whole again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "connectors/smpp/dialect.hpp"
#include "message/message.hpp"
#include "message/remote_receipt.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

// From a handset. Addresses of TON international carry their '+'.
struct handset_message {
    std::string from, to;
    std::string body;                // UTF-8, or octets when coding is binary
    std::string udh;                 // as received, or made from the sar_ TLVs
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;
    // service_type, protocol_id, priority, esm_class and the TLVs that were not used up (message_payload and the sar_ ones
    // are); null when there is nothing of the kind.
    std::shared_ptr<const message_extras> extras;
};

// A receipt that names no message cannot be matched by anybody.
struct nameless_receipt {};

using incoming = std::variant<remote_receipt, handset_message, nameless_receipt>;

incoming read_incoming(const wire::smpp::deliver_sm& pdu, const dialect& quirks, connector_id by, wall_time now);
incoming read_incoming(const wire::smpp::data_sm& pdu, const dialect& quirks, connector_id by, wall_time now);

// The network's state in our words; `submitted` is "nothing final yet".
state outcome_of(wire::smpp::message_state network, bool intermediate, const dialect& quirks);
// "err:" as written: decimal when it is digits, otherwise hexadecimal, 0 when it is neither.
std::uint32_t error_number(std::string_view err);

}  // namespace hermod::connectors::smpp
