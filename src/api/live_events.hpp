// GET /v1/events: what is happening, as it happens, in server-sent events (WHATWG HTML section 9.2); `hermod tail` reads it.
//
// Watches the store's commits. While nobody listens a commit costs one atomic load. Notices go to each io_context that has
// listeners, once, and are rendered there for those whose account they concern. A listener that reads too slowly loses
// events, never the store's time: its buffer is bounded, and an event `dropped` tells it how many it missed.
// Owned by http_door. stop() before the io_contexts end, so that no stream is left waiting.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <vector>

#include "api/counters.hpp"
#include "api/keys.hpp"
#include "api/message_json.hpp"
#include "net/http_message.hpp"
#include "store/store.hpp"

namespace hermod::api {

struct live_options {
    std::size_t max_listeners = 100;
    std::size_t buffer_bytes = 256 * 1024;      // of one listener
    std::size_t backlog = 50'000;               // notices on their way to one io_context
    std::chrono::milliseconds heartbeat{5000};  // a comment when nothing else was written: so a gone reader is noticed
};

class live_events final : public store::observer {
public:
    // `names` and `count` outlive this.
    live_events(const std::vector<boost::asio::io_context*>& contexts, const name_lookup& names, counters& count,
                live_options how);
    ~live_events();

    void committed(std::span<const store::notice> changes) noexcept override;

    // False: as many listen as may.
    bool has_room() const { return listening_.load(std::memory_order_relaxed) < how_.max_listeners; }
    // The stream of one listener, to run on context `index` of those given.
    net::stream_function stream(std::size_t index, account_id account, bool admin);

    // Ends every stream, any thread.
    void stop();

private:
    using batch = std::shared_ptr<const std::vector<store::notice>>;
    struct listener;
    struct branch;
    static boost::asio::awaitable<void> serve(branch& here, account_id account, bool admin, net::stream_writer& out);

    const name_lookup& names_;
    counters& count_;
    live_options how_;
    std::atomic<std::size_t> listening_{0};
    std::vector<std::unique_ptr<branch>> branches_;
};

}  // namespace hermod::api
