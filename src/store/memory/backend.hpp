// An engine that forgets everything when the process ends: `store.url = "memory:"`, for tests and trials. It keeps the
// same contract otherwise; nothing of it is on the main path.
#pragma once

#include <memory>

#include "store/backend.hpp"

namespace hermod::store::memory {

std::unique_ptr<backend> make_backend();

}  // namespace hermod::store::memory
