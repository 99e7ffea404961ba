// Typed TPDU -> octets, appended to a buffer.
//
// Strict in writing: a time that does not exist, user data whose TP-UDL does not fit its octets, an address of other characters
// are refused with an error naming the field, and `out` stays as it was.
#pragma once

#include <vector>

#include "wire/tpdu/decode.hpp"

namespace hermod::wire::tpdu {

// Pdu is an alternative of pdu_variant. The error's offset counts from the TPDU's start.
template <class Pdu>
codec_result<void> encode(std::vector<std::uint8_t>& out, const Pdu& pdu);

codec_result<void> encode(std::vector<std::uint8_t>& out, const pdu_variant& pdu);

}  // namespace hermod::wire::tpdu
