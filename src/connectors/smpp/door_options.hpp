// Everything that can be set on the door: plain values, filled in by app/ from the configuration. Immutable while it lives.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>
#include <vector>

#include "connectors/smpp/door_guard.hpp"
#include "connectors/smpp/door_session.hpp"
#include "net/tls.hpp"

namespace hermod::connectors::smpp {

struct door_options {
    std::vector<boost::asio::ip::tcp::endpoint> listen, listen_tls;
    std::function<net::tls_context()> tls;  // the context for new connections; asked for each, so that certificates may change
    door_session_options session;
    door_guard_options guard;
    // Failed binds in a second from which on strangers' connections are closed unread: a flood costs little, and whoever has
    // bound from where he comes gets in all the same.
    std::size_t flood = 500;
    std::chrono::milliseconds outbind_every{10'000};  // to an account that asks for it and does not hear
    std::size_t most_binds = 10'000;                  // of all accounts
    std::size_t most_connections = 20'000;
    std::size_t most_unbound = 1'000;  // of them, not yet bound
};

}  // namespace hermod::connectors::smpp
