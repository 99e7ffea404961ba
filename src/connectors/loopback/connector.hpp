// A connector without a network: takes every part, names it, and reports it delivered. For trying things out, and the
// template to copy for a new connector: options, one class implementing hermod::connector, a row in app/registry.
// One executor, which owns it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <unordered_set>

#include "gateway/connector.hpp"
#include "gateway/receipts.hpp"
#include "net/mailbox.hpp"

namespace hermod::connectors::loopback {

struct options {
    connector_id id;
    std::size_t window = 100;
    std::shared_ptr<connector_counters> counters{};  // in which it counts; null: in its own
};

class connector final : public hermod::connector, public receipt_reply {
public:
    connector(boost::asio::any_io_executor home, options settings, receipts& desk, outlet_events& events,
              std::function<wall_time()> clock);

    std::size_t capacity() const override { return running_ ? settings_.window - sent_.size() : 0; }
    std::size_t window() const override { return settings_.window; }
    void send(outbound part) override;
    void flush() override;
    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;
    void receipt_done(std::uint64_t, receipt_match) noexcept override { counters_.receipts_in.fetch_add(1); }

private:
    void answer();

    boost::asio::any_io_executor home_;
    options settings_;
    receipts& desk_;
    outlet_events& events_;
    std::function<wall_time()> clock_;
    std::shared_ptr<connector_counters> counted_ = settings_.counters ? settings_.counters : std::make_shared<connector_counters>();
    connector_counters& counters_ = *counted_;
    std::vector<outbound> sent_;
    bool running_ = false, answering_ = false;
};

}  // namespace hermod::connectors::loopback
