// One endpoint at work: its queue, its signer, its connections, and the coroutines that bring the one over the other.
//
// Endpoint = account and origin (scheme, host, port). Owned by its shard and, while requests are under way, by them; used
// on the shard's io_context only. What to send and when is endpoint_queue's decision; here it is only sent and recorded.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "callback/body.hpp"
#include "callback/counters.hpp"
#include "callback/directory.hpp"
#include "callback/endpoint_queue.hpp"
#include "callback/options.hpp"
#include "callback/recently_told.hpp"
#include "callback/signature.hpp"
#include "net/http_client.hpp"
#include "store/store.hpp"

namespace hermod::callback {

// What the endpoints of a shard share. Owned by the shard.
struct surroundings {
    boost::asio::io_context& context;
    store::store& store;
    const options& with;
    const net::address_guard& guard;
    net::tls_context tls;
    counters& count;
    directory_ptr known;
    recently_told told;
    std::size_t connections = 0;
    std::size_t under_way = 0;  // requests
    bool stopping = false;
};

class endpoint : public std::enable_shared_from_this<endpoint> {
public:
    endpoint(surroundings& around, account_id account, std::string origin);
    ~endpoint();

    // Takes over what the directory says now.
    void configure();
    // The account's URL leads elsewhere: what follows it (queue.evict()) is no longer ours.
    bool moved() const { return moved_; }
    // Starts as many requests as may be under way.
    void pump();
    // Closes connections that were not used of late.
    void tidy(mono_time now);
    // Gives up its idle connections, before it is dropped.
    void release_lines();
    // Cuts off what is under way; its events stay pending.
    void abandon();

    account_id account() const { return account_; }
    const std::string& origin() const { return origin_; }

    endpoint_queue queue;
    bool touched = false;          // the shard will pump it
    mono_time last_needed{};       // the shard's, for dropping idle ones
    std::uint64_t counted_pending = 0, counted_opened = 0;  // what the shard has told the counters

private:
    // A connection with the buffers of its requests.
    struct line {
        line(boost::asio::io_context& context, net::tls_context tls) : connection(context, std::move(tls)) {}
        net::http_connection connection;
        endpoint_queue::group events;
        std::vector<named_job> batch;
        std::string id, body, timestamp, signature;
        mono_time last_used{};
    };
    struct outcome {
        answer result;
        std::uint32_t status = 0;
        std::string detail;
        bool forbidden = false;  // by the address guard
    };

    static boost::asio::awaitable<void> run(std::shared_ptr<endpoint> self, std::unique_ptr<line> on);
    boost::asio::awaitable<outcome> attempt(line& on);
    boost::asio::awaitable<result<net::http_reply>> exchange(line& on, const net::http_url& url);
    boost::asio::awaitable<result<void>> connect(line& on, const net::http_url& url);
    result<std::shared_ptr<const net::http_url>> url_of(const job& told);
    void write(line& on);
    outcome judge(const net::http_reply& reply);
    outcome failure(error_code why);
    void record(const std::vector<settled>& all, const outcome& of, wall_time now);
    void count(const outcome& of, std::chrono::steady_clock::duration took);
    std::string_view connector_name(const message& m) const;
    account_callbacks settings() const;

    surroundings& around_;
    account_id account_;
    std::string origin_, account_url_;
    signer signer_;
    std::vector<std::string> secrets_;
    std::size_t concurrency_ = 1;
    bool moved_ = false;
    std::size_t lines_ = 0;
    std::vector<std::unique_ptr<line>> idle_;  // the last used at the end
    std::vector<line*> busy_;
    std::vector<settled> settled_;
    std::string url_text_;  // of the parsed url
    std::shared_ptr<const net::http_url> url_;
};

}  // namespace hermod::callback
