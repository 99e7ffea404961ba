// What a TLV's value means, in words: for describe(), and for a log that tells of a peer's congestion.
//
// Values that the specification does not name are "reserved"; of a value of a forbidden length only that is said.
#pragma once

#include <string>

#include "wire/smpp/tlv.hpp"

namespace hermod::wire::smpp {

// "DELIVERED", "every 31 minutes"; empty when the number or the text says it all, and for message_payload, whose meaning
// depends on the PDU around it.
std::string tlv_words(const tlv& t);

// The peer's load, as congestion_state tells it on any response in either direction (5.0, 4.8.4.18): "optimum load". Best
// use of a link is 80 to 89; from 90 on the sender should slow down.
std::string_view congestion_words(std::uint8_t congestion_state);

}  // namespace hermod::wire::smpp
