// Broadcasts between PDUs and gateway/broadcasts.hpp, both ways, for the door and for the client. Pure.
//
// Fields and TLVs go as they came; only the source address is read and written as a submit's. Sections 4.4 and 4.6 of SMPP 5.0.
#pragma once

#include "connectors/smpp/outgoing.hpp"
#include "gateway/broadcasts.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

// Without `from`, which has rules.
broadcast read_broadcast(const wire::smpp::broadcast_sm& pdu);
broadcast read_broadcast(const wire::smpp::query_broadcast_sm& pdu);
broadcast read_broadcast(const wire::smpp::cancel_broadcast_sm& pdu);

// All borrow from `what` and `from`.
wire::smpp::broadcast_sm broadcast_pdu(const broadcast& what, const wire_address& from);
wire::smpp::query_broadcast_sm query_pdu(const broadcast& what, const wire_address& from);
wire::smpp::cancel_broadcast_sm cancel_pdu(const broadcast& what, const wire_address& from);

// What a response says, whichever of the three it is (any other: its status); congestion_state, which is about the connection
// that it came by, is left out. False when there should be a body and it cannot be read.
bool read_answer(wire::smpp::octets frame, broadcast_answer& out);

}  // namespace hermod::connectors::smpp
