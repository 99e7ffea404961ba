// The stage of accepting that asks what a message costs and whether its account may spend that: price, then quotas and caps,
// then credit. What it takes it reserves; the store charges it in the transaction that stores the message.
#pragma once

#include <optional>

#include "accept/draft.hpp"

namespace hermod::accept {

// The route and the number of parts are known. Codes no_price, quota_exceeded (with retry_after: the period's end, at most a day)
// and insufficient_credit.
std::optional<refusal> charge(draft& work);

}  // namespace hermod::accept
