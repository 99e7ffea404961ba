#include "connectors/http/providers.hpp"

#include <algorithm>

namespace hermod::connectors::http {

namespace {

std::vector<std::string_view> texts_of(const settings::setting_table& table, std::string_view key) {
    std::vector<std::string_view> out;
    const settings::entry* found = table.find(key);
    const auto* list = found ? std::get_if<settings::setting_list>(&found->what.value) : nullptr;
    if (!list) return out;
    for (const settings::setting& one : *list)
        if (const auto* text = std::get_if<std::string>(&one.value)) out.push_back(*text);
    return out;
}

bool there(settings::table_reader& table, std::string_view section, std::string_view key) {
    const auto* all = table.any(section);
    const auto* members = all ? std::get_if<settings::setting_table>(&all->value) : nullptr;
    return members && members->find(key);
}

}  // namespace

bool take_provider(settings::table_reader& table) {
    std::string wanted;
    if (!table.text("provider", wanted)) return !table.has("provider");
    const auto at = std::find_if(providers().begin(), providers().end(), [&](const provider& p) { return p.name == wanted; });
    if (at == providers().end()) {
        std::vector<std::string_view> names;
        for (const provider& one : providers()) names.push_back(one.name);
        table.unknown_word("provider", {}, wanted, names);
        return false;
    }
    settings::problems ours("provider " + wanted);
    settings::setting_table description = settings::read_toml(at->description, wanted, ours);
    const settings::setting_table needs = [&] {
        const settings::entry* found = description.find("needs");
        const auto* members = found ? std::get_if<settings::setting_table>(&found->what.value) : nullptr;
        return members ? *members : settings::setting_table{};
    }();
    std::erase_if(description.entries, [](const settings::entry& e) { return e.key == "needs"; });
    table.underlay(std::move(description), "provider");
    bool right = true;
    for (const char* section : {"variables", "secrets"})
        for (const std::string_view key : texts_of(needs, section)) {
            if (there(table, section, key)) continue;
            table.error("provider", wanted + " needs " + section + "." + std::string(key));
            right = false;
        }
    return right;
}

}  // namespace hermod::connectors::http
