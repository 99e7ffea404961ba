#include "doors/seat.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace hermod::doors {

bool seat::pay(mono_time now) {
    if (who->rate <= 0) return true;
    const auto each = static_cast<std::int64_t>(1e9 / who->rate);
    const std::int64_t saved = std::max<std::int64_t>(100'000'000, each);
    const std::int64_t at = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    std::int64_t paid = paid_until.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t next = std::max(paid, at - saved) + each;
        if (next > at) return false;
        if (paid_until.compare_exchange_weak(paid, next, std::memory_order_relaxed)) return true;
    }
}

void seat::hold(bool on, std::string_view door, counters& numbers) {
    const bool turned =
        on ? holds.fetch_add(1, std::memory_order_relaxed) == 0 : holds.fetch_sub(1, std::memory_order_relaxed) == 1;
    if (!turned) return;
    numbers.held.fetch_add(on ? 1 : -1, std::memory_order_relaxed);
    log_line(on ? log_level::warning : log_level::info, on ? "account held" : "account held no more")
        .field("door", door)
        .field("account", who->name)
        .field("detail",
               on ? "it answers nothing of what it is told: its submits are throttled" : "it answers again, or has left");
}

}  // namespace hermod::doors
