#include "connectors/loopback/connector.hpp"

#include <boost/asio/post.hpp>

namespace hermod::connectors::loopback {

connector::connector(boost::asio::any_io_executor home, options settings, receipts& desk, outlet_events& events,
                     std::function<wall_time()> clock)
    : home_(std::move(home)), settings_(std::move(settings)), desk_(desk), events_(events), clock_(std::move(clock)) {}

void connector::start() {
    running_ = true;
    counters_.binds_up = 1;
    counters_.window_size = static_cast<std::uint32_t>(settings_.window);
    events_.ready();
}

void connector::stop(std::chrono::milliseconds, std::function<void()> done) {
    running_ = false;
    counters_.binds_up = 0;
    answer();  // nothing is ever outstanding longer than one turn of the executor
    done();
}

void connector::send(outbound part) { sent_.push_back(std::move(part)); }

void connector::flush() {
    if (answering_ || sent_.empty()) return;
    answering_ = true;
    boost::asio::post(home_, [this] {
        answering_ = false;
        answer();
    });
}

void connector::answer() {
    std::vector<outbound> all;
    all.swap(sent_);
    for (outbound& part : all) {
        counters_.parts_sent.fetch_add(1, std::memory_order_relaxed);
        const std::string id = to_text(part.what->id) + "-" + std::to_string(part.part);
        events_.settled(part.token, {.is = verdict::kind::sent, .detail = id});
        if (part.what->receipt)
            desk_.report({settings_.id, id, part.what->to, state::delivered, 0, clock_(), "delivered by the loopback"}, *this, 0);
    }
    if (running_ && !all.empty()) events_.ready();
}

connector::condition connector::health() const {
    return running_ ? condition{true, "bound", "the loopback takes everything"} : condition{false, "stopped", "not started"};
}

}  // namespace hermod::connectors::loopback
