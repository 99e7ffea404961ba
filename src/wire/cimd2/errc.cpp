#include "wire/cimd2/errc.hpp"

namespace hermod::wire::cimd2 {

const char* text(errc value) {
    switch (value) {
        case errc::no_delimiters:
            return "not a packet from STX to ETX";
        case errc::no_tab:
            return "no TAB after the header";
        case errc::bad_operation:
            return "the operation is not two digits";
        case errc::bad_packet_number:
            return "the packet number is not three digits up to 255";
        case errc::bad_parameter:
            return "a parameter must be three digits, a colon and a value";
        case errc::bad_trailer:
            return "after the last TAB only two hexadecimal digits may stand";
        case errc::wrong_checksum:
            return "the checksum differs";
        case errc::missing_checksum:
            return "the checksum is missing";
        case errc::unknown_operation:
            return "unknown operation";
        case errc::wrong_operation:
            return "another operation than the one expected";
        case errc::not_an_integer:
            return "not an integer";
        case errc::not_hex:
            return "not pairs of hexadecimal digits";
        case errc::out_of_range:
            return "outside the parameter's range";
        case errc::too_long:
            return "longer than the parameter allows";
        case errc::not_an_address:
            return "an address has only digits, + and -";
        case errc::not_a_time:
            return "a time must be yymmddhhmmss";
        case errc::bad_character:
            return "a character that the parameter must not have";
        case errc::space_at_the_edge:
            return "must not begin or end with a space";
        case errc::missing_parameter:
            return "this parameter is mandatory";
        case errc::conflicting_parameters:
            return "excluded by another parameter";
        case errc::packet_too_long:
            return "packet too long";
    }
    return "unknown codec error";
}

error_code_value suggested_error(errc code) {
    switch (code) {
        case errc::unknown_operation:
        case errc::wrong_operation:
            return error_code_value::unexpected_operation;
        case errc::not_an_integer:
        case errc::not_hex:
        case errc::out_of_range:
        case errc::too_long:
        case errc::not_an_address:
        case errc::not_a_time:
        case errc::bad_character:
        case errc::space_at_the_edge:
        case errc::missing_parameter:
        case errc::conflicting_parameters:
            return error_code_value::parameter_formatting_error;
        case errc::no_delimiters:
        case errc::no_tab:
        case errc::bad_operation:
        case errc::bad_packet_number:
        case errc::bad_parameter:
        case errc::bad_trailer:
        case errc::wrong_checksum:
        case errc::missing_checksum:
        case errc::packet_too_long:
            return error_code_value::syntax_error;
    }
    return error_code_value::general_system_error;
}

}  // namespace hermod::wire::cimd2
