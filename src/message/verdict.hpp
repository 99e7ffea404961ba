// What became of one try to hand a part to the network.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hermod {

struct verdict {
    enum class kind : std::uint8_t {
        sent,     // detail = the network's id
        refused,  // for good; code and detail say why
        later,    // not now: try again after `after`; a throttled try does not count as an attempt
        unsure,   // written, never answered: the route's rule decides
        unsent,   // never written (connection lost, shutting down): back to the queue, no attempt counted
    };
    kind is = kind::unsent;
    bool throttled = false;
    bool elsewhere = false;  // with `refused`: this network will not, another may
    bool shared_id = false;  // with `sent`: the network gave the id to several messages at once (event.hpp)
    std::uint32_t code = 0;                // the network's own code
    std::chrono::milliseconds after{0};    // with `later`
    std::string detail{};
};

}  // namespace hermod
