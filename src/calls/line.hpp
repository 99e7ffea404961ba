// One keep-alive connection to the provider and what the call on it needs. A protocol derives from it for its buffers.
//
// Held by its coroutine and by the connector, which may let go of it: what is abandoned touches nothing of the connector's
// any more, however late its last wait ends. One executor, the connector's.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "gateway/outlet.hpp"
#include "net/http_client.hpp"

namespace hermod::calls {

// Views that live until the answer is there.
struct call {
    std::string_view method, target, body;
    std::span<const net::http_field> headers;
};

struct line {
    line(boost::asio::io_context& context, net::tls_context tls, const net::http_url& to)
        : connection(context, std::move(tls)), origin(to) {}
    virtual ~line() = default;

    net::http_connection connection;
    const net::http_url& origin;
    std::string token;  // OAuth's, for the call at hand
    std::string fault;  // why there is no token, in a sentence
    outbound part;
    bool asking = false;     // its request may have been written
    bool abandoned = false;  // the connector has settled its part
    mono_time began{}, last_used{};
};

using line_ptr = std::shared_ptr<line>;

}  // namespace hermod::calls
