// One value that another thread will bring, awaited by a coroutine:
//
//     arrival<put_result> stored(home);      // home: this executor's resumptions
//     store.put(..., stored_reply);          // whose put_done() calls stored.set(result), on any thread
//     put_result result = co_await stored.wait();
//
// Resumptions of one executor travel together (mailbox), so that a group commit which frees 200 requests costs one post.
#pragma once

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>

#include "net/mailbox.hpp"

namespace hermod::net {

// A suspended operation. resume() is called once, on its executor.
class suspended {
public:
    virtual ~suspended() = default;
    virtual void resume() = 0;
};

// One for each executor that awaits arrivals; owned beside it.
class resumptions {
public:
    explicit resumptions(boost::asio::any_io_executor home)
        : box_(std::move(home), [](std::vector<std::unique_ptr<suspended>>& all) {
              for (auto& one : all) one->resume();
          }) {}
    void push(std::unique_ptr<suspended> one) { box_.push(std::move(one)); }

private:
    mailbox<std::unique_ptr<suspended>> box_;
};

template <class T>
class arrival {
public:
    explicit arrival(resumptions& home) : home_(home) {}
    arrival(const arrival&) = delete;
    arrival& operator=(const arrival&) = delete;

    // Once, on any thread. The arrival may be gone as soon as this has handed over: touch nothing after.
    void set(T value) {
        value_.emplace(std::move(value));
        resumptions& home = home_;
        if (phase_.exchange(phase::set, std::memory_order_acq_rel) == phase::waiting) home.push(std::move(waiter_));
    }

    // Once, on the home executor.
    boost::asio::awaitable<T> wait() {
        if (phase_.load(std::memory_order_acquire) != phase::set)
            co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(start{this}, boost::asio::use_awaitable);
        co_return std::move(*value_);
    }

private:
    enum class phase { idle, waiting, set };

    template <class Handler>
    struct parked final : suspended {
        explicit parked(Handler h) : handler(std::move(h)) {}
        void resume() override { std::move(handler)(); }
        Handler handler;
    };

    // A named initiation instead of a lambda: see house.md on coroutines and captures.
    struct start {
        arrival* self;
        template <class Handler>
        void operator()(Handler&& handler) const {
            self->waiter_ = std::make_unique<parked<std::decay_t<Handler>>>(std::forward<Handler>(handler));
            resumptions& home = self->home_;
            if (self->phase_.exchange(phase::waiting, std::memory_order_acq_rel) == phase::set) home.push(std::move(self->waiter_));
        }
    };

    resumptions& home_;
    std::atomic<phase> phase_{phase::idle};
    std::optional<T> value_;
    std::unique_ptr<suspended> waiter_;
};

}  // namespace hermod::net
