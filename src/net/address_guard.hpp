// Keeps strangers' URLs (callbacks, webhooks) away from what stands behind our firewall: server-side request forgery.
//
// The URL is parsed once; its host is resolved once; each address is judged; the connection goes to a judged address and
// the name is not asked for again, so that a name server which changes its mind (rebinding) gains nothing. Refused unless
// in the allow list: loopback, private, shared, link-local, multicast, reserved and documentation ranges, IPv6 forms that
// carry such an IPv4 address, and the translation prefixes. Redirects are not followed anywhere (http_client.hpp).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/errc.hpp"
#include "net/http_url.hpp"

namespace hermod::net {

// 10.0.0.0/8, fd00::/8; a lone address is a network of one.
class network {
public:
    static result<network> parse(std::string_view text);
    bool contains(const boost::asio::ip::address& address) const;

private:
    boost::asio::ip::address_v6::bytes_type bytes_{};  // IPv4 in its mapped form, prefix counted from there
    unsigned prefix_ = 0;
};

// A URL together with the addresses it may be connected to, in the resolver's order; never empty.
struct checked_target {
    http_url url;
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
};

// Immutable; may be shared by threads.
class address_guard {
public:
    explicit address_guard(std::vector<network> allow_private = {}) : allow_private_(std::move(allow_private)) {}

    bool allows(const boost::asio::ip::address& address) const;
    // errc::address_refused when no address passes, errc::not_resolved, errc::timed_out.
    boost::asio::awaitable<result<checked_target>> resolve(http_url url, std::chrono::milliseconds limit) const;

private:
    std::vector<network> allow_private_;
};

}  // namespace hermod::net
