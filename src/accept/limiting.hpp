// Admission by count: what an account sends twice within its time, and limits whose excess is refused. What is taken here is
// given back unless the message is kept (message/admission.hpp). Limits whose excess waits are deliver/'s.
#pragma once

#include <optional>

#include "accept/draft.hpp"

namespace hermod::accept {

// Codes duplicate and rate_limited, the second with retry_after. `id`: the draft's message will have it.
std::optional<refusal> keep_to_limits(draft& work, message_id id);

}  // namespace hermod::accept
