// What a status report's code (061) says of a message, in our states.
#pragma once

#include <cstdint>
#include <string>

#include "message/state.hpp"
#include "wire/cimd2/operations.hpp"

namespace hermod::connectors::cimd2 {

// `submitted` is "nothing final yet": 1, 5, and values that no table has. 5 (no response) is told while the centre goes on
// trying, 6 (last no response) when it gave up.
state outcome_of(std::int32_t status_code);

// The report in words for the timeline: "delivery failed: absent subscriber (061:3 062:29)".
std::string words_of(const wire::cimd2::deliver_status_report& pdu);

}  // namespace hermod::connectors::cimd2
