// Typed operation -> frame, appended to one contiguous buffer (a session's write buffer: many frames, one write).
//
// Strict in writing: a value that is too long, of the wrong size or with characters that its field does not take is refused
// with an error naming the field and where it would have stood, and `out` stays as it was.
#pragma once

#include <string>

#include "wire/ucp/decode.hpp"

namespace hermod::wire::ucp {

// `trn` is 0 to 99. A result (ack, nak) carries the operation that it answers in its `ot`, and that one's trn;
// a nak may answer an operation that is not in the table.
codec_result<void> encode(std::string& out, unsigned trn, const pdu_variant& pdu);

}  // namespace hermod::wire::ucp
