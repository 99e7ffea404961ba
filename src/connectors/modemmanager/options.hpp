// What can be set on a connector of type "modemmanager". Plain values, immutable while the connector lives.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/ids.hpp"

namespace hermod::connectors::modemmanager {

struct connector_options {
    using ms = std::chrono::milliseconds;

    std::string name;
    connector_id id;
    account_id inbound_account;                       // of messages from handsets, until routes say otherwise
    std::string bus = "system";                       // "system", "session", or an address: "unix:path=/run/..."
    std::vector<std::string> modems;                  // IMEIs, own numbers or devices of those that are ours; empty: all
    std::string smsc;                                 // empty: the SIM's
    bool enable = true;                               // a modem that is disabled is enabled
    double rate = 0;                                  // messages a second over all of them; 0: as fast as they go
    ms send_timeout{120'000};                         // how long a message may be on its way to the network
    ms retry_after{30'000};                           // after an error that may pass
    ms reconnect_least{500}, reconnect_most{30'000};  // to the bus
};

}  // namespace hermod::connectors::modemmanager
