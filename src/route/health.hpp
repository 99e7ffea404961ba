// What a route asks of a connector when it chooses among several. Pure; implemented over what the lanes know.
#pragma once

#include <cstdint>
#include <optional>

#include "base/ids.hpp"

namespace hermod::route {

struct connector_health {
    bool usable = true;           // it takes messages now: bound, not paused, not draining, its errors few
    double share = 1;             // 0 to 1: of what it would get; below 1 while it starts slowly after it was gone
    std::uint32_t load = 0;       // of its windows used, in thousandths
    std::optional<std::uint32_t> delivered{};   // of the messages that ended lately, delivered, in thousandths; nullopt: too few to say
    std::optional<std::uint32_t> latency_ms{};  // of a submit, lately
};

// Any thread.
class health {
public:
    virtual connector_health of(connector_id which) const noexcept = 0;

protected:
    ~health() = default;
};

}  // namespace hermod::route
