// Is a request that could be read one that a server can act upon? check(pdu) gives the first field that it cannot, with the
// command_status to answer; nullopt when all is well. Pure: rights, routes and texts are for those behind it.
//
// Liberal wherever a peer's deviation does no harm: reserved bits of esm_class and registered_delivery, unnamed TON, NPI and
// data_coding, unknown, repeated or over-long TLVs, both or none of short_message and message_payload pass. `offset` of the
// error is 0: the octets are not at hand any more. Sections are of SMPP 5.0.
#pragma once

#include <optional>

#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp {

// 4.7.19: 0 to 4 (4 for cell broadcast alone, but who asks).
inline constexpr std::uint8_t greatest_priority = 4;

// ESME_RINVPRTFLG, ESME_RINVREPFLAG, ESME_RINVSCHED, ESME_RINVEXPIRY, ESME_RINVDSTADR, ESME_RINVSRCADR.
std::optional<codec_error> check(const submit_sm& pdu);
// As above, without times and flags, which data_sm has not.
std::optional<codec_error> check(const data_sm& pdu);
// As submit_sm, and ESME_RINVNUMDESTS when there is none. The destinations are not looked at: a bad one among good ones is
// an unsuccess_sme of the response, so ask check(destination) of each.
std::optional<codec_error> check(const submit_multi& pdu);
std::optional<codec_error> check(const destination& d);
// ESME_RINVMSGID without a message_id, and the times.
std::optional<codec_error> check(const replace_sm& pdu);
std::optional<codec_error> check(const query_sm& pdu);
// A group is cancelled by its destination: ESME_RINVDSTADR when neither that nor a message_id is given.
std::optional<codec_error> check(const cancel_sm& pdu);
// Times and flags; ESME_RMISSINGTLV, ESME_RINVTLVLEN; ESME_RINVBCASTAREAFMT and ESME_RINVBCASTFREQINT for reserved values;
// ESME_RINVMSGID when a replacement does not say of what.
std::optional<codec_error> check(const broadcast_sm& pdu);
// ESME_RINVMSGID with neither message_id nor user_message_reference.
std::optional<codec_error> check(const query_broadcast_sm& pdu);
std::optional<codec_error> check(const cancel_broadcast_sm& pdu);  // nothing to find: an empty one means all broadcasts

// The first absent one of the TLVs that a PDU must have, as ESME_RMISSINGTLV (for a response: a reason to distrust it). Only
// broadcast_sm and query_broadcast_sm_resp have such; an immediate broadcast needs no broadcast_rep_num (4.8.4.13).
std::optional<codec_error> missing_tlv(const broadcast_sm& pdu);
std::optional<codec_error> missing_tlv(const query_broadcast_sm_resp& pdu);

}  // namespace hermod::wire::smpp
