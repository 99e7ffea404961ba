#include "wire/tpdu/oddity.hpp"

namespace hermod::wire::tpdu {

std::string_view words(oddity value) {
    switch (value) {
        case oddity::reserved_type:
            return "TP-MTI is reserved: read as SMS-DELIVER";
        case oddity::reserved_bits:
            return "reserved bits are set";
        case oddity::no_extension_bit:
            return "type of address without bit 7";
        case oddity::odd_address_length:
            return "a length that no alphanumeric address has";
        case oddity::counted_padding:
            return "padding of an alphanumeric address counted as a character";
        case oddity::address_padding:
            return "padding bits of an alphanumeric address are set";
        case oddity::odd_filler:
            return "filler of an odd number is not F";
        case oddity::counted_filler:
            return "filler counted as a digit";
        case oddity::unreadable_time:
            return "not a time: taken as unknown";
        case oddity::odd_zone:
            return "not a time zone";
        case oddity::udl_beyond_data:
            return "TP-UDL counts more than there is";
        case oddity::long_user_data:
            return "more than 140 octets of user data";
        case oddity::user_data_padding:
            return "bits behind the last septet are set";
        case oddity::trailing_octets:
            return "octets behind the last field";
        case oddity::empty_indicator:
            return "TP-PI announces nothing";
        case oddity::optional_parts_cut:
            return "TP-PI announces what is not there";
        case oddity::smsc_missing:
            return "no SMSC part";
        case oddity::smsc_short:
            return "SMSC part does not fit its length";
        case oddity::smsc_without_number:
            return "SMSC part without a number";
        case oddity::announced_length:
            return "announced length differs from the TPDU's";
        case oddity::lower_case_hex:
            return "lower-case hexadecimal";
    }
    return "unknown oddity";
}

}  // namespace hermod::wire::tpdu
