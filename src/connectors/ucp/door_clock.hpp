// The local time that the door's fields are in (SCTS, DSCTS, VP, DDT): the machine's, with its summer time, or a fixed offset.
//
// A value; any thread. An hour that the machine's zone has twice is read as the first one.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::connectors::ucp {

struct door_clock {
    std::optional<std::chrono::minutes> utc_offset{};  // unset: the machine's zone

    wire::ucp::local_seconds local(wall_time t) const;
    wall_time wall(wire::ucp::local_seconds t) const;
};

}  // namespace hermod::connectors::ucp
