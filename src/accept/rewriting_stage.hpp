// Stage `rewriting`: who may send as whom, then the sender and the text that leave (rewriting.hpp). Behind the route, which is
// one of the things that rules ask. A text that changes is counted again. Codes sender_not_allowed, and those of
// choose_carriage() with the names of the rules that changed the text.
//
// A text is left alone that is octets, or comes with a header or ports of its sender's: a part of several, or for a program.
#pragma once

#include "accept/draft.hpp"

namespace hermod::accept {

std::optional<refusal> rewrite(draft& work);

}  // namespace hermod::accept
