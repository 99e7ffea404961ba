// What can be wrong with a frame or an operation, and where.
//
// A codec_error is a value of a few words: it allocates nothing, so a flood of broken frames costs no more than good ones.
// `field` points to a string constant (the specification's name of the field), `offset` counts octets from STX, `suggested`
// is the EC that a negative result would carry.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "wire/ucp/error_code.hpp"

namespace hermod::wire::ucp {

enum class errc {
    no_frame = 1,       // does not begin with STX, or does not end with ETX
    bad_header,         // TRN, LEN, O/R, OT or a separator is not what it must be
    wrong_checksum,     // differs from the sum of the octets, or is no hexadecimal number
    wrong_length,       // LEN differs from the octets between STX and ETX
    frame_too_long,     // above max_frame_length (writing)
    unknown_operation,  // an OT that is not in the table of operations
    wrong_operation,    // decode_as() was given another one
    missing_field,      // the data end before the field
    bad_result,         // a result that is neither A nor N
    bad_count,          // NPL is no number, or differs from the list (writing)
    bad_message_type,   // an MT that does not say what follows
    not_allowed,        // a field that this operation, or this MT, does not have (writing)
    value_too_long,     // above the field's limit (writing)
    wrong_size,         // not of the field's one size (writing)
    wrong_characters,   // characters that the field does not take (writing)
    not_a_time,         // digits, perhaps, but no time (writing)
};

const char* text(errc value);

struct codec_error {
    errc code{};
    const char* field = "";
    std::uint32_t offset = 0;
    error_code suggested = error_code::syntax_error;
    friend bool operator==(const codec_error& a, const codec_error& b) {
        return a.code == b.code && a.offset == b.offset && a.suggested == b.suggested && std::string_view(a.field) == b.field;
    }
};

template <class T = void>
using codec_result = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::ucp

HERMOD_ERRC(hermod::wire::ucp, "ucp codec")

namespace hermod::wire::ucp {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location&) {
    throw boost::system::system_error(make_error_code(e.code), e.field);
}

}  // namespace hermod::wire::ucp
