#include "settings/settings.hpp"

namespace hermod::settings {

const entry* setting_table::find(std::string_view key) const {
    for (const auto& e : entries)
        if (e.key == key) return &e;
    return nullptr;
}

std::string_view kind_of(const setting& what) {
    // In the order of the variant's types.
    static constexpr std::string_view names[] = {"a date or time", "true or false", "a whole number", "a fraction", "text",
                                                 "a list",         "a table"};
    return names[what.value.index()];
}

}  // namespace hermod::settings
