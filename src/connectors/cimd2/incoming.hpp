// Translation, inward: a deliver message (20) is a message from a handset, a status report (23) a delivery receipt.
//
// Pure; nothing borrowed survives in the result. What a centre sends is never refused for its text: what cannot be read
// stands as U+FFFD, and octets stay octets with their data coding.
//
// Half of a surrogate pair that a network has cut between two parts stands as U+FFFD, and in extras (first_half, last_half):
// whoever joins the parts makes the character whole again.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connectors/cimd2/dialect.hpp"
#include "message/message.hpp"
#include "message/remote_receipt.hpp"
#include "wire/cimd2/operations.hpp"

namespace hermod::connectors::cimd2 {

struct handset_message {
    std::string from, to;
    std::string body;                // UTF-8, or octets when coding is binary
    std::string udh;                 // 032, if it is a header
    std::optional<encoding> coding;  // binary, or nullopt for text
    std::uint8_t data_coding = 0;    // 030; of octets without one: 4
    std::shared_ptr<const message_extras> extras;  // protocol_id, national language, halves; null when there is nothing of it
};

handset_message read_incoming(const wire::cimd2::deliver_message& pdu, const dialect& quirks);

// nullopt when it names no message: without a timestamp nobody can match it.
std::optional<remote_receipt> read_incoming(const wire::cimd2::deliver_status_report& pdu, const dialect& quirks, connector_id by,
                                            wall_time now);

}  // namespace hermod::connectors::cimd2
