#include "wire/cimd2/frame.hpp"

namespace hermod::wire::cimd2 {

frame_result read_frame(octet_view buffer, std::size_t max_length) {
    frame_result out;
    std::size_t begin = buffer.find(stx);
    out.used = out.garbage = begin == octet_view::npos ? buffer.size() : begin;
    if (begin == octet_view::npos) return out;
    for (;;) {
        const octet_view packet = buffer.substr(begin, max_length);
        const std::size_t mark = packet.find_first_of("\2\3", 1);
        if (mark == octet_view::npos) {
            out.used = begin;
            if (packet.size() < max_length) return out;
            const std::size_t next = buffer.find(stx, begin + max_length);
            out.outcome = framing::too_long;
            out.used = next == octet_view::npos ? buffer.size() : next;
            return out;
        }
        if (packet[mark] == etx) {
            out.outcome = framing::complete;
            out.frame = packet.substr(0, mark + 1);
            out.used = begin + mark + 1;
            return out;
        }
        ++out.unterminated;
        begin += mark;
    }
}

}  // namespace hermod::wire::cimd2
