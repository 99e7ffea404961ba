// Tags: words that an application, its account or a route gives a message, for routes, rules and people to know it by. A message
// keeps them as one text, separated by commas. Pure.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace hermod {

inline constexpr std::size_t longest_tag = 32;    // octets
inline constexpr std::size_t most_own_tags = 10;  // that an application may give one message

// Letters, digits and ". _ - :" of ASCII; at least one, at most longest_tag.
constexpr bool is_tag(std::string_view word) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
               c == ':';
    };
    return !word.empty() && word.size() <= longest_tag && std::all_of(word.begin(), word.end(), fits);
}

// see(word) for each, until it answers true; whether one did.
template <class See>
constexpr bool any_tag(std::string_view tags, See see) {
    while (!tags.empty()) {
        const auto one = tags.substr(0, tags.find(','));
        if (see(one)) return true;
        tags.remove_prefix(std::min(tags.size(), one.size() + 1));
    }
    return false;
}

constexpr bool has_tag(std::string_view tags, std::string_view word) {
    return any_tag(tags, [&](std::string_view one) { return one == word; });
}

// What is there already is not there twice.
inline void add_tags(std::string& to, std::string_view more) {
    any_tag(more, [&](std::string_view one) {
        if (has_tag(to, one)) return false;
        if (!to.empty()) to += ',';
        to += one;
        return false;
    });
}

}  // namespace hermod
