// What a simulated CIMD2 centre has to do later: answers and deliveries, each kind in the order in which it falls due.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "simulate/common/ring.hpp"

namespace hermod::simulate::cimd2 {

// A status report, or a message from a handset.
struct delivery {
    mono_time due{};
    std::uint16_t account = 0;
    bool inbound = false;
    std::int32_t status = 0, error = 0;  // 061, 062 of a report
    std::string from, to, timestamp;     // 023 of a message, 021, 060
    std::string content;                 // of a message: 030, 032, 033, 034 as they stand in a packet
};

struct delayed_answer {
    mono_time due{};
    std::uint64_t session = 0;
    std::string frame{};
    bool twice = false;
};

}  // namespace hermod::simulate::cimd2
