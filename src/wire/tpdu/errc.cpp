#include "wire/tpdu/errc.hpp"

namespace hermod::wire::tpdu {

const char* text(errc value) {
    switch (value) {
        case errc::truncated:
            return "the octets end before this field";
        case errc::wrong_message_type:
            return "another TPDU than the one expected";
        case errc::reserved_type:
            return "TP-MTI is reserved";
        case errc::address_too_long:
            return "address too long";
        case errc::not_an_address:
            return "a character that no address has";
        case errc::bad_time:
            return "not a time";
        case errc::bad_validity:
            return "not a validity period";
        case errc::length_mismatch:
            return "TP-UDL does not match the octets of TP-UD";
        case errc::user_data_too_long:
            return "more than 140 octets of user data";
        case errc::data_too_long:
            return "command data too long";
        case errc::tpdu_too_long:
            return "a TPDU has at most 164 octets";
        case errc::bad_header:
            return "the user data header cannot be read";
        case errc::header_too_long:
            return "header and text do not fit into 140 octets";
        case errc::smsc_too_long:
            return "the SMSC part is longer than an address";
        case errc::not_hex:
            return "not a hexadecimal digit";
        case errc::odd_hex:
            return "an odd number of hexadecimal digits";
    }
    return "unknown codec error";
}

}  // namespace hermod::wire::tpdu
