#include "deliver/board.hpp"

#include <algorithm>

namespace hermod::deliver {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::uint64_t most_load = 1'000'000;  // thousandths: a thousand windows wait

std::optional<std::uint32_t> known(std::uint32_t value) {
    if (value == board_row::unknown) return std::nullopt;
    return value;
}

}  // namespace

board_row& board::row(connector_id of) { return *rows_[of].row; }

void board::show(connector_id of, const connector_counters& numbers, const lane_counters& queue) {
    entry& at = rows_[of];
    at.numbers = &numbers;
    at.queue = &queue;
}

route::connector_health board::of(connector_id which) const noexcept {
    const auto at = rows_.find(which);
    if (at == rows_.end() || !at->second.numbers) return {.usable = false, .share = 0};
    const entry& e = at->second;
    route::connector_health out;
    out.usable = e.row->usable.load(relaxed);
    out.share = e.row->share.load(relaxed);
    out.delivered = known(e.row->delivered.load(relaxed));
    out.latency_ms = known(e.row->latency_ms.load(relaxed));
    // What waits for a place in the windows counts like what has one: of two that are full the one with less behind it is freer.
    const std::uint64_t taken = e.numbers->window_used.load(relaxed) + e.queue->queued.load(relaxed);
    const std::uint64_t size = std::max<std::uint64_t>(1, e.numbers->window_size.load(relaxed));
    out.load = static_cast<std::uint32_t>(std::min(most_load, 1000 * taken / size));
    return out;
}

const board_row* board::find(connector_id which) const {
    const auto at = rows_.find(which);
    return at == rows_.end() ? nullptr : at->second.row.get();
}

bool board::any_but(connector_id here) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [&](const auto& one) { return one.first != here && one.second.numbers && one.second.row->usable.load(relaxed); });
}

// Only what the network itself has said: what ended here for want of time, or by somebody's word, tells nothing of it.
void board::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& change : changes) {
        if (!change.ended || change.what->way != direction::to_handset) continue;
        const bool by_network = change.happened.kind == event_kind::receipt || change.happened.kind == event_kind::unsure ||
                                (change.happened.kind == event_kind::refused && change.happened.code != 0);
        if (!by_network) continue;
        const auto at = rows_.find(change.what->connector);
        if (at == rows_.end()) continue;
        at->second.row->ended.fetch_add(1, relaxed);
        if (change.now == state::delivered) at->second.row->ended_well.fetch_add(1, relaxed);
    }
}

}  // namespace hermod::deliver
