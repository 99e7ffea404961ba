// The name that somebody probably meant: the nearest by edit distance, when it is near enough to be worth saying.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hermod::api {

std::optional<std::string_view> nearest(std::string_view name, std::span<const std::string_view> among);

}  // namespace hermod::api
