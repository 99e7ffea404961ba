// What can be set on every connector that holds lines to a network: where the network is, who we are to it, how fast.
//
// A protocol's connector_options are these and its own (struct connector_options : lines::line_options); configured.hpp
// reads them from a table. Plain values, immutable while the connector lives.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "gateway/alerts.hpp"

namespace hermod {
struct connector_counters;
}

namespace hermod::lines {

class kept_ports;  // acceptor.hpp

struct line_options {
    using ms = std::chrono::milliseconds;

    std::string name;
    connector_id id;
    std::string host;
    std::uint16_t port = 0;
    bool tls = false;
    std::string tls_authorities;           // PEM file; empty: the system's
    std::string tls_name;                  // the name the certificate must hold; empty: host
    std::string tls_certificate, tls_key;  // PEM files: who we are, for centres that ask; the key may stand in the first
    // "sha256/BASE64" of a SubjectPublicKeyInfo. Not empty: one key of the verified chain must be among them.
    std::vector<std::string> tls_pins;
    std::size_t binds = 1;  // connections that we make, each with its session
    double rate = 0;        // parts a second over all of them; 0: as fast as the windows allow
    double burst = 0;       // of them at once; 0: a tenth of a second's worth, one at least
    ms connect_timeout{10'000};
    ms reconnect_least{500}, reconnect_most{30'000};  // exponential, with jitter
    alert_function alerts;                            // told when the network says that a handset can be reached
    account_id inbound_account;                       // of messages from handsets, until routes say otherwise
    std::uint64_t jitter_seed = 1;
    std::shared_ptr<connector_counters> counters;  // in which it counts; null: in its own
    std::shared_ptr<kept_ports> ports;             // where one that is called finds the port of the one before it; null: nowhere
};

// Only net/ and app/ read clocks: a connector is given them.
struct clock_functions {
    std::function<mono_time()> mono;
    std::function<wall_time()> wall;
};

}  // namespace hermod::lines
