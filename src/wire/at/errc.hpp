// What can be wrong with a line of a modem, or with a command for one, and where.
//
// A codec_error allocates nothing: `field` points to a string constant (the standard's name of the parameter), `offset` counts
// characters from the start of the line.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace hermod::wire::at {

enum class errc {
    wrong_answer = 1,  // the line answers something else
    missing,           // the line ends before the parameter
    not_a_number,      // a number was expected
    out_of_range,      // a number that this parameter cannot have
    unsafe_argument,   // a character that would end the command or begin another one (writing)
    not_hex,           // a PDU of other characters than hexadecimal digits (writing)
    line_too_long,     // longer than modems take (writing)
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

}  // namespace hermod::wire::at

HERMOD_ERRC(hermod::wire::at, "at codec")

namespace hermod::wire::at {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location&) {
    throw boost::system::system_error(make_error_code(e.code), e.field);
}

}  // namespace hermod::wire::at
