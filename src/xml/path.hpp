// A place in a document as a configuration names it: "data/acceptreport/messageid", "messages/message/@id", "**/result".
//
// Each step is the first child of that local name; "@" begins the name of an attribute, as the last step only. "**" as the first
// step means: the next one wherever it stands, the element itself included. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/document.hpp"

namespace hermod::xml {

// The text there, without white space around it; nullopt when there is no such place.
std::optional<std::string> value_at(element from, std::string_view path);
// All elements that the path leads to: the last step may fit several.
std::vector<element> all_at(element from, std::string_view path);

}  // namespace hermod::xml
