// Calls a function each period on one executor: the coarse clock of a shard, which spares a timer per request.
//
// Owned by whoever needs the ticks; start(), stop() and the destructor belong on the executor (or after its context has
// stopped). The function is never called after stop() returns. Ticks that were missed are not made up for.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "base/clock.hpp"

namespace hermod::net {

class ticker {
public:
    using function = std::function<void(mono_time now)>;

    ticker(boost::asio::any_io_executor executor, std::chrono::milliseconds period, function tick);
    ~ticker();
    ticker(const ticker&) = delete;
    ticker& operator=(const ticker&) = delete;

    void start();
    void stop();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace hermod::net
