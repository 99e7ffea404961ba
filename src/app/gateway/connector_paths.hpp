// Stands before the API's door: requests to a path that is a connector's go to the connector, all others to the door.
//
// A request is copied and handed to the connector's executor (net::mailbox: many requests, one post); its session waits on
// its own thread. A connector that does not answer in time is answered for with 503: what it has kept by then, it has kept,
// and the provider's repetition finds it there. Owned by the gateway. A connector comes and goes on its executor; any thread asks.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/gateway/swapped.hpp"
#include "base/ids.hpp"
#include "gateway/visits.hpp"
#include "net/http_server.hpp"
#include "net/mailbox.hpp"

namespace hermod::app {

class connector_paths final : public net::http_handler {
public:
    explicit connector_paths(net::http_handler& others, std::chrono::milliseconds patience = std::chrono::seconds{20});
    ~connector_paths() override;

    // All its paths, and no others of this connector, are brought to `whose`. These three on `home`, its executor, or before any thread runs.
    void use(connector_id of, visited& whose, boost::asio::any_io_executor home);
    // It is asked nothing more; what comes waits, for the next use() or drop().
    void hold(connector_id of);
    // What waits and what comes is answered 503: the provider tries again, and the connector may come back.
    void drop(connector_id of);

    std::optional<net::http_response> try_handle(const net::http_request& request) override;
    boost::asio::awaitable<net::http_response> handle(const net::http_request& request) override;

private:
    struct letter {
        visit what;
        visit_reply reply;
    };
    class desk;
    using path_map = std::map<std::string, desk*, std::less<>>;
    desk* find(std::string_view path) const;
    void change_paths(desk& whose, const std::vector<std::string>& to);
    boost::asio::awaitable<net::http_response> ask(desk& whose, const net::http_request& request);

    net::http_handler& others_;
    std::chrono::milliseconds patience_;
    std::mutex mutex_;  // guards desks_ and the change of paths_
    std::map<connector_id, std::unique_ptr<desk>> desks_;  // they stay for good
    swapped<path_map> paths_{path_map{}};
    std::atomic<bool> any_{false};
};

}  // namespace hermod::app
