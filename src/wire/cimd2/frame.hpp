// Cuts an octet stream into packets. It looks for STX and ETX only, copies nothing and keeps no state: drop `used` octets,
// then call it again with the rest.
//
// Octets between packets are nobody's (specification 4.1): they are passed over and counted, whatever they are. An STX inside a
// packet means that the one before it was never finished: that one is dropped and counted.
#pragma once

#include <cstddef>

#include "text/octets.hpp"

namespace hermod::wire::cimd2 {

using text::octet_view;

inline constexpr char stx = 2, etx = 3, tab = 9;

// A submit with one destination and every parameter at its limit has less than 1,300 octets; this leaves room for some 250
// destinations more, and bounds what a peer that never sends ETX can make us keep.
inline constexpr std::size_t max_packet_length = 8192;

enum class framing {
    incomplete,  // read on; what is kept begins with an STX, or is nothing
    complete,    // `frame` is one packet, STX and ETX included
    too_long,    // no ETX within max_length; `used` goes to the next STX, so one can go on, or close
};

struct frame_result {
    framing outcome = framing::incomplete;
    octet_view frame{};            // of the buffer, when complete
    std::size_t used = 0;          // octets from the buffer's beginning that are done with
    std::size_t garbage = 0;       // of these, outside any packet
    std::size_t unterminated = 0;  // packets dropped for another STX
};

frame_result read_frame(octet_view buffer, std::size_t max_length = max_packet_length);

}  // namespace hermod::wire::cimd2
