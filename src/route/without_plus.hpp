// A number as prefixes and counters know it: its digits, whether it came with a plus or without.
#pragma once

#include <string_view>

namespace hermod::route {

inline std::string_view without_plus(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

}  // namespace hermod::route
