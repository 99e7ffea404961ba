// What accepting does for opt-outs: a message to a handset that does not want it is refused, a message from one is looked at for
// STOP and its kin.
#pragma once

#include "accept/draft.hpp"

namespace hermod::consent {
class desk;
}

namespace hermod::accept {

// Stage `protection`. Code opted_out. `known` may be null: nobody has opted out.
std::optional<refusal> check_opt_out(draft& work, const consent::desk* known);

// The message is from a handset; what it says goes into its extras. A part of a longer message says nothing by itself.
void read_keyword(message& made, const rules& by);

}  // namespace hermod::accept
