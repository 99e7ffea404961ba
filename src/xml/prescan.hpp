// What is looked at before a tree is built: size, depth, declarations, references. Nothing is allocated.
#pragma once

#include <optional>
#include <string_view>

#include "xml/document.hpp"

namespace hermod::xml {

std::optional<errc> prescan(std::string_view text, const limits& within);

}  // namespace hermod::xml
