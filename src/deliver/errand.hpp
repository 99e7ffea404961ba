// What is to be done with all that is queued for a connector: one pass over it, in batches, beside the traffic.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/ids.hpp"

namespace hermod::deliver {

struct errand_result {
    std::uint64_t done = 0;  // moved, or ended
    std::uint64_t kept = 0;  // parts of it were sent, or there is no other way
    bool refused = false;    // the lane is stopping
};

struct errand {
    enum class kind : std::uint8_t {
        lead_out,  // each to what its route names next
        move,      // all to one connector
        purge,     // all are refused, their senders are told
    };
    kind what = kind::lead_out;
    connector_id to{};       // of move
    bool scheduled = false;  // also those whose time has not come
    std::string why{};
    std::function<void(errand_result)> then{};  // on the lane's executor; never when the program ends first
};

}  // namespace hermod::deliver
