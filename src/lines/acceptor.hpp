// A port on which a network may call us, as SMPP's outbind has it. Lines that wait on one share it; closing it ends their wait.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "base/error.hpp"

namespace hermod::lines {

using acceptor_ptr = std::shared_ptr<boost::asio::ip::tcp::acceptor>;

// `host` is an address. Fails with the system's error when the place cannot be had.
result<acceptor_ptr> listen(const boost::asio::any_io_executor& executor, const std::string& host, std::uint16_t port);

}  // namespace hermod::lines
