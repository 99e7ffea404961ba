// Rules that can never win: they contradict themselves, or an earlier one takes all that they would. For both tables.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "route/cover.hpp"

namespace hermod::route {

template <class Shadow, class Rule>
std::vector<Shadow> shadows_of(const std::vector<Rule>& rules) {
    const auto shares_a_word = [](const auto& a, const auto& b) {
        return std::any_of(a.begin(), a.end(), [&](const auto& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
    };
    std::vector<Shadow> found;
    for (std::size_t later = 0; later < rules.size(); ++later) {
        if (auto why = impossible(rules[later].when)) {
            found.push_back({rules[later].name, {}, std::move(*why)});
            continue;
        }
        std::vector<std::string> added;  // tags that a message may have got since the earlier rule did not match it
        for (std::size_t earlier = later; earlier-- > 0;) {
            const Rule& before = rules[earlier];
            if (!before.ends_search()) {
                added.insert(added.end(), before.tags.begin(), before.tags.end());
            } else if (!shares_a_word(before.when.tags, added) && covers(before.when, rules[later].when)) {
                found.push_back({rules[later].name, before.name});
                break;
            }
        }
    }
    return found;
}

}  // namespace hermod::route
