// Words and names in any case: peers write clientCorrelatorId and clientcorrelatorid.
#pragma once

#include <algorithm>
#include <string_view>

namespace hermod::wire::madapi {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace hermod::wire::madapi
