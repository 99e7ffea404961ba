// How many allocations of this process are alive. What a queue forgets to give back shows here, whoever keeps it.
#pragma once

#include <cstdint>

namespace hermod::simulated {

std::int64_t live_allocations();

}  // namespace hermod::simulated
