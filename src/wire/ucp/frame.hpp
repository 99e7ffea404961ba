// Cuts a byte stream into frames. It copies nothing and keeps no state: call it again with the rest of the buffer.
//
// A frame ends at its ETX and LEN is checked afterwards, so one bad frame never costs the next: whatever is wrong, the
// caller drops consumed() octets and reads on. Octets before STX (line ends, NULs, garbage) are skipped and counted.
#pragma once

#include "wire/ucp/header.hpp"

namespace hermod::wire::ucp {

enum class framing {
    incomplete,      // read on; what was skipped can be dropped already
    complete,        // `frame` holds one frame, STX and ETX included
    bad_header,      // the same, but TRN, LEN, O/R or OT cannot be read
    wrong_checksum,  // the same; answer NAK 01 to its TRN and OT (readable_header)
    wrong_length,    // the same; NAK 02
    cut_short,       // another STX came before the ETX; `frame` is what stands before it
    too_long,        // no ETX within max_frame_length; `frame` is those octets
};

struct frame_result {
    framing outcome = framing::incomplete;
    std::size_t skipped = 0;   // octets before STX
    std::string_view frame{};  // of the buffer
    codec_error error{};       // of bad_header, wrong_checksum, wrong_length
    std::size_t consumed() const { return skipped + frame.size(); }
};

frame_result read_frame(std::string_view buffer, std::size_t max_length = max_frame_length);

}  // namespace hermod::wire::ucp
