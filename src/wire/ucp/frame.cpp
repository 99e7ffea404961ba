#include "wire/ucp/frame.hpp"

namespace hermod::wire::ucp {
namespace {

framing outcome_of(errc code) {
    switch (code) {
        case errc::wrong_checksum:
            return framing::wrong_checksum;
        case errc::wrong_length:
            return framing::wrong_length;
        default:
            return framing::bad_header;
    }
}

}  // namespace

frame_result read_frame(std::string_view buffer, std::size_t max_length) {
    frame_result out;
    const std::size_t begin = buffer.find(stx);
    out.skipped = begin == std::string_view::npos ? buffer.size() : begin;
    if (begin == std::string_view::npos) return out;
    const std::string_view window = buffer.substr(begin, max_length);
    static constexpr char ends[] = {stx, etx};
    const std::size_t end = window.find_first_of(std::string_view(ends, 2), 1);
    if (end == std::string_view::npos) {
        if (window.size() == max_length) {
            out.outcome = framing::too_long;
            out.frame = window;
        }
        return out;
    }
    if (window[end] == stx) {
        out.outcome = framing::cut_short;
        out.frame = window.substr(0, end);
        return out;
    }
    out.frame = window.substr(0, end + 1);
    const auto head = read_header(out.frame);
    out.outcome = head ? framing::complete : outcome_of(head.error().code);
    if (!head) out.error = head.error();
    return out;
}

}  // namespace hermod::wire::ucp
