// Whether one rule's conditions take all that another's would: then the other, behind it, can never match.
//
// Sound, not complete: true is certain; where it cannot be decided (two regular expressions) the answer is false.
#pragma once

#include <optional>
#include <string>

#include "route/conditions.hpp"

namespace hermod::route {

bool covers(const conditions& earlier, const conditions& later);
// The conditions contradict each other: why no message can fulfil them; nullopt: some may.
std::optional<std::string> impossible(const conditions& rule);

}  // namespace hermod::route
