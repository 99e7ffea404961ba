// Translation, inward: a 52 is a message from a handset, a 53 the network's word on one of ours.
//
// Pure; nothing borrowed survives in the result. What a centre sends is never refused for its text: what cannot be read stands
// as U+FFFD, and alphabets that we do not know stay octets.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connectors/ucp/dialect.hpp"
#include "message/message.hpp"
#include "message/remote_receipt.hpp"
#include "wire/ucp/pdu.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

// From a handset. Addresses of OTOA 1139 carry their '+'.
struct handset_message {
    std::string from, to;
    std::string body;                // UTF-8, or octets when coding is binary
    std::string udh;                 // XSer 01
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;    // TP-DCS: XSer 02, or made from MT, DCs and MCLs
    // RPID, reply path, and what the text says of itself; null when there is nothing of the kind.
    std::shared_ptr<const message_extras> extras;
};
handset_message read_message(const wire::ucp::deliver_message& pdu, const dialect& quirks);

// nullopt: it names no message (no OAdC, or no SCTS), and nobody could match it.
std::optional<remote_receipt> read_notification(const wire::ucp::delivery_notification& pdu, const dialect& quirks,
                                                connector_id by, wall_time now);

// Dst, and Dst with Rsn in words, of 53 and 57.
state outcome_of(wire::ucp::delivery_state dst);
std::string words_of(wire::ucp::delivery_state dst, unsigned rsn);

// OAdC as we write numbers and names.
std::string originator_of(std::string_view oadc, std::string_view otoa, const dialect& quirks);

}  // namespace hermod::connectors::ucp
