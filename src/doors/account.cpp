#include "doors/account.hpp"

#include <algorithm>

namespace hermod::doors {

bool account::may_send_as(std::string_view sender) const {
    const auto allows = [&](std::string_view rule) {
        if (rule.ends_with('*')) return sender.starts_with(rule.substr(0, rule.size() - 1));
        return sender == rule;
    };
    return senders.empty() || std::any_of(senders.begin(), senders.end(), allows);
}

bool account::may_come_from(const boost::asio::ip::address& address) const {
    return networks.empty() ||
           std::any_of(networks.begin(), networks.end(), [&](const net::network& n) { return n.contains(address); });
}

}  // namespace hermod::doors
