#include "net/address_guard.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <memory>


namespace hermod::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// IANA's special-purpose registries (RFC 6890 and later), and the forms which embed an IPv4 address we could not judge.
constexpr std::array<std::string_view, 34> special{
    "0.0.0.0/8",       "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",     "169.254.0.0/16",  "172.16.0.0/12",
    "192.0.0.0/24",    "192.0.2.0/24",    "192.88.99.0/24", "192.168.0.0/16",  "198.18.0.0/15",   "198.51.100.0/24",
    "203.0.113.0/24",  "224.0.0.0/4",     "240.0.0.0/4",    "::/96",           "::ffff:0:0:0/96", "64:ff9b::/96",
    "64:ff9b:1::/48",  "100::/64",        "2001::/32",      "2001:2::/48",     "2001:10::/28",    "2001:20::/28",
    "2001:db8::/32",   "2002::/16",       "3fff::/20",      "5f00::/16",       "fc00::/7",        "fe80::/10",
    "fec0::/10",       "ff00::/8",        "100:0:0:1::/64", "2620:4f:8000::/48"};

const std::vector<network>& special_networks() {
    static const auto networks = [] {
        std::vector<network> all;
        for (const auto text : special) all.push_back(network::parse(text).value());
        return all;
    }();
    return networks;
}

asio::ip::address_v6::bytes_type as_v6_bytes(const asio::ip::address& address) {
    if (address.is_v6()) return address.to_v6().to_bytes();
    return asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
}

// getaddrinfo cannot be interrupted: on a timeout the waiter leaves, and the answer comes to nobody.
struct lookup {
    explicit lookup(const asio::any_io_executor& executor) : resolver(executor), timer(executor) {}
    tcp::resolver resolver;
    asio::steady_timer timer;
    bool done = false;
    error_code failed;
    tcp::resolver::results_type found;
};

asio::awaitable<result<std::vector<tcp::endpoint>>> look_up(std::string host, std::uint16_t port,
                                                            std::chrono::milliseconds limit) {
    const auto state = std::make_shared<lookup>(co_await asio::this_coro::executor);
    state->timer.expires_after(limit);
    state->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                  [state](const error_code& failed, tcp::resolver::results_type found) {
                                      state->done = true;
                                      state->failed = failed;
                                      state->found = std::move(found);
                                      state->timer.cancel();
                                  });
    co_await state->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!state->done) co_return make_error_code(errc::timed_out);
    if (state->failed) co_return make_error_code(errc::not_resolved);
    std::vector<tcp::endpoint> all;
    for (const auto& entry : state->found) all.push_back(entry.endpoint());
    co_return all;
}

}  // namespace

result<network> network::parse(std::string_view text) {
    const auto slash = text.find('/');
    error_code bad;
    const auto address = asio::ip::make_address(std::string(text.substr(0, slash)), bad);
    if (bad) return make_error_code(errc::bad_network);
    const unsigned bits = address.is_v4() ? 32 : 128;
    unsigned prefix = bits;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
        if (failed != std::errc{} || end != digits.data() + digits.size() || prefix > bits)
            return make_error_code(errc::bad_network);
    }
    network result;
    result.bytes_ = as_v6_bytes(address);
    result.prefix_ = prefix + (128 - bits);
    return result;
}

bool network::contains(const asio::ip::address& address) const {
    const auto other = as_v6_bytes(address);
    for (unsigned bit = 0; bit < prefix_; bit += 8) {
        const auto at = bit / 8;
        const auto kept = std::min(8u, prefix_ - bit);
        const auto mask = static_cast<unsigned>(0xff00u >> kept) & 0xffu;
        if ((bytes_[at] & mask) != (other[at] & mask)) return false;
    }
    return true;
}

bool address_guard::allows(const asio::ip::address& address) const {
    const auto holds = [&](const network& one) { return one.contains(address); };
    if (address.is_v6() && address.to_v6().scope_id() != 0) return false;
    if (std::any_of(allow_private_.begin(), allow_private_.end(), holds)) return true;
    return std::none_of(special_networks().begin(), special_networks().end(), holds);
}

asio::awaitable<result<checked_target>> address_guard::resolve(http_url url, std::chrono::milliseconds limit) const {
    checked_target target{std::move(url), {}};
    error_code is_name;
    const auto literal = asio::ip::make_address(target.url.host, is_name);
    if (!is_name) {
        if (!allows(literal)) co_return make_error_code(errc::address_refused);
        target.addresses.emplace_back(literal, target.url.port);
        co_return target;
    }
    const auto found = co_await look_up(target.url.host, target.url.port, limit);
    if (!found) co_return found.error();
    for (const auto& endpoint : *found) {
        if (allows(endpoint.address())) target.addresses.push_back(endpoint);
    }
    if (target.addresses.empty()) co_return make_error_code(errc::address_refused);
    co_return target;
}

}  // namespace hermod::net
