// What can be wrong with a PDU, and where.
//
// A codec_error is a value of four words: it allocates nothing, so a flood of broken PDUs costs no more than good ones.
// `field` points to a string constant (the specification's name of the field), `offset` counts octets from the start of
// the PDU, `suggested_status` is what the session should put into its response (the PDU's own resp, or generic_nack for
// an unknown command_id; section 3.3 of SMPP 3.4, 2.8 of 5.0).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "wire/smpp/command_status.hpp"

namespace hermod::wire::smpp {

enum class errc {
    truncated = 1,         // the body ends before the field
    no_terminator,         // a C-Octet String without its NUL
    string_too_long,       // longer than the field allows (writing) or than any peer's quirk explains (reading)
    wrong_time_length,     // a time that is neither empty nor 16 characters (writing)
    contains_nul,          // a NUL inside a C-Octet String (writing)
    length_beyond_body,    // sm_length counts more octets than there are
    value_too_long,        // a counted field above its counter (writing)
    bad_tlv_stream,        // a TLV's length runs beyond the PDU
    bad_tlv_length,        // a known TLV with a length the specification forbids
    bad_value,             // a value that makes the rest unreadable (dest_flag)
    wrong_command_length,  // command_length differs from the octets given, or is below 16
    wrong_command_id,      // decode_as<P>() was given another PDU
    unknown_command_id,    // no such PDU
    pdu_too_long,          // above max_pdu_length (writing)
    missing_tlv,           // a TLV that the PDU must have (checks.hpp)
    missing_value,         // a field that must not be empty (checks.hpp)
    not_a_time,            // 16 characters, perhaps, but no time (checks.hpp)
};

const char* text(errc value);

struct codec_error {
    errc code{};
    const char* field = "";
    std::uint32_t offset = 0;
    command_status suggested_status = command_status::esme_rsyserr;
    friend bool operator==(const codec_error& a, const codec_error& b) {
        return a.code == b.code && a.offset == b.offset && a.suggested_status == b.suggested_status &&
               std::string_view(a.field) == b.field;
    }
};

template <class T = void>
using codec_result = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::smpp

HERMOD_ERRC(hermod::wire::smpp, "smpp codec")

namespace hermod::wire::smpp {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location&) {
    throw boost::system::system_error(make_error_code(e.code), e.field);
}

}  // namespace hermod::wire::smpp
