// What keeps a line from being made, or a connection from being used.
#pragma once

#include "base/error.hpp"

namespace hermod::lines {

enum class errc {
    bad_pin = 1,     // not "sha256/BASE64"
    bad_tls_files,   // the log says which, and why
    no_pin_matches,  // the centre's certificate is good, but none of its keys is pinned
};

const char* text(errc value);

}  // namespace hermod::lines

HERMOD_ERRC(hermod::lines, "line")
