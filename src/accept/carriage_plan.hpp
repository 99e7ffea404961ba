// How a text travels when there is something to choose or to carry: other tables, changes, a header of the sender's own.
//
// Pure. One plan serves the message and the estimate, so that they cannot differ. The usual text needs none of it.
#pragma once

#include "accept/checks.hpp"
#include "text/estimate.hpp"

namespace hermod::accept {

struct carriage_plan {
    text::detailed_estimate made;
    std::optional<std::string> udh;  // in place of the sender's: with ports, without the languages that `made` has taken over
};

std::variant<carriage_plan, refusal> plan_carriage(std::string_view body, const text_wishes& how);

refusal refusal_of(text::fault fault, std::string_view body, encoding coding, std::size_t max_parts);
refusal too_long(std::size_t parts, bool at_least, encoding coding, std::size_t max_parts);

std::vector<text_change> changes_of(std::string_view original, const text::altered_text& altered);
// Characters of `utf8` before the octet at `offset`.
std::size_t characters_before(std::string_view utf8, std::size_t offset);

}  // namespace hermod::accept
