// A line's words without the blanks around them; pure.
#pragma once

#include <string_view>

namespace hermod::wire::at {

inline std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
}

}  // namespace hermod::wire::at
