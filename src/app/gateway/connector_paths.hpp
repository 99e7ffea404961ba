// Stands before the API's door: requests to a path that is a connector's go to the connector, all others to the door.
//
// A request is copied and handed to the connector's executor (net::mailbox: many requests, one post); its session waits on
// its own thread. A connector that does not answer in time is answered for with 503: what it has kept by then, it has kept,
// and the provider's repetition finds it there. Owned by the gateway; filled before any thread runs, then read by all.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "gateway/visits.hpp"
#include "net/http_server.hpp"
#include "net/mailbox.hpp"

namespace hermod::app {

class connector_paths final : public net::http_handler {
public:
    explicit connector_paths(net::http_handler& others, std::chrono::milliseconds patience = std::chrono::seconds{20});
    ~connector_paths() override;

    // All its paths; `home` is its executor.
    void add(visited& whose, boost::asio::any_io_executor home);

    std::optional<net::http_response> try_handle(const net::http_request& request) override;
    boost::asio::awaitable<net::http_response> handle(const net::http_request& request) override;

private:
    struct letter {
        visit what;
        visit_reply reply;
    };
    using box = net::mailbox<letter>;
    box* find(std::string_view path) const;
    boost::asio::awaitable<net::http_response> ask(box& whose, const net::http_request& request);

    net::http_handler& others_;
    std::chrono::milliseconds patience_;
    std::vector<std::unique_ptr<box>> boxes_;
    std::map<std::string, box*, std::less<>> paths_;
};

}  // namespace hermod::app
