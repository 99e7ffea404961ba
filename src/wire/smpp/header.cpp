#include "wire/smpp/header.hpp"

namespace hermod::wire::smpp {

std::string_view words(oddity value) {
    switch (value) {
        case oddity::trailing_octets:
            return "octets after the last field";
        case oddity::uncounted_octet:
            return "an octet that sm_length does not count";
        case oddity::long_string:
            return "string longer than the specification allows";
        case oddity::odd_time_length:
            return "time of unusual length";
        case oddity::no_body:
            return "successful response without body";
        case oddity::unreadable_error_body:
            return "error response with an unreadable body";
        case oddity::odd_sequence_number:
            return "sequence_number outside 1 to 0x7FFFFFFF";
        case oddity::status_in_request:
            return "request with a command_status";
    }
    return "unknown oddity";
}

}  // namespace hermod::wire::smpp
