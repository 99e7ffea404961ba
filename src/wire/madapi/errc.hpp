// What can be wrong with a body of MADAPI, and in which member.
//
// `field` points to a string constant, the member's name in the interface. `offset` counts octets of the body when it is no JSON
// or no XML, octets of the value when writing.
#pragma once

#include <boost/throw_exception.hpp>
#include <cstddef>
#include <string_view>

#include "base/error.hpp"

namespace hermod::wire::madapi {

enum class errc {
    too_large = 1,   // more octets than max_octets
    not_json,        // RFC 8259, in UTF-8, at most 32 levels deep
    not_xml,         // a body that begins like XML and is none that we read
    missing_member,  // one that the body cannot do without; when writing, a value that must not be empty
    bad_value,       // a value that nobody can use
    too_long,        // a value beyond its limit (writing)
    too_many,        // more receivers than one call may have (writing)
    not_utf8,        // a value (writing)
    unknown_call,    // a method and path that no version has (the peer's side)
};

constexpr const char* text(errc code) {
    switch (code) {
        case errc::too_large: return "the body is too large";
        case errc::not_json: return "the body is no JSON";
        case errc::not_xml: return "the body is no XML that we read";
        case errc::missing_member: return "a required member is missing";
        case errc::bad_value: return "a member has a value that cannot be used";
        case errc::too_long: return "a value is longer than allowed";
        case errc::too_many: return "more receivers than one call may have";
        case errc::not_utf8: return "a value is not UTF-8";
        case errc::unknown_call: return "no call has this method and path";
    }
    return "unknown error of MADAPI";
}

struct codec_error {
    errc code{};
    const char* field = "";
    std::size_t offset = 0;
    friend bool operator==(const codec_error& a, const codec_error& b) {
        return a.code == b.code && a.offset == b.offset && std::string_view(a.field) == b.field;
    }
};

template <class T>
using checked = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::madapi

HERMOD_ERRC(hermod::wire::madapi, "madapi codec")

namespace hermod::wire::madapi {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error(make_error_code(e.code), e.field), where);
}

}  // namespace hermod::wire::madapi
