// What /readyz says: the store writes, and at least one connector has a bind. Of each connector it says how it is.
#pragma once

#include <vector>

#include "api/http_door.hpp"
#include "gateway/queues.hpp"
#include "store/store.hpp"

namespace hermod::app {

api::readiness readiness_of(const store::counters& store, const std::vector<queue_status>& queues);

}  // namespace hermod::app
