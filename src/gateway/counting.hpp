// Counts a verdict and its round trip: the same for every connector.
#pragma once

#include "base/clock.hpp"
#include "gateway/connector.hpp"

namespace hermod {

// A round trip of 0 is none.
inline void count(connector_counters& to, const verdict& result, mono_time::duration round_trip) {
    constexpr auto relaxed = std::memory_order_relaxed;
    switch (result.is) {
        case verdict::kind::sent:
            to.parts_sent.fetch_add(1, relaxed);
            break;
        case verdict::kind::refused:
            to.parts_refused.fetch_add(1, relaxed);
            break;
        case verdict::kind::later:
            to.parts_deferred.fetch_add(1, relaxed);
            break;
        case verdict::kind::unsure:
            to.parts_unsure.fetch_add(1, relaxed);
            break;
        case verdict::kind::unsent:
            break;
    }
    if (round_trip.count() <= 0) return;
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(round_trip).count();
    const auto& bounds = connector_counters::round_trip_bounds_ms;
    std::size_t row = 0;
    while (row < bounds.size() && micros > bounds[row] * 1000) ++row;
    to.round_trips[row].fetch_add(1, relaxed);
    to.round_trip_micros.fetch_add(static_cast<std::uint64_t>(micros), relaxed);
}

}  // namespace hermod
