// What the SMPP door knows of an account beside what every door does (doors/account.hpp).
#pragma once

#include <cstdint>
#include <string>

#include "connectors/smpp/dialect.hpp"
#include "doors/account.hpp"

namespace hermod::connectors::smpp {

struct door_account : doors::account {
    dialect quirks;
    connector_id broadcast_by;  // that its broadcasts are relayed by; none: it may not broadcast
    bool as_data_sm = false;    // what it is told comes as data_sm
    std::string outbind_host;   // where we connect and say outbind while it does not hear; empty: nowhere
    std::uint16_t outbind_port = 0;
    std::string outbind_password;
};

// The door is given no other accounts than these.
inline const door_account& as_door_account(const doors::account& of) {
    return static_cast<const door_account&>(of);
}

}  // namespace hermod::connectors::smpp
