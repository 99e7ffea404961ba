// How many requests an endpoint may have under way, learned from how it answers. Pure; owned by an endpoint's queue.
//
// Closed: all it is configured for. After failures without a success between them it opens: nothing for a pause that
// doubles from 1 s to 60 s, then one probe at a time until one succeeds. So a dead endpoint costs one request a minute.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"

namespace hermod::callback {

class circuit {
public:
    // What a failure says of the endpoint as a whole: no connection or a 5xx says much, a 404 for one event little.
    enum class weight : unsigned { event = 1, endpoint = 10 };

    std::size_t allowed(std::size_t concurrency, mono_time now) const;
    // True when this success has closed an open circuit.
    bool succeeded(mono_time now);
    // True when this failure has opened it.
    bool failed(weight how, mono_time now, std::uint64_t seed);
    // The endpoint asked for a pause (429, 503 with Retry-After). True when this has opened it.
    bool slow_down(mono_time now, std::chrono::milliseconds pause);

    bool open() const { return open_; }
    // When an open circuit lets the next probe through.
    mono_time probe_at() const { return until_; }

private:
    static constexpr unsigned opens_at = 50;
    static constexpr std::chrono::milliseconds least_pause{1000}, longest_pause{60'000};

    bool open_ = false;
    bool asked_ = false;  // the pause is the endpoint's own wish: a late success does not end it
    unsigned weight_ = 0;
    std::chrono::milliseconds pause_{0};
    mono_time until_{};
};

}  // namespace hermod::callback
