// Cuts a byte stream into PDUs. It looks at command_length only, copies nothing and keeps no state: call it again with
// the rest of the buffer after each frame.
#pragma once

#include "wire/smpp/header.hpp"

namespace hermod::wire::smpp {

enum class framing {
    incomplete,   // read on; `length` is command_length when four octets are there, otherwise 0
    complete,     // `frame` holds one PDU
    bad_length,   // framing is lost: answer generic_nack ESME_RINVCMDLEN, close
    speaks_http,  // a web server or client: wrong port; close without a word
    speaks_tls,   // a TLS ClientHello or alert on a plain port; close without a word
};

struct frame_result {
    framing outcome = framing::incomplete;
    octets frame{};            // of the buffer, when complete
    std::uint32_t length = 0;  // command_length as it stands
};

frame_result read_frame(octets buffer, std::size_t max_length = max_pdu_length);

}  // namespace hermod::wire::smpp
