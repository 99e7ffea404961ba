#include "teller.hpp"

namespace hermod::simulated::core {

using namespace std::chrono_literals;

void teller::start(std::vector<message_id> pending) {
    if (!pending.empty()) store_.load(std::move(pending), *this, 0);
}

void teller::committed(std::span<const store::notice> changes) noexcept {
    for (const store::notice& one : changes)
        if (one.happened.callback == callback_state::pending) tell(one.what->id, one.index, one.now);
}

void teller::loaded(std::uint64_t, std::vector<record> found) noexcept {
    for (const record& r : found)
        for (std::size_t i = 0; i < r.events.size(); ++i)
            if (r.events[i].callback == callback_state::pending) tell(r.what->id, static_cast<std::uint32_t>(i), r.now);
}

void teller::tell(message_id id, std::uint32_t index, state now) {
    ++to_tell_;
    stage_.after(stage_.luck.between(1ms, 300ms), [this, alive = std::weak_ptr(alive_), id, index, now] {
        if (alive.expired()) return;
        --to_tell_;
        const bool takes_it = !stage_.luck.one_in(8);
        if (takes_it) book_.told(id, index, now);
        event attempt;
        attempt.at = stage_.time.wall();
        attempt.code = takes_it ? 200 : 503;
        attempt.callback = takes_it ? callback_state::answered : callback_state::pending;
        store_.called_back(id, index, std::move(attempt));
        if (!takes_it) tell(id, index, now);
    });
}

}  // namespace hermod::simulated::core
