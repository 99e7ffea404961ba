// Opens an acceptor on host:port; host is an address.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/error.hpp"

namespace hermod::simulate::modem {

inline result<void> listen_on(boost::asio::ip::tcp::acceptor& acceptor, const std::string& host, std::uint16_t port) {
    using boost::asio::ip::tcp;
    error_code failed;
    const auto address = boost::asio::ip::make_address(host, failed);
    if (failed) return failed;
    const tcp::endpoint at(address, port);
    acceptor.open(at.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(at, failed);
    if (!failed) acceptor.listen(tcp::acceptor::max_listen_connections, failed);
    if (!failed) return {};
    error_code ignored;
    acceptor.close(ignored);
    return failed;
}

}  // namespace hermod::simulate::modem
