#include "lines/acceptor.hpp"

namespace hermod::lines {

namespace asio = boost::asio;
using asio::ip::tcp;

result<acceptor_ptr> listen(const asio::any_io_executor& executor, const std::string& host, std::uint16_t port) {
    error_code failed;
    const auto address = asio::ip::make_address(host, failed);
    if (failed) return failed;
    const tcp::endpoint place(address, port);
    auto acceptor = std::make_shared<tcp::acceptor>(executor);
    acceptor->open(place.protocol(), failed);
    if (!failed) acceptor->set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor->bind(place, failed);
    if (!failed) acceptor->listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    return acceptor;
}

}  // namespace hermod::lines
