// Which local time a centre's fields are in: no field says it, but each positive result of 51 shows it (SCTS is now, there).
//
// Learned to the quarter of an hour, anew with every result, so that summer time comes by itself; or fixed by the options.
// Owned by a connector, on its executor; told the time.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "wire/ucp/time.hpp"

namespace hermod::connectors::ucp {

class centre_zone {
public:
    explicit centre_zone(std::optional<std::chrono::minutes> fixed = {}) : fixed_(fixed.has_value()), offset_(fixed) {}

    // The SM of a result that came at `now`. What has no time, or one of no zone on earth, teaches nothing.
    void learn(std::string_view sm, wall_time now);
    std::optional<std::chrono::minutes> offset() const { return offset_; }
    // nullopt while nothing is known.
    std::optional<wire::ucp::local_seconds> local(wall_time t) const;

private:
    bool fixed_ = false;
    std::optional<std::chrono::minutes> offset_;
};

}  // namespace hermod::connectors::ucp
