// What a network's error code means for the part that got it: gone for good, another network's, try again later,
// slow down, or nobody knows.
#pragma once

#include <cstdint>

namespace hermod::lines {

enum class error_meaning : std::uint8_t {
    refused,    // the same part would be refused again
    elsewhere,  // refused here; another network may take it: its route's next connector
    later,      // the network's trouble, not the part's
    throttled,  // we send too fast: counts no attempt, slows down
    unsure,     // it may have been taken all the same: as without an answer, its route's rule decides
};

}  // namespace hermod::lines
