// One keep-alive connection of an HTTP/1.1 client: for callbacks to a sender's URL and for HTTP connectors.
//
// It connects to addresses that address_guard has judged, never to a name; with https it verifies the peer's certificate
// and name. Replies pass the strict gate. No redirects, no cookies, no proxy from the environment, no retry: reconnecting
// and repeating are the caller's business, who knows what a repetition costs. One request at a time. Owned by the caller,
// used on its one io_context. An ordinary exchange is one write and one read, sets no timer and copies no body.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <span>

#include "net/address_guard.hpp"
#include "net/http_gate.hpp"
#include "net/tls.hpp"

namespace hermod::net {

// Borrowed from the connection: valid until its next call.
struct http_reply {
    int status = 0;
    std::string_view body;
    const http_head* head = nullptr;
    std::string_view header(std::string_view name) const { return head->field(name); }
};

class http_connection {
public:
    static constexpr std::size_t reply_limit = 64 * 1024;

    // `tls` (client_tls()) is needed for https only.
    explicit http_connection(boost::asio::io_context& context, tls_context tls = {});
    ~http_connection();
    http_connection(http_connection&&) noexcept;
    http_connection& operator=(http_connection&&) noexcept;

    // Tries the addresses in turn, all within `limit`.
    boost::asio::awaitable<result<void>> connect(const checked_target& target, std::chrono::milliseconds limit);

    // Arguments must live until the result is there. Host, Content-Length and Connection are written here and refused in
    // `headers`. errc::bad_header and errc::not_open: nothing was sent. After every other error the connection is closed, and
    // whether the peer has acted is not known. errc::not_open is also what an idle connection says that the peer has closed.
    boost::asio::awaitable<result<http_reply>> request(std::string_view method, std::string_view target,
                                                       std::span<const http_field> headers, std::string_view body,
                                                       std::chrono::milliseconds limit);
    boost::asio::awaitable<result<http_reply>> post(std::string_view target, std::span<const http_field> headers,
                                                    std::string_view body, std::chrono::milliseconds limit) {
        return request("POST", target, headers, body, limit);
    }

    // Whether another request may be tried: connected, and the last reply left the connection usable.
    bool is_open() const;
    // After errc::reply_too_large: the reply's status, which came before what was too large.
    int last_status() const;
    void close();

private:
    struct link;
    std::shared_ptr<link> link_;
};

}  // namespace hermod::net
