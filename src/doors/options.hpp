// What can be set on every door: plain values, filled in by app/ from the configuration. Immutable while the door lives.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "doors/guard.hpp"
#include "net/tls.hpp"

namespace hermod::doors {

struct options {
    std::string name;  // of its protocol, in the log: "smpp"
    std::vector<boost::asio::ip::tcp::endpoint> listen, listen_tls;
    std::function<net::tls_context()> tls;  // the context for new connections; asked for each, so that certificates may change
    guard_options guard{};
    // Failed binds in a second from which on strangers' connections are closed unread: a flood costs little, and whoever has
    // bound from where he comes gets in all the same.
    std::size_t flood = 500;
    std::size_t most_binds = 10'000;  // of all accounts
    std::size_t most_connections = 20'000;
    std::size_t most_unbound = 1'000;            // of them, not yet bound
    std::chrono::milliseconds handshake{5'000};  // of TLS
    std::chrono::milliseconds goodbye{5'000};    // for the answers that we still owe when the peer has said all
};

}  // namespace hermod::doors
