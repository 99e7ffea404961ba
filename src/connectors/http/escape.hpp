// How a value is written where it stands in a request, so that no text, sender or id of anybody's can change its meaning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hermod::connectors::http {

enum class standing : std::uint8_t {
    url,     // a component of a URL: all but the unreserved characters of RFC 3986 becomes %XX
    form,    // application/x-www-form-urlencoded: as in a URL, and a space is "+"
    json,    // inside the quotes of a JSON string
    xml,     // character data, or the value of an attribute
    header,  // a field's value: what no value may have (CR, LF, NUL, other controls) refuses the request
    raw,     // a body of another kind: as it is
};

// False: the value may not stand there, and `out` is as it was.
bool append_value(std::string& out, standing where, std::string_view value);

}  // namespace hermod::connectors::http
