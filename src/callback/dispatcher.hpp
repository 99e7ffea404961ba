// Step 7 of a message's path: tells the applications, by signed HTTP callbacks (Standard Webhooks), what became of it.
//
// Durable: what is to be told stays pending in the store until it is answered with a 2xx or given up; this class holds
// only what can be read again. Work comes from the store's notices and, at start, from the ids of open messages; each
// endpoint (account and origin) belongs to one shard, a shard to one io_context.
//
// Owned by app/. Subscribe it to the store before store.start(); destroy it after the store has stopped and the
// io_contexts run no more. committed() and loaded() are the store's; the rest may be called from any thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "callback/counters.hpp"
#include "callback/directory.hpp"
#include "callback/options.hpp"
#include "gateway/audience.hpp"
#include "store/store.hpp"

namespace hermod::callback {

class shard;

class dispatcher final : public store::observer, public store::load_reply, public audience {
public:
    // Each context is run by one thread. Throws std::runtime_error when the trusted certificates cannot be read.
    dispatcher(std::vector<boost::asio::io_context*> contexts, store::store& store, directory_ptr known, options with);
    ~dispatcher();

    // `pending`: the messages whose open_entry has callback_pending, in the order of their ids.
    void start(std::vector<message_id> pending);
    void configure(directory_ptr known);
    // Starts no more requests, waits for those under way until the deadline, then calls done once, on any context.
    void stop(std::chrono::milliseconds deadline, std::function<void()> done);

    const counters& count() const { return count_; }

    void join(account_id who, std::shared_ptr<listener> by, std::size_t room) override;
    void hear(account_id who, const listener& by, std::vector<told> answers) override;
    void shut(account_id who, const listener& by) override;
    void leave(account_id who, const listener& by) override;

    void committed(std::span<const store::notice> changes) noexcept override;
    void loaded(std::uint64_t token, std::vector<record> found) noexcept override;

private:
    void place(const store::notice& change);
    shard& shard_of(const message& m) const;
    shard& shard_of(account_id account, std::string_view origin) const;
    void take_back(std::vector<message_id> ids);
    void read_more();

    options with_;
    boost::asio::io_context& first_;
    store::store& store_;
    net::address_guard guard_;
    counters count_;
    std::vector<std::unique_ptr<shard>> shards_;

    std::mutex mutex_;
    directory_ptr known_;
    // Messages to be read and placed. While there are any, what happens waits behind them, or it would overtake.
    std::deque<message_id> to_read_;
    bool reading_ = false;
    bool stopping_ = false;
};

}  // namespace hermod::callback
