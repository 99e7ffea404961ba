// One connection to a simulated provider: reads requests, one at a time, and writes the answers that it is given.
//
// Plain or TLS. Owned by its listener through shared_ptr (its operations in flight hold it too); one executor, one thread.
// Requests pass the strict gate of net/; what comes behind a request that is not answered yet waits in the buffer.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "net/chunked_body.hpp"
#include "net/http_message.hpp"
#include "net/tls_stream.hpp"

namespace hermod::simulate::provider {

class listener;

class peer final : public std::enable_shared_from_this<peer> {
public:
    // tls: null for plain HTTP.
    peer(boost::asio::ip::tcp::socket socket, std::uint64_t id, listener& home, const net::tls_context& tls);

    void start();
    void close();
    std::uint64_t id() const { return id_; }
    // To the request that waits. Nothing leaves before flush().
    void answer(const net::http_response& response, bool twice);
    // Ends the connection, after half of the answer where there is one.
    void break_off(const net::http_response* response);
    void flush();
    // Everything that it was told is with the kernel.
    bool idle() const { return !write_in_flight_ && out_.empty(); }

private:
    void read();
    void work();
    bool next_request();
    bool find_head();
    bool find_body();
    void refuse(net::gate_refusal why);
    void append(const net::http_response& response);
    boost::asio::ip::tcp::socket& socket() { return secure_ ? secure_->next_layer() : plain_; }
    std::string_view unread() const { return std::string_view(in_).substr(0, used_); }

    boost::asio::ip::tcp::socket plain_;
    std::unique_ptr<net::tls_stream> secure_;
    std::uint64_t id_;
    listener* home_;  // null once gone
    std::string remote_, in_, out_, writing_;
    std::size_t used_ = 0;                       // of in_
    std::size_t scanned_ = 0;                    // of a head that has not come whole
    std::size_t head_size_ = 0, body_size_ = 0;  // of the request at the front; head_size_ 0: not found yet
    net::http_head head_;
    std::string_view body_;
    std::unique_ptr<net::chunked_body> chunks_;
    net::reply_frame frame_;
    bool waiting_ = false;  // for the answer to the last request
    bool reading_ = false, write_in_flight_ = false, closing_ = false, told_to_go_on_ = false;
};

}  // namespace hermod::simulate::provider
