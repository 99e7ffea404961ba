// One keep-alive connection to the provider and the buffers of the request on it.
//
// Held by its coroutine and by the connector, which may let go of it: what is abandoned touches nothing of the connector's
// any more, however late its last wait ends. One executor, the connector's.
#pragma once

#include <memory>
#include <string>

#include "connectors/http/auth.hpp"
#include "connectors/http/values.hpp"
#include "gateway/outlet.hpp"
#include "net/http_client.hpp"

namespace hermod::connectors::http {

struct line {
    line(boost::asio::io_context& context, net::tls_context tls, const value_options& with)
        : connection(context, std::move(tls)), values(with) {}

    net::http_connection connection;
    part_values values;
    rendered_request request;
    added_headers added;
    std::string token;
    outbound part;
    bool asking = false;     // its request may have been written
    bool abandoned = false;  // the connector has settled its part
    mono_time began{}, last_used{};
};

using line_ptr = std::shared_ptr<line>;

}  // namespace hermod::connectors::http
