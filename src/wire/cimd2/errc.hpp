// What can be wrong with a packet, and where.
//
// A codec_error is a value of three words: it allocates nothing, so a flood of broken packets costs no more than good ones.
// `field` points to a string constant (a parameter's name, or "header", "checksum"), `offset` counts octets from the STX when
// reading, from the beginning of the value when writing. What to answer with is suggested_error().
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "wire/cimd2/codes.hpp"

namespace hermod::wire::cimd2 {

enum class errc {
    no_delimiters = 1,       // not STX to ETX
    no_tab,                  // the header is not ended by a TAB
    bad_operation,           // no two digits
    bad_packet_number,       // no colon and three digits, or above 255
    bad_parameter,           // between two TABs stands no PPP:value
    bad_trailer,             // behind the last TAB stands neither nothing nor two hexadecimal digits
    wrong_checksum,          // verified and different
    missing_checksum,        // the account demands one
    unknown_operation,       // no such operation
    wrong_operation,         // decode_as<Operation>() was given another packet
    not_an_integer,          // a number that cannot be read
    not_hex,                 // no pairs of hexadecimal digits
    out_of_range,            // an integer beyond its parameter's range (writing)
    too_long,                // a value longer than its parameter's limit (writing)
    not_an_address,          // something else than digits, + and - (writing)
    not_a_time,              // no yymmddhhmmss (writing)
    bad_character,           // an octet that the parameter's type forbids (writing)
    space_at_the_edge,       // a login's value with a leading or trailing space (writing)
    missing_parameter,       // a parameter that the operation must have (writing)
    conflicting_parameters,  // two parameters that exclude one another (writing)
    packet_too_long,         // above max_packet_length (writing)
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

// The value of parameter 900 that says the same to the peer.
error_code_value suggested_error(errc code);

template <class T = void>
using codec_result = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::cimd2

HERMOD_ERRC(hermod::wire::cimd2, "cimd2 codec")

namespace hermod::wire::cimd2 {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location&) {
    throw boost::system::system_error(make_error_code(e.code), e.field);
}

}  // namespace hermod::wire::cimd2
