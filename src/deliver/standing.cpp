#include "deliver/standing.hpp"

#include <cmath>

namespace hermod::deliver {
namespace {

constexpr double least_share = 0.1;
constexpr double least_ended = 20;  // before their ratio says anything
constexpr auto ended_half_life = std::chrono::minutes{5};
constexpr auto trip_half_life = std::chrono::seconds{15};

double halved(mono_time::duration passed, std::chrono::duration<double> half_life) {
    return std::exp2(-std::chrono::duration<double>(passed) / half_life);
}

}  // namespace

void standing::order(queue_order what) {
    order_ = what;
    publish();
}

void standing::begin_anew(const health_options& as) {
    options_ = as;
    circuit_ = circuit(options_.errors);
    if (looked_) circuit_.at(now_);
    publish();
}

bool standing::look(bool bound, const connector_counters* numbers, mono_time now) {
    now_ = now;
    if (!std::exchange(looked_, true)) {
        began_ = unbound_since_ = now;
        if (!numbers) unbound_since_ = now - options_.move_after;
    }
    if (!numbers) was_bound_ = true;  // configured no more: there is nothing to wait for
    if (bound_ && !bound) unbound_since_ = now;
    bound_ = bound;
    was_bound_ = was_bound_ || bound || now - began_ >= options_.start_within;
    gone_ = !bound && was_bound_ && now - unbound_since_ >= options_.move_after;
    circuit_.at(now);
    measure(numbers, now);
    const bool before = usable_;
    publish();
    return usable_ != before;
}

void standing::tried(const verdict& result) {
    switch (result.is) {
        case verdict::kind::sent:
            circuit_.succeeded();
            break;
        case verdict::kind::refused:  // the network works. Of what it will not have from one sender others must not suffer
            if (!result.elsewhere) circuit_.succeeded();
            break;
        case verdict::kind::later:
            if (!result.throttled) circuit_.failed();
            break;
        case verdict::kind::unsure:
            circuit_.failed();
            break;
        case verdict::kind::unsent:
            break;
    }
    if (circuit_.is() != shown_.circuit.load(std::memory_order_relaxed)) publish();
}

std::size_t standing::allowed() const {
    if (order_ == queue_order::paused || gone_ || circuit_.is() == circuit_state::open) return 0;
    return circuit_.is() == circuit_state::half_open ? circuit_.trials() : no_limit;
}

std::string standing::why() const {
    if (gone_ || (!bound_ && was_bound_)) return "no bind is up";
    if (circuit_.is() == circuit_state::open) return "too many of its answers are errors";
    if (order_ == queue_order::paused) return "its queue is paused";
    if (order_ == queue_order::draining) return "its queue is drained";
    return {};
}

void standing::measure(const connector_counters* numbers, mono_time now) {
    const auto passed = measured_ == mono_time{} ? mono_time::duration{} : now - measured_;
    measured_ = now;
    const auto since = [](std::uint64_t now_is, std::uint64_t& seen) {
        return static_cast<double>(now_is - std::exchange(seen, now_is));
    };
    const double fade = halved(passed, ended_half_life);
    const auto well = shown_.ended_well.load(std::memory_order_relaxed), all = shown_.ended.load(std::memory_order_relaxed);
    ended_ = ended_ * fade + since(all, seen_ended_);
    ended_well_ = ended_well_ * fade + since(well, seen_well_);
    if (!numbers) return;
    std::uint64_t trips = 0;
    for (const auto& row : numbers->round_trips) trips += row.load(std::memory_order_relaxed);
    const double trip_fade = halved(passed, trip_half_life);
    trips_ = trips_ * trip_fade + since(trips, seen_trips_);
    trip_micros_ = trip_micros_ * trip_fade + since(numbers->round_trip_micros.load(std::memory_order_relaxed), seen_micros_);
}

void standing::publish() {
    constexpr auto relaxed = std::memory_order_relaxed;
    // At the start all are taken for usable for a while: none has had the time to bind.
    const bool takes = (bound_ || !was_bound_) && order_ == queue_order::open && circuit_.is() != circuit_state::open;
    was_gone_ = was_gone_ || (looked_ && !takes);
    if ((takes && !usable_) || circuit_.is() == circuit_state::half_open) recovered_ = now_;
    usable_ = takes;
    double share = 1;
    if (was_gone_ && options_.slow_start.count() > 0) {
        const double way = std::chrono::duration<double>(now_ - recovered_) / std::chrono::duration<double>(options_.slow_start);
        share = std::clamp(least_share + (1 - least_share) * way, least_share, 1.0);
        if (way >= 1 && takes) was_gone_ = false;
    }
    shown_.share.store(static_cast<float>(share), relaxed);
    shown_.circuit.store(circuit_.is(), relaxed);
    shown_.order.store(order_, relaxed);
    shown_.delivered.store(ended_ < least_ended ? board_row::unknown
                                                : static_cast<std::uint32_t>(std::lround(1000 * std::min(1.0, ended_well_ / ended_))),
                           relaxed);
    shown_.latency_ms.store(trips_ < 1 ? board_row::unknown : static_cast<std::uint32_t>(std::lround(trip_micros_ / trips_ / 1000)), relaxed);
    shown_.usable.store(takes, relaxed);
}

}  // namespace hermod::deliver
