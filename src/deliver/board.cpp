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

board::entry& board::at(connector_id of) {
    if (entry* const there = rows_.find(of.value)) return *there;
    return rows_.add(of.value, std::make_unique<entry>());
}

board_row& board::row(connector_id of) { return at(of).row; }

void board::show(connector_id of, const connector_counters& numbers, const lane_counters& queue) {
    entry& here = at(of);
    here.queue.store(&queue, relaxed);
    here.numbers.store(&numbers, std::memory_order_release);
}

void board::withdraw(connector_id of) { at(of).numbers.store(nullptr, std::memory_order_release); }

bool board::shows(connector_id which) const {
    const entry* const there = rows_.find(which.value);
    return there && there->numbers.load(relaxed);
}

route::connector_health board::of(connector_id which) const noexcept {
    const entry* const there = rows_.find(which.value);
    const connector_counters* const numbers = there ? there->numbers.load(std::memory_order_acquire) : nullptr;
    if (!numbers) return {.usable = false, .share = 0};
    const board_row& row = there->row;
    route::connector_health out;
    out.usable = row.usable.load(relaxed);
    out.share = row.share.load(relaxed);
    out.delivered = known(row.delivered.load(relaxed));
    out.latency_ms = known(row.latency_ms.load(relaxed));
    // What waits for a place in the windows counts like what has one: of two that are full the one with less behind it is freer.
    const std::uint64_t taken = numbers->window_used.load(relaxed) + there->queue.load(relaxed)->queued.load(relaxed);
    const std::uint64_t size = std::max<std::uint64_t>(1, numbers->window_size.load(relaxed));
    out.load = static_cast<std::uint32_t>(std::min(most_load, 1000 * taken / size));
    return out;
}

const board_row* board::find(connector_id which) const {
    const entry* const there = rows_.find(which.value);
    return there ? &there->row : nullptr;
}

bool board::any_but(connector_id here) const {
    bool out = false;
    rows_.for_each([&](std::uint32_t id, const entry& one) {
        out = out || (id != here.value && one.numbers.load(relaxed) && one.row.usable.load(relaxed));
    });
    return out;
}

// Only what the network itself has said: what ended here for want of time, or by somebody's word, tells nothing of it.
void board::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& change : changes) {
        if (!change.ended || change.what->way != direction::to_handset) continue;
        const bool by_network = change.happened.kind == event_kind::receipt || change.happened.kind == event_kind::unsure ||
                                (change.happened.kind == event_kind::refused && change.happened.code != 0);
        if (!by_network) continue;
        entry* const there = rows_.find(change.what->connector.value);
        if (!there) continue;
        there->row.ended.fetch_add(1, relaxed);
        if (change.now == state::delivered) there->row.ended_well.fetch_add(1, relaxed);
    }
}

}  // namespace hermod::deliver
