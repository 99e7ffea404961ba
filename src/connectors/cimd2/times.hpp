// Points and spans of time as CIMD2 says them: TP-VP's octet (050; 3GPP TS 23.040 section 9.2.3.12.1), yymmddhhmmss (051).
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace hermod::connectors::cimd2 {

// The shortest period of the scale that is not shorter: 5 minutes at least, 63 weeks at most.
std::int32_t relative_validity(std::chrono::milliseconds left);

// The centre's local time, which is ahead of UTC by `offset`.
std::string centre_time(wall_time at, std::chrono::minutes offset);

}  // namespace hermod::connectors::cimd2
