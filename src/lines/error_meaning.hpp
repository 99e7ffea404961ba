// What a network's error code means for the part that got it: gone for good, another network's, try again later, or slow down.
#pragma once

#include <cstdint>

namespace hermod::lines {

enum class error_meaning : std::uint8_t {
    refused,    // the same part would be refused again
    elsewhere,  // refused here; another network may take it: its route's next connector
    later,      // the network's trouble, not the part's
    throttled,  // we send too fast: counts no attempt, slows down
};

}  // namespace hermod::lines
