// The health of all connectors, for whoever chooses among them: routes when a message is accepted, lanes that lead their queue
// elsewhere, metrics, readiness, people. One row a connector, of atomics: each is written by the standing of its connector on that
// one's executor, and by the board on the store's thread for how messages ended; read anywhere, without waiting.
//
// Owned by app/, which adds a row before the first question about it; rows stay for good, a connector that is withdrawn is configured no
// more. Lives longer than the lanes.
#pragma once

#include <memory>

#include "deliver/growing.hpp"
#include "deliver/lane.hpp"
#include "deliver/standing.hpp"
#include "gateway/connector.hpp"
#include "route/health.hpp"
#include "store/store.hpp"

namespace hermod::deliver {

class board final : public route::health, public store::observer {
public:
    // The row of a connector; makes it. Any thread.
    board_row& row(connector_id of);
    // It is configured; what its load is read from: both outlive the board's last question. Any thread, as withdraw().
    void show(connector_id of, const connector_counters& numbers, const lane_counters& queue);
    // It takes nothing for now, or for good.
    void withdraw(connector_id of);
    bool shows(connector_id which) const;

    // A connector that is not configured is not usable.
    route::connector_health of(connector_id which) const noexcept override;
    const board_row* find(connector_id which) const;
    bool any_but(connector_id here) const;
    std::uint64_t changes() const { return changes_.load(std::memory_order_acquire); }
    // A connector has become usable. Any thread.
    void changed() { changes_.fetch_add(1, std::memory_order_release); }

    void committed(std::span<const store::notice> changes) noexcept override;

private:
    struct entry {
        board_row row;
        std::atomic<const lane_counters*> queue{nullptr};
        std::atomic<const connector_counters*> numbers{nullptr};  // null: not configured; written after `queue`
    };
    entry& at(connector_id of);
    growing<entry> rows_;
    std::atomic<std::uint64_t> changes_{0};
};

}  // namespace hermod::deliver
