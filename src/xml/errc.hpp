// What can be wrong with an XML document that somebody sent us, and where.
//
// A fault is a value and allocates nothing. Its offset counts octets of the input: to the octet itself where the characters are
// wrong, to the beginning of the element, text or instruction where something in it is.
#pragma once

#include <boost/throw_exception.hpp>
#include <cstddef>

#include "base/error.hpp"

namespace hermod::xml {

enum class errc {
    too_large = 1,    // more octets than the limit
    not_utf8,         // RFC 3629
    not_a_character,  // what XML 1.0 section 2.2 leaves out: most control characters, U+FFFE, U+FFFF
    malformed,        // tags that do not match, end inside one, ...
    not_one_root,     // no element, several, or text beside it
    has_dtd,          // <!DOCTYPE, whatever it says
    has_entity,       // a reference that is neither one of the five predefined ones nor a character
    has_instruction,  // <?...?> that is not the declaration
    other_encoding,   // the declaration names another than UTF-8
    too_deep,         // elements inside elements beyond the limit
};

constexpr const char* text(errc code) {
    switch (code) {
        case errc::too_large: return "the document is too large";
        case errc::not_utf8: return "the document is not UTF-8";
        case errc::not_a_character: return "a character that XML does not allow";
        case errc::malformed: return "the document is not well-formed";
        case errc::not_one_root: return "the document is not exactly one element";
        case errc::has_dtd: return "the document has a DTD, which is refused";
        case errc::has_entity: return "the document refers to an entity, which is refused";
        case errc::has_instruction: return "the document has a processing instruction, which is refused";
        case errc::other_encoding: return "the document declares another encoding than UTF-8";
        case errc::too_deep: return "elements are nested too deep";
    }
    return "unknown error of XML";
}

struct fault {
    errc code{};
    std::size_t offset = 0;
    friend constexpr bool operator==(const fault&, const fault&) = default;
};

template <class T>
using checked = boost::system::result<T, fault>;

}  // namespace hermod::xml

HERMOD_ERRC(hermod::xml, "xml")

namespace hermod::xml {

// Found by result<T, fault>::value() when the caller has not looked first: a bug, so it throws.
[[noreturn]] inline void throw_exception_from_error(const fault& what, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error(make_error_code(what.code)), where);
}

}  // namespace hermod::xml
