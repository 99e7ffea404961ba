// Typed PDU -> octets, appended to one contiguous buffer (a session's write buffer: many PDUs, one write).
//
// Strict in writing: an over-long string, a NUL inside one, a time that is not empty or 16 characters, a list or TLV run
// that is not whole are refused with an error naming the field, and `out` stays as it was.
#pragma once

#include "wire/smpp/decode.hpp"

namespace hermod::wire::smpp {

// Pdu is an alternative of pdu_variant. `status` is for responses; it stays esme_rok in requests.
template <class Pdu>
codec_result<void> encode(std::vector<std::uint8_t>& out, std::uint32_t sequence_number, const Pdu& pdu,
                          command_status status = command_status::esme_rok);

codec_result<void> encode(std::vector<std::uint8_t>& out, std::uint32_t sequence_number, const pdu_variant& pdu,
                          command_status status = command_status::esme_rok);

// A header alone: generic_nack, and error responses as 3.4 wants them ("the body is not returned").
void encode_header(std::vector<std::uint8_t>& out, command_id id, command_status status, std::uint32_t sequence_number);

}  // namespace hermod::wire::smpp
