#include "net/ticker.hpp"

#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "base/error.hpp"
#include "net/clocks.hpp"

namespace hermod::net {

struct ticker::state : std::enable_shared_from_this<ticker::state> {
    state(boost::asio::any_io_executor executor, std::chrono::milliseconds every, function call)
        : timer(std::move(executor)), period(every), tick(std::move(call)) {}

    void wait() {
        timer.expires_after(period);
        timer.async_wait([self = shared_from_this()](const error_code& failed) {
            if (failed || !self->running) return;
            self->tick(mono_now());
            if (self->running) self->wait();
        });
    }

    boost::asio::steady_timer timer;
    std::chrono::milliseconds period;
    function tick;
    bool running = false;
};

ticker::ticker(boost::asio::any_io_executor executor, std::chrono::milliseconds period, function tick)
    : state_(std::make_shared<state>(std::move(executor), period, std::move(tick))) {}

ticker::~ticker() { stop(); }

void ticker::start() {
    if (std::exchange(state_->running, true)) return;
    state_->wait();
}

void ticker::stop() {
    state_->running = false;
    state_->timer.cancel();
}

}  // namespace hermod::net
