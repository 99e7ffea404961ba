#include "wire/smpp/errc.hpp"

namespace hermod::wire::smpp {

const char* text(errc value) {
    switch (value) {
        case errc::truncated:
            return "the PDU ends before this field";
        case errc::no_terminator:
            return "string without its terminating NUL";
        case errc::string_too_long:
            return "string too long";
        case errc::wrong_time_length:
            return "a time must be empty or 16 characters";
        case errc::contains_nul:
            return "string contains a NUL";
        case errc::length_beyond_body:
            return "the length counts more octets than the PDU has";
        case errc::value_too_long:
            return "value too long for its counter";
        case errc::bad_tlv_stream:
            return "TLV runs beyond the PDU";
        case errc::bad_tlv_length:
            return "TLV has a length that the specification forbids";
        case errc::bad_value:
            return "invalid value";
        case errc::wrong_command_length:
            return "command_length does not match the octets present";
        case errc::wrong_command_id:
            return "another PDU than the one expected";
        case errc::unknown_command_id:
            return "unknown command_id";
        case errc::pdu_too_long:
            return "PDU too long";
        case errc::missing_tlv:
            return "this TLV is mandatory";
        case errc::missing_value:
            return "must not be empty";
        case errc::not_a_time:
            return "not a time";
    }
    return "unknown codec error";
}

}  // namespace hermod::wire::smpp
