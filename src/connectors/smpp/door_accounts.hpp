// Who may bind at the door, and how: an immutable snapshot that app/ builds from the configuration and swaps whole.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "connectors/smpp/dialect.hpp"
#include "net/address_guard.hpp"

namespace hermod::connectors::smpp {

struct door_account {
    account_id id;
    std::string name;
    std::string system_id;
    std::string password;                // as net::password_check keeps it; empty: the certificate is enough
    std::vector<net::network> networks;  // may bind from; empty: from anywhere
    std::string certificate_name;        // that a client certificate must hold; empty: any that our authorities signed
    std::size_t max_binds = 10;
    double rate = 0;                   // messages a second over all binds; 0: no limit
    std::size_t window = 100;          // submits without an answer, a bind
    std::size_t deliver_window = 100;  // deliver_sm without an answer, a bind
    std::vector<std::string> senders;  // exact, or a beginning and '*'; empty: any
    dialect quirks;
    connector_id broadcast_by;  // that its broadcasts are relayed by; none: it may not broadcast
    bool as_data_sm = false;   // what it is told comes as data_sm
    std::string outbind_host;  // where we connect and say outbind while it does not hear; empty: nowhere
    std::uint16_t outbind_port = 0;
    std::string outbind_password;

    bool may_send_as(std::string_view sender) const;
    bool may_come_from(const boost::asio::ip::address& address) const;
};

using door_accounts = std::map<std::string, std::shared_ptr<const door_account>, std::less<>>;  // by system_id
using door_accounts_ptr = std::shared_ptr<const door_accounts>;

}  // namespace hermod::connectors::smpp
