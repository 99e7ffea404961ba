// Frame -> typed PDU. Nothing is allocated or copied: the PDU borrows from the frame and dies with it.
//
// Liberal in reading: deviations that do no harm are counted in `odd`. What cannot be read is a codec_error that names the
// field and the status to answer; header() still gives the sequence_number to answer to, and the session stays usable.
// A response with an error status never fails for its body.
#pragma once

#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp {

template <class Pdu>
struct decoded {
    header head;
    oddities odd;
    Pdu pdu;
};

using any_pdu = decoded<pdu_variant>;

// `frame` is one whole PDU, as read_frame() cut it. Errors: wrong_command_length (frame.size() differs from
// command_length), unknown_command_id (answer generic_nack ESME_RINVCMDID), and those of the fields.
codec_result<any_pdu> decode(octets frame);

// The hot path, when command_id is known already (header::id after read_header). Pdu is an alternative of pdu_variant.
template <class Pdu>
codec_result<decoded<Pdu>> decode_as(octets frame);

// Which command_id answers a request that failed to decode with `e`: its own response, or generic_nack.
command_id response_to(command_id request, const codec_error& e);

}  // namespace hermod::wire::smpp
