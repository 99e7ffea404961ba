// Names by which one section of the configuration points to another.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.hpp"
#include "settings/reader.hpp"

namespace hermod::app {

template <class Item>
std::vector<std::string_view> names_of(const std::vector<Item>& items) {
    std::vector<std::string_view> out;
    for (const auto& item : items)
        if (!item.name.empty()) out.push_back(item.name);
    return out;
}

// `what` is the kind of thing: "connector".
inline void check_reference(settings::table_reader& table, std::string_view key, std::optional<std::size_t> index,
                            const std::string& written, std::string_view what, const std::vector<std::string_view>& names) {
    if (written.empty() || std::find(names.begin(), names.end(), written) != names.end()) return;
    table.error(key, "there is no " + std::string(what) + " \"" + written + '"' + settings::suggestion(written, names), index,
                std::string(nearest(written, names)));
}

}  // namespace hermod::app
