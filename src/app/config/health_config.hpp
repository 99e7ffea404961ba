// [health]: when a connector counts as gone, and what follows; [connector.health]: for one of them.
#pragma once

#include <cstdint>

namespace hermod::app {

struct health_config {
    std::uint32_t move_after_ms = 300;         // without a bind, before what is queued goes to the route's other connectors
    std::uint32_t start_seconds = 5;           // from the program's start, for the first bind
    std::uint32_t slow_start_seconds = 8;      // from a tenth of its share to all of it, after it was gone; 0: at once
    std::uint32_t error_percent = 50;          // errors among the tries that open the circuit; 0: never
    std::uint32_t error_least = 20;            // tries, before their errors say anything
    std::uint32_t error_seconds = 10;          // the span that is looked at
    std::uint32_t open_seconds = 5;            // the circuit stays open, at first
    std::uint32_t open_most_seconds = 60;      // doubling up to this
    std::uint32_t trials = 5;                  // that must succeed before it closes
    std::uint32_t most_moves = 8;              // of one message; a connector has none of its own
};

}  // namespace hermod::app
