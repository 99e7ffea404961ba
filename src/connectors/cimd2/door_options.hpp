// Everything that can be set on the CIMD2 door: plain values, filled in by app/ from the configuration. Immutable while it lives.
#pragma once

#include "connectors/cimd2/dialect.hpp"
#include "connectors/cimd2/door_session.hpp"
#include "doors/account.hpp"
#include "doors/options.hpp"

namespace hermod::connectors::cimd2 {

struct door_options : doors::options {
    door_options() { name = "cimd2"; }

    door_session_options session;
    std::chrono::minutes offset{0};  // of our times from UTC: all that are read and written
};

// What the door knows of an account beside what every door does. Its login is the user identity (010).
struct door_account : doors::account {
    dialect quirks;
};

// The door is given no other accounts than these.
inline const door_account& as_door_account(const doors::account& of) {
    return static_cast<const door_account&>(of);
}

}  // namespace hermod::connectors::cimd2
