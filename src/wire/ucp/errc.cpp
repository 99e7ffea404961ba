#include "wire/ucp/errc.hpp"

namespace hermod::wire::ucp {

const char* text(errc value) {
    switch (value) {
        case errc::no_frame:
            return "a frame begins with STX and ends with ETX";
        case errc::bad_header:
            return "not as a frame's header must be";
        case errc::wrong_checksum:
            return "the checksum does not match";
        case errc::wrong_length:
            return "LEN does not match the octets present";
        case errc::frame_too_long:
            return "frame too long";
        case errc::unknown_operation:
            return "unknown operation";
        case errc::wrong_operation:
            return "another operation than the one expected";
        case errc::missing_field:
            return "the frame ends before this field";
        case errc::bad_result:
            return "a result must be A or N";
        case errc::bad_count:
            return "the count does not match the list";
        case errc::bad_message_type:
            return "unknown message type";
        case errc::not_allowed:
            return "this operation has no such field";
        case errc::value_too_long:
            return "value too long";
        case errc::wrong_size:
            return "value of the wrong size";
        case errc::wrong_characters:
            return "value with characters that the field does not take";
        case errc::not_a_time:
            return "not a time";
    }
    return "unknown codec error";
}

}  // namespace hermod::wire::ucp
