// What can be wrong with a text, a header or a split; and the fault, which says where.
//
// A fault is returned by value and allocates nothing. `fault.code` turns into an error_code where only the code travels on.
#pragma once

#include <boost/throw_exception.hpp>
#include <cstddef>

#include "base/error.hpp"

namespace hermod::text {

enum class errc {
    invalid_utf8 = 1,
    not_in_gsm7,
    too_many_parts,
    truncated_header,
    truncated_element,
    too_few_octets,
    header_too_long,
    already_split,
    already_shifted,
    not_in_alphabet,
};

constexpr const char* text(errc code) {
    switch (code) {
        case errc::invalid_utf8: return "the text is not valid UTF-8";
        case errc::not_in_gsm7: return "a character is not in the GSM 7-bit alphabet";
        case errc::too_many_parts: return "the text needs more than 255 parts";
        case errc::truncated_header: return "the user data ends inside its header";
        case errc::truncated_element: return "an information element ends beyond its header";
        case errc::too_few_octets: return "there are fewer octets than the septets need";
        case errc::header_too_long: return "the user data header leaves no room for the text";
        case errc::already_split: return "the user data header already makes this one part of several, and it does not fit one";
        case errc::already_shifted: return "the user data header already names a national language, and the text is to have another";
        case errc::not_in_alphabet: return "a character is not in the alphabet";
    }
    return "unknown error of text";
}

// offset: of the octet where the fault begins, in the input of the function that reports it.
struct fault {
    errc code{};
    std::size_t offset = 0;
    friend constexpr bool operator==(const fault&, const fault&) = default;
};

template <class T>
using checked = boost::system::result<T, fault>;

}  // namespace hermod::text

HERMOD_ERRC(hermod::text, "hermod.text")

namespace hermod::text {

// Found by result<T, fault>::value() when the caller has not looked first: a bug, so it throws.
[[noreturn]] inline void throw_exception_from_error(const fault& what, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error(make_error_code(what.code)), where);
}

}  // namespace hermod::text
