// Everything that can be set on the SMPP door: plain values, filled in by app/ from the configuration. Immutable while it lives.
#pragma once

#include "connectors/smpp/door_session.hpp"
#include "doors/options.hpp"

namespace hermod::connectors::smpp {

struct door_options : doors::options {
    door_options() { name = "smpp"; }

    door_session_options session;
    std::chrono::milliseconds outbind_every{10'000};  // to an account that asks for it and does not hear
};

}  // namespace hermod::connectors::smpp
