// What keeps a connector from being made, or a connection from being used.
#pragma once

#include "base/error.hpp"

namespace hermod::connectors::smpp {

enum class errc {
    bad_pin = 1,       // not "sha256/BASE64"
    bad_tls_files,     // the log says which, and why
    no_pin_matches,    // the centre's certificate is good, but none of its keys is pinned
    outbind_over_tls,  // a listener for outbind takes plain connections only
    no_binds,          // neither binds nor a listener for outbind
};

const char* text(errc value);

}  // namespace hermod::connectors::smpp

HERMOD_ERRC(hermod::connectors::smpp, "smpp connector")
