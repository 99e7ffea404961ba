// Who may be written to: the lists of numbers of the account and of the gateway. One stage of accepting.
#pragma once

#include <optional>

#include "accept/draft.hpp"

namespace hermod::accept {

// Code denied_recipient. A list that denies is stronger than one that allows; where an account has lists that allow, no other
// number may be written to.
std::optional<refusal> keep_to_lists(draft& work);

}  // namespace hermod::accept
