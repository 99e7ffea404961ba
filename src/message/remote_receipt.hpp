// A delivery receipt as a connector hands it over: the network's word on one part.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "message/state.hpp"

namespace hermod {

struct remote_receipt {
    connector_id connector;        // the connector whose ids these are; receipts may come on any of its binds
    std::string remote_id;         // as the network spelled it
    std::string recipient;         // the handset's number as the receipt names it; empty when it does not
    state outcome = state::delivered;  // delivered, undelivered, expired, rejected, cancelled; submitted = intermediate
    std::uint32_t code = 0;        // the network's error code
    wall_time at{};                // when it reached us
    std::string detail;            // the receipt's own words, for the timeline
};

}  // namespace hermod
