// Who is told: what all endpoints have in common. An endpoint is an account and a place, a web server's origin
// (web_endpoint.hpp) or the account's sessions (session_endpoint.hpp).
//
// Owned by its shard and, while something is under way, by that; used on the shard's io_context only. What to send and when
// is endpoint_queue's decision; an endpoint only sends and records.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "callback/counters.hpp"
#include "callback/directory.hpp"
#include "callback/endpoint_queue.hpp"
#include "callback/options.hpp"
#include "callback/recently_told.hpp"
#include "net/tls.hpp"
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
    endpoint(surroundings& around, account_id account, std::string origin)
        : queue({}), around_(around), account_(account), origin_(std::move(origin)), last_needed(around.with.mono()) {}
    virtual ~endpoint() = default;

    // Takes over what the directory says now.
    virtual void configure() = 0;
    // The account's URL leads elsewhere: what follows it (queue.evict()) is no longer ours.
    virtual bool moved() const { return false; }
    // Something new is in the queue; pump() follows.
    virtual void happened() {}
    // Sends as much as may be under way.
    virtual void pump() = 0;
    // Closes what was not used of late.
    virtual void tidy(mono_time) {}
    // Somebody listens: not to be dropped, though there is nothing to tell.
    virtual bool in_use() const { return false; }
    // Gives up its idle connections, before it is dropped.
    virtual void release_lines() {}
    // Cuts off what is under way; its events stay pending.
    virtual void abandon() = 0;

    account_id account() const { return account_; }
    const std::string& origin() const { return origin_; }

    endpoint_queue queue;

protected:
    account_callbacks settings() const;
    // Tells the store what became of each, `code` and `detail` being the application's answer.
    void record(const std::vector<settled>& all, std::uint32_t code, const std::string& detail);

    surroundings& around_;

private:
    account_id account_;
    std::string origin_;

public:
    bool touched = false;                                   // the shard will pump it
    mono_time last_needed{};                                // the shard's, for dropping idle ones
    std::uint64_t counted_pending = 0, counted_opened = 0;  // what the shard has told the counters
};

}  // namespace hermod::callback
