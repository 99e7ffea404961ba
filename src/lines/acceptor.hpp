// A port on which a network may call us, as SMPP's outbind has it. The lines of one connector that wait on it share an acceptor;
// closing that ends their wait.
//
// A connector whose settings change while the program runs is made anew while the one before it still listens. From `kept_ports`
// it gets that one's socket: both have a share of it, one of them waits at a time, and the port is closed when nobody has one any
// more. So there is no moment in which a call is refused, and one that is never used takes nothing from the other.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/ids.hpp"

namespace hermod::lines {

// A share of a listening socket. Its executor's, but for the destructor of one that nobody has waited at: any thread.
class acceptor {
public:
    struct port;
    explicit acceptor(std::shared_ptr<port> at) : at_(std::move(at)) {}
    ~acceptor();
    acceptor(const acceptor&) = delete;
    acceptor& operator=(const acceptor&) = delete;

    boost::asio::ip::tcp::acceptor& socket() const;
    // Who waits is told operation_aborted. Others with a share may begin to wait from now on.
    void close();

private:
    friend class kept_ports;
    const std::shared_ptr<port> at_;
    bool open_ = true;
};

using acceptor_ptr = std::shared_ptr<acceptor>;

// `host` is an address. Fails with the system's error when the place cannot be had.
result<acceptor_ptr> listen(const boost::asio::any_io_executor& executor, const std::string& host, std::uint16_t port);

// Which connector listens where. Used by who makes connectors, one at a time.
class kept_ports {
public:
    // As listen(), or a share of what `who`, on the same executor, listens at there already.
    result<acceptor_ptr> listen(const boost::asio::any_io_executor& executor, connector_id who, const std::string& host,
                                std::uint16_t port);

private:
    std::map<std::pair<connector_id, boost::asio::ip::tcp::endpoint>, std::weak_ptr<acceptor::port>> kept_;
};

}  // namespace hermod::lines
