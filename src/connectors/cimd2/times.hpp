// Points and spans of time as CIMD2 says them: TP-VP's octet (050, 053; 3GPP TS 23.040 section 9.2.3.12.1), yymmddhhmmss (051,
// 054, 060, 063, 501).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::connectors::cimd2 {

// The shortest period of the scale that is not shorter: 5 minutes at least, 63 weeks at most.
std::int32_t relative_validity(std::chrono::milliseconds left);

// What an octet of the scale says, 0 to 255.
std::chrono::seconds period_of(std::int32_t octet);

// The centre's local time, which is ahead of UTC by `offset`.
std::string centre_time(wall_time at, std::chrono::minutes offset);
// The other way; of the years 2000 to 2099. nullopt when it is no yymmddhhmmss or no such day.
std::optional<wall_time> read_centre_time(std::string_view text, std::chrono::minutes offset);

}  // namespace hermod::connectors::cimd2
