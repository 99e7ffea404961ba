// A connector of the node, without a protocol: the outlet of a lane, and a connection to a network. What it says of a part is
// what the real ones say: unsure of what may have been written and was not answered, unsent of what was not.
// Owned by the node, and dies with it.
#pragma once

#include <deque>
#include <memory>

#include "deliver/lane.hpp"
#include "gateway/connector.hpp"
#include "gateway/receipts.hpp"
#include "network.hpp"

namespace hermod::simulated::core {

class link final : public outlet, public connection_end, public receipt_reply {
public:
    link(stage& on, ledger& book, network& to, deliver::lane& from, receipts& desk);
    ~link();
    void start() { connect(); }
    // Takes no more; ends when all that is on its way has its answer.
    void stop() { stopping_ = true; }
    bool idle() const { return under_way_.empty(); }
    bool bound() const { return connected_; }
    // Since when it is; only while it is.
    mono_time bound_since() const { return bound_since_; }
    const connector_counters& numbers();

    // outlet
    std::size_t capacity() const override;
    std::size_t window() const override { return network_.ways().window; }
    void send(outbound part) override;
    void flush() override;

    // connection_end
    void answered(std::uint64_t sequence, verdict as) override;
    void receipt(std::size_t which, remote_receipt what) override;
    void hung_up() override;

    // receipt_reply
    void receipt_done(std::uint64_t token, receipt_match match) noexcept override;

private:
    struct flight {
        std::uint64_t sequence;
        outbound part;
        bool flushed = false, written = false;
    };
    void later(micros wait, std::function<void()> what);
    void connect();
    void written(std::uint64_t through, std::uint64_t connection);
    void settle(const flight& one, verdict as);
    template <class Do>
    void turn(Do what);

    stage& stage_;
    ledger& book_;
    network& network_;
    deliver::lane& lane_;
    receipts& desk_;
    std::deque<flight> under_way_;  // the oldest first
    std::uint64_t next_sequence_ = 1, connection_ = 0;
    mono_time paused_until_{}, last_write_{}, bound_since_{};
    connector_counters numbers_;
    bool connected_ = false, stopping_ = false, in_turn_ = false, starved_ = true;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hermod::simulated::core
