// What keeps a connector from being made; lines/errc.hpp has the rest.
#pragma once

#include "base/error.hpp"

namespace hermod::connectors::smpp {

enum class errc {
    outbind_over_tls = 1,  // a listener for outbind takes plain connections only
    no_binds,              // neither binds nor a listener for outbind
};

const char* text(errc value);

}  // namespace hermod::connectors::smpp

HERMOD_ERRC(hermod::connectors::smpp, "smpp connector")
