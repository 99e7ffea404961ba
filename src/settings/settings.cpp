#include "settings/settings.hpp"

#include <algorithm>

namespace hermod::settings {

const entry* setting_table::find(std::string_view key) const {
    for (const auto& e : entries)
        if (e.key == key) return &e;
    return nullptr;
}

// In the order of `under`, so that what is only changed stays where it was.
setting_table laid_over(const setting_table& over, const setting_table& under) {
    setting_table out = under;
    out.at = over.at;
    for (const entry& above : over.entries) {
        const auto at = std::find_if(out.entries.begin(), out.entries.end(), [&](const entry& e) { return e.key == above.key; });
        if (at == out.entries.end()) {
            out.entries.push_back(above);
            continue;
        }
        const auto* mine = std::get_if<setting_table>(&above.what.value);
        const auto* theirs = std::get_if<setting_table>(&at->what.value);
        if (!mine || !theirs) {
            *at = above;
            continue;
        }
        setting_table both = laid_over(*mine, *theirs);
        at->at = above.at;
        at->what.at = above.what.at;
        at->what.value = std::move(both);
    }
    return out;
}

std::string_view kind_of(const setting& what) {
    // In the order of the variant's types.
    static constexpr std::string_view names[] = {"a date or time", "true or false", "a whole number", "a fraction", "text",
                                                 "a list",         "a table"};
    return names[what.value.index()];
}

}  // namespace hermod::settings
