// The only file that includes toml++.
#include <toml++/toml.h>

#include <algorithm>

#include "settings/settings.hpp"

namespace hermod::settings {
namespace {

place to_place(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

setting to_setting(const toml::node& node);

setting_table to_table(const toml::table& table) {
    setting_table out{to_place(table.source()), {}};
    for (const auto& [key, node] : table) out.entries.push_back({std::string(key.str()), to_place(key.source()), to_setting(node)});
    // toml++ keeps keys by the alphabet; people read by line.
    std::sort(out.entries.begin(), out.entries.end(), [](const entry& a, const entry& b) { return a.at < b.at; });
    return out;
}

setting to_setting(const toml::node& node) {
    setting out{to_place(node.source()), other_value{}};
    if (const auto* flag = node.as_boolean()) out.value = flag->get();
    else if (const auto* number = node.as_integer()) out.value = std::int64_t{number->get()};
    else if (const auto* fraction = node.as_floating_point()) out.value = fraction->get();
    else if (const auto* text = node.as_string()) out.value = text->get();
    else if (const auto* table = node.as_table()) out.value = to_table(*table);
    else if (const auto* list = node.as_array()) {
        setting_list items;
        for (const auto& item : *list) items.push_back(to_setting(item));
        out.value = std::move(items);
    }
    return out;
}

}  // namespace

setting_table read_toml(std::string_view text, std::string_view file, problems& out) {
    try {
        return to_table(toml::parse(text, file));
    } catch (const toml::parse_error& e) {
        out.error(to_place(e.source()), "", std::string(e.description()));
        return {};
    }
}

}  // namespace hermod::settings
