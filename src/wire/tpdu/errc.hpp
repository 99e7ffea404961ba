// What can be wrong with a TPDU, and where.
//
// A codec_error is a value of three words: it allocates nothing. `field` points to a string constant (TS 23.040's name of the
// field), `offset` counts octets from the start of what was read (the TPDU, the PDU mode octets, or characters of hex text).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace hermod::wire::tpdu {

enum class errc {
    truncated = 1,       // the octets end before the field
    wrong_message_type,  // decode_as<P>() was given another TPDU
    reserved_type,       // TP-MTI 11 from a mobile: no message has it
    address_too_long,    // more than 20 digits, or more than 11 septets
    not_an_address,      // a character that no address has (writing)
    bad_time,            // a date or a zone that does not exist (writing)
    bad_validity,        // an enhanced validity period that says nothing known (writing)
    length_mismatch,     // TP-UDL does not say how many octets TP-UD has (writing)
    user_data_too_long,  // more than 140 octets (writing)
    data_too_long,       // TP-CD longer than a TPDU can carry (writing)
    tpdu_too_long,       // above 164 octets (writing)
    bad_header,          // a user data header that is none
    header_too_long,     // header and text together are above 140 octets
    smsc_too_long,       // the SMSC part counts more octets than an address has
    not_hex,             // a character that is no hexadecimal digit
    odd_hex,             // half an octet at the end
};

const char* text(errc value);

struct codec_error {
    errc code{};
    const char* field = "";
    std::uint32_t offset = 0;
    friend bool operator==(const codec_error& a, const codec_error& b) {
        return a.code == b.code && a.offset == b.offset && std::string_view(a.field) == b.field;
    }
};

template <class T = void>
using codec_result = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::tpdu

HERMOD_ERRC(hermod::wire::tpdu, "tpdu codec")

namespace hermod::wire::tpdu {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location&) {
    throw boost::system::system_error(make_error_code(e.code), e.field);
}

}  // namespace hermod::wire::tpdu
