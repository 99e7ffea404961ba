// Everything that can be set on the UCP door: plain values, filled in by app/ from the configuration. Immutable while it lives.
#pragma once

#include "connectors/ucp/dialect.hpp"
#include "connectors/ucp/door_clock.hpp"
#include "connectors/ucp/door_session.hpp"
#include "doors/account.hpp"
#include "doors/options.hpp"

namespace hermod::connectors::ucp {

struct door_options : doors::options {
    door_options() { name = "ucp"; }

    door_session_options session;
    door_clock clock;
    // UCP has no code for "too fast" or "full now": what an application that must wait is answered.
    wire::ucp::error_code throttled = wire::ucp::error_code::operation_not_allowed;
};

// What the door knows of an account beside what every door does. Its login is OAdC of 60.
struct door_account : doors::account {
    dialect quirks;
};

// The door is given no other accounts than these.
inline const door_account& as_door_account(const doors::account& of) {
    return static_cast<const door_account&>(of);
}

}  // namespace hermod::connectors::ucp
