#include "app/config/group_sections.hpp"

#include <algorithm>

#include "app/config/references.hpp"
#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

void read_weights(table_reader& table, const choices_written& choices, sharing_config& out) {
    const setting* written = table.any("weights");
    if (!written) return;
    const auto* list = std::get_if<setting_list>(&written->value);
    if (!list) return table.error("weights", "takes a list of whole numbers, not " + std::string(kind_of(*written)));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* number = std::get_if<std::int64_t>(&(*list)[i].value);
        if (!number) table.error("weights", "takes a whole number, not " + std::string(kind_of((*list)[i])), i);
        else if (*number < 0 || *number > 1'000'000) table.error("weights", std::to_string(*number) + " is out of range, 0 to 1000000", i);
        else out.weights.push_back(static_cast<std::uint32_t>(*number));
    }
    if (list->size() != choices.count)
        table.error("weights", "has " + std::to_string(list->size()) + " numbers for " + std::to_string(choices.count) + ' ' + std::string(choices.are));
    else if (std::all_of(out.weights.begin(), out.weights.end(), [](std::uint32_t one) { return one == 0; }))
        table.error("weights", "are all 0");
    if (out.strategy != route::strategy::weight) table.error("weights", "are of use with strategy = \"weight\" only");
}

std::string written_name(const table_reader& table) {
    const auto* name = table.written()->find("name");
    const auto* text = name ? std::get_if<std::string>(&name->what.value) : nullptr;
    return text ? *text : std::string();
}

// Each a connector, each once; `groups`: the names of all of them, also of those that come later.
void check_members(table_reader& table, const connector_group_config& mine, const config& values, const std::vector<std::string>& groups) {
    if (mine.connectors.empty()) table.error("connectors", "is an empty list");
    const auto connectors = names_of(values.connectors);
    for (std::size_t i = 0; i < mine.connectors.size(); ++i) {
        const std::string& one = mine.connectors[i];
        const auto here = mine.connectors.begin() + static_cast<std::ptrdiff_t>(i);
        const bool is_connector = std::find(connectors.begin(), connectors.end(), one) != connectors.end();
        const bool is_group = !one.empty() && std::find(groups.begin(), groups.end(), one) != groups.end();
        if (is_group && !is_connector)
            table.error("connectors", one == mine.name ? "a group cannot hold itself" : '"' + one + "\" is a group: groups hold connectors only", i);
        else
            check_reference(table, "connectors", i, one, "connector", connectors);
        if (std::find(mine.connectors.begin(), here, one) != here)
            table.error("connectors", '"' + one + "\" stands there twice; weights give one more than another", i);
    }
    if (mine.connectors.size() > route::most_options) table.error("connectors", "names more than " + std::to_string(route::most_options) + " connectors");
}

}  // namespace

void read_sharing(table_reader& table, const choices_written& choices, sharing_config& out) {
    using route::strategy;
    table.word("strategy", out.strategy,
               {{"hash", strategy::hash}, {"weight", strategy::weight}, {"order", strategy::order}, {"cost", strategy::cost},
                {"quality", strategy::quality}, {"load", strategy::load}, {"broadcast", strategy::broadcast}});
    if (table.word("sticky", out.sticky_to_account, {{"recipient", false}, {"account", true}}) && out.strategy != strategy::hash)
        table.error("sticky", "is of use with strategy = \"hash\" only");
    if (table.has("strategy") && choices.count == 0) table.error("strategy", "chooses among connectors: write " + std::string(choices.key));
    read_weights(table, choices, out);
}

void read_connector_groups(table_reader& file, config& out) {
    auto tables = file.tables("connector_group");
    std::vector<std::string> names;
    for (const auto& table : tables) names.push_back(written_name(table));
    for (auto& table : tables) {
        connector_group_config made;
        table.require({"name", "connectors"});
        if (table.name("name", made.name)) {
            const auto has_its_name = [&](const auto& other) { return other.name == made.name; };
            if (std::any_of(out.connector_groups.begin(), out.connector_groups.end(), has_its_name)) table.error("name", '"' + made.name + "\" is used twice");
            if (std::any_of(out.connectors.begin(), out.connectors.end(), has_its_name))
                table.error("name", '"' + made.name + "\" is the name of a connector, too: routes could not tell them apart");
        }
        if (table.texts("connectors", made.connectors)) check_members(table, made, out, names);
        read_sharing(table, {"connectors", made.connectors.size()}, made);
        if (made.strategy == route::strategy::broadcast)
            table.error("strategy", "a group hands a message to one of its connectors: broadcast is a route's");
        table.finish();
        out.connector_groups.push_back(std::move(made));
    }
}

const connector_group_config* find_group(const config& values, std::string_view name) {
    const auto at = std::find_if(values.connector_groups.begin(), values.connector_groups.end(), [&](const auto& one) { return one.name == name; });
    return at == values.connector_groups.end() ? nullptr : &*at;
}

std::vector<std::string_view> connectors_of(const config& values, const std::string& name) {
    const auto* group = find_group(values, name);
    if (!group) return {name};
    return {group->connectors.begin(), group->connectors.end()};
}

route::group make_group(const connector_group_config& from, std::size_t first) {
    route::group out;
    out.name = from.name;
    out.first = first;
    out.count = from.connectors.size();
    out.by = from.strategy;
    out.sticky = from.sticky_to_account ? route::sticky_to::account : route::sticky_to::recipient;
    out.weights = from.weights;
    return out;
}

void warn_of_unused_groups(table_reader& file, const config& values) {
    auto tables = file.tables("connector_group");
    for (std::size_t i = 0; i < tables.size() && i < values.connector_groups.size(); ++i) {
        const std::string& name = values.connector_groups[i].name;
        const auto names_it = [&](const route_config& one) { return std::find(one.to.begin(), one.to.end(), name) != one.to.end(); };
        if (std::none_of(values.routes.begin(), values.routes.end(), names_it)) tables[i].warning("name", "no route leads to \"" + name + '"');
    }
}

}  // namespace hermod::app
