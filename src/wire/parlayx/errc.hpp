// What can be wrong with a SOAP message of ParlayX, and in which element.
//
// `field` points to a string constant, the element's name in the specification. `xml_code` says what the XML reader found when
// the code is not_xml, and `offset` then counts octets of the document; when writing, it counts octets of the value.
#pragma once

#include <boost/throw_exception.hpp>
#include <cstddef>
#include <string_view>

#include "xml/errc.hpp"

namespace hermod::wire::parlayx {

enum class errc {
    not_xml = 1,        // see `xml_code`
    not_soap,           // no Envelope with a Body that has an element
    unknown_operation,  // an element in the Body that is not among those asked for
    missing_element,    // one that the message cannot do without
    missing_value,      // a value that must not be empty
    unwritable,         // a value with characters that XML does not have (writing)
};

constexpr const char* text(errc code) {
    switch (code) {
        case errc::not_xml: return "the document is no XML that we read";
        case errc::not_soap: return "the document is no SOAP envelope with a body";
        case errc::unknown_operation: return "the body has another element than expected";
        case errc::missing_element: return "a required element is missing";
        case errc::missing_value: return "a required value is empty";
        case errc::unwritable: return "a value has a character that XML does not allow";
    }
    return "unknown error of ParlayX";
}

struct codec_error {
    errc code{};
    const char* field = "";
    std::size_t offset = 0;
    xml::errc xml_code{};
    friend bool operator==(const codec_error& a, const codec_error& b) {
        return a.code == b.code && a.offset == b.offset && a.xml_code == b.xml_code && std::string_view(a.field) == b.field;
    }
};

template <class T>
using checked = boost::system::result<T, codec_error>;

}  // namespace hermod::wire::parlayx

HERMOD_ERRC(hermod::wire::parlayx, "parlayx codec")

namespace hermod::wire::parlayx {

// What result::value() throws when there is none; found by ADL. Only a bug gets here.
[[noreturn]] inline void throw_exception_from_error(const codec_error& e, const boost::source_location& where) {
    boost::throw_with_location(boost::system::system_error(make_error_code(e.code), e.field), where);
}

}  // namespace hermod::wire::parlayx
