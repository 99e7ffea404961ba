// Who may bind at a door, and how: what the doors of all protocols ask of an account. A protocol's own rows derive from it.
// An immutable snapshot that app/ builds from the configuration and swaps whole.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "net/address_guard.hpp"

namespace hermod::doors {

struct account {
    account_id id;
    std::string name;
    std::string login;                   // the name that it binds with: SMPP's system_id
    std::string password;                // as net::password_check keeps it; empty: the certificate is enough
    std::vector<net::network> networks;  // may bind from; empty: from anywhere
    std::string certificate_name;        // that a client certificate must hold; empty: any that our authorities signed
    std::size_t max_binds = 10;
    double rate = 0;                   // messages a second over all binds; 0: no limit
    std::size_t window = 100;          // submissions without an answer, a bind
    std::size_t deliver_window = 100;  // of what it is told without an answer, a bind
    bool dials = false;  // its country is known: a number goes on as it was dialled, accept/ makes it international
    std::vector<std::string> senders;  // exact, or a beginning and '*'; empty: any

    bool may_send_as(std::string_view sender) const;
    bool may_come_from(const boost::asio::ip::address& address) const;
};

using account_ptr = std::shared_ptr<const account>;
using accounts = std::map<std::string, account_ptr, std::less<>>;  // by login
using accounts_ptr = std::shared_ptr<const accounts>;

}  // namespace hermod::doors
