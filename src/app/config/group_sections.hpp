// [[connector_group]], and what a group and a route have in common: how one of several is chosen.
#pragma once

#include "app/config/config.hpp"
#include "route/group.hpp"

namespace hermod::app {

struct choices_written {
    std::string_view key;  // that names them
    std::size_t count = 0;
    std::string_view are = "connectors";
};
// strategy, sticky, weights.
void read_sharing(table_reader& table, const choices_written& choices, sharing_config& out);

const connector_group_config* find_group(const config& values, std::string_view name);  // null: there is none
// Those of the group with this name; of any other name, itself.
std::vector<std::string_view> connectors_of(const config& values, const std::string& name);
// `first`: where its connectors begin among those of the rule.
route::group make_group(const connector_group_config& from, std::size_t first);
// Warns of those that no route names. Behind the routes.
void warn_of_unused_groups(table_reader& file, const config& values);

}  // namespace hermod::app
