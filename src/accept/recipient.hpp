// Stage `recipient`: the number as it will be sent, of the one that the application gave: national to international by the
// account's country, then the [[number_rule]] that applies. Code invalid_number.
#pragma once

#include "accept/draft.hpp"

namespace hermod::accept {

std::optional<refusal> find_recipient(draft& work);

}  // namespace hermod::accept
