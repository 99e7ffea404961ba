// The serving half of a simulated provider: listens, plain or with TLS, and hands each request to its owner.
//
// The owner answers at once or later, by the connection's number; an answer for a connection that has gone is dropped.
// Owned through shared_ptr (its wait for connections holds it too); one executor, one thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/http_message.hpp"
#include "net/tls.hpp"
#include "simulate/provider/peer.hpp"

namespace hermod::simulate::provider {

class listener final : public std::enable_shared_from_this<listener> {
public:
    struct owner {
        virtual ~owner() = default;
        virtual void connected() = 0;
        virtual void asked(const net::http_request& request, std::uint64_t connection) = 0;
        virtual void asked_wrongly() = 0;  // the gate has refused it
        virtual void turn_ends() = 0;      // a connection has worked off what it read, or written what it had; calls flush()
    };

    listener(boost::asio::any_io_executor executor, owner& of) : executor_(executor), acceptor_(executor), owner_(&of) {}

    result<void> start(const std::string& host, std::uint16_t port, net::tls_context tls);
    void stop();  // the owner hears nothing after it
    std::uint16_t port() const;

    // Nothing leaves before flush().
    void answer(std::uint64_t connection, const net::http_response& response, bool twice = false);
    void break_off(std::uint64_t connection, const net::http_response* half_of);
    void flush();
    void drop_connections();
    bool idle() const;

    // For peers.
    void request_came(const net::http_request& request, std::uint64_t connection);
    void bad_request();
    void turn_ends();
    void written() { turn_ends(); }
    void has_output(std::shared_ptr<peer> one);
    void gone(std::uint64_t connection);
    std::string_view date();

private:
    void listen();

    boost::asio::any_io_executor executor_;
    boost::asio::ip::tcp::acceptor acceptor_;
    owner* owner_;  // null once stopped
    net::tls_context tls_;
    std::map<std::uint64_t, std::shared_ptr<peer>> peers_;
    std::vector<std::shared_ptr<peer>> with_output_, flushing_;
    std::uint64_t next_ = 1;
    std::string date_;
    std::int64_t date_second_ = 0;
};

}  // namespace hermod::simulate::provider
