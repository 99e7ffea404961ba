// [[prefix_table]], [[route]], [[inbound_route]].
#include <algorithm>
#include <map>

#include "app/config/group_sections.hpp"
#include "app/config/named_file.hpp"
#include "app/config/references.hpp"
#include "app/config/route_conditions.hpp"
#include "app/config/sections.hpp"
#include "route/inbound.hpp"
#include "route/table.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t longest_reason = 200;
constexpr std::string_view door_names[] = {"http", "smpp", "ucp", "cimd2"};

template <class Item>
void check_name(table_reader& table, const std::vector<Item>& before, const Item& mine) {
    const bool twice = std::any_of(before.begin(), before.end(), [&](const auto& one) { return one.name == mine.name; });
    if (twice && !mine.name.empty()) table.error("name", '"' + mine.name + "\" is used twice");
}

void check_references(table_reader& table, std::string_view key, const std::vector<std::string>& written, std::string_view what,
                      const std::vector<std::string_view>& names) {
    const bool list = table.any(key) && std::holds_alternative<setting_list>(table.any(key)->value);
    for (std::size_t i = 0; i < written.size(); ++i)
        check_reference(table, key, list ? std::optional(i) : std::nullopt, written[i], what, names);
}

void read_accounts_of(table_reader& table, const config& values, route::conditions& out) {
    if (!one_or_more(table, "account", out.account_names, 64)) return;
    check_references(table, "account", out.account_names, "account", names_of(values.accounts));
    for (const auto& name : out.account_names) out.accounts.push_back(account_id{name_hash(name)});
    if (out.account_names.empty()) table.error("account", "is an empty list");
}

void read_doors(table_reader& table, std::vector<std::string>& out) {
    if (!one_or_more(table, "door", out, 64)) return;
    const bool list = std::holds_alternative<setting_list>(table.any("door")->value);
    for (std::size_t i = 0; i < out.size(); ++i)
        if (std::find(std::begin(door_names), std::end(door_names), out[i]) == std::end(door_names))
            table.unknown_word("door", list ? std::optional(i) : std::nullopt, out[i], door_names);
    if (out.empty()) table.error("door", "is an empty list");
}

void read_copies(table_reader& table, const config& values, std::vector<route_copy_config>& out) {
    for (auto& one : table.tables("copy")) {
        route_copy_config copy;
        if (one.text("connector", copy.connector, 64))
            check_reference(one, "connector", {}, copy.connector, "connector", names_of(values.connectors));
        if (one.text("to", copy.to, 16)) {
            const std::string_view digits = std::string_view(copy.to).substr(copy.to.starts_with('+') ? 1 : 0);
            const bool number = digits.size() >= 7 && digits.size() <= 15 && digits.front() != '0' &&
                                digits.find_first_not_of("0123456789") == std::string_view::npos;
            if (!number || !copy.to.starts_with('+')) one.error("to", "is no number: write it like \"+447700900123\"");
        }
        if (!one.has("connector") && !one.has("to")) one.error("connector", "or to: a copy needs another way than its message");
        one.finish();
        out.push_back(std::move(copy));
    }
}

// Where `to` leads: connectors, and groups of them.
void read_choices(table_reader& table, const config& values, const route_config& out) {
    auto names = names_of(values.connectors);
    const auto groups = names_of(values.connector_groups);
    names.insert(names.end(), groups.begin(), groups.end());
    if (out.to.empty()) table.error("to", "is an empty list");
    std::map<std::string_view, std::string_view> taken;  // connectors, and the name by which they are
    for (std::size_t i = 0; i < out.to.size(); ++i) {
        const std::string& name = out.to[i];
        check_reference(table, "to", i, name, groups.empty() ? "connector" : "connector or group", names);
        if (std::find(out.to.begin(), out.to.begin() + static_cast<std::ptrdiff_t>(i), name) != out.to.begin() + static_cast<std::ptrdiff_t>(i)) {
            table.error("to", '"' + name + "\" stands there twice; weights give one more than another", i);
            continue;
        }
        for (const auto one : connectors_of(values, name)) {
            const auto [at, is_new] = taken.emplace(one, name);
            if (is_new || at->second == name) continue;  // the group itself was told of what stands in it twice
            const auto by = [&](std::string_view as) { return as == one ? std::string("by itself") : "in group \"" + std::string(as) + '"'; };
            table.error("to", "leads to \"" + std::string(one) + "\" twice: " + by(at->second) + " and " + by(name), i);
        }
    }
    if (taken.size() > route::most_options) table.error("to", "leads to more than " + std::to_string(route::most_options) + " connectors");
}

route_config read_route(table_reader& table, const config& values) {
    route_config out;
    table.require({"name"});
    table.name("name", out.name);
    read_accounts_of(table, values, out.when);
    read_patterns(table, "from", out.when.others);
    read_common_conditions(table, values, out.when);
    out.prefix = out.when.prefixes;
    read_tags(table, "tags", out.when.tags);
    read_doors(table, out.when.came_in);
    table.number("min_parts", out.when.min_parts, 1, 255);
    table.number("max_parts", out.when.max_parts, 1, 255);
    if (table.texts("to", out.to)) read_choices(table, values, out);
    const bool any_group = std::any_of(out.to.begin(), out.to.end(), [&](const auto& name) { return find_group(values, name) != nullptr; });
    read_sharing(table, {"to", out.to.size(), any_group ? "choices, of which a group is one" : "connectors"}, out);
    out.rejects = table.text("reject", out.reason, longest_reason);
    if (table.has("reject") && table.has("to")) table.error("reject", "cannot stand beside to: a message is rejected or goes somewhere");
    read_tags(table, "add_tags", out.add_tags);
    read_copies(table, values, out.copies);
    if (table.has("reject") && !out.copies.empty()) table.error("copy", "of a rejected message cannot be sent");
    if (!table.has("to") && !table.has("reject") && !table.has("add_tags") && !table.has("copy"))
        table.error("to", "is missing: a route without it rejects, adds tags or sends copies");
    table.word("unsure", out.unsure, {{"resend", unsure_rule::resend}, {"park", unsure_rule::park}});
    table.finish();
    return out;
}

inbound_route_config read_inbound_route(table_reader& table, const config& values) {
    inbound_route_config out;
    table.require({"name"});
    table.name("name", out.name);
    if (one_or_more(table, "connector", out.when.came_in, 64)) {
        check_references(table, "connector", out.when.came_in, "connector", names_of(values.connectors));
        if (out.when.came_in.empty()) table.error("connector", "is an empty list");
    }
    read_patterns(table, "to", out.when.others);
    read_common_conditions(table, values, out.when);
    if (table.text("account", out.account, 64)) check_reference(table, "account", {}, out.account, "account", names_of(values.accounts));
    if (one_or_more(table, "copy_to", out.copy_to, 64)) check_references(table, "copy_to", out.copy_to, "account", names_of(values.accounts));
    out.discards = table.text("discard", out.reason, longest_reason);
    if (table.has("discard") && (table.has("account") || table.has("copy_to")))
        table.error("discard", "cannot stand beside account or copy_to: a message is discarded or goes to somebody");
    read_tags(table, "add_tags", out.add_tags);
    if (!table.has("account") && !table.has("copy_to") && !table.has("discard") && !table.has("add_tags"))
        table.error("account", "is missing: a rule without it discards, adds tags or sends copies");
    table.finish();
    return out;
}

template <class Shadows>
void warn_of(std::vector<table_reader>& tables, const Shadows& found, const auto& configured) {
    for (const auto& one : found)
        for (std::size_t i = 0; i < configured.size(); ++i)
            if (configured[i].name == one.name)
                tables[i].warning("name", one.behind.empty() ? '"' + configured[i].name + "\" can never match: " + one.why
                                                             : '"' + configured[i].name + "\" can never match: \"" + std::string(one.behind) +
                                                                   "\" before it takes all that it would");
}

}  // namespace

void read_prefix_tables(table_reader& file, config& out) {
    for (auto& table : file.tables("prefix_table")) {
        prefix_table_config made;
        table.require({"name", "file"});
        table.name("name", made.name);
        check_name(table, out.prefix_tables, made);
        if (const auto text = read_named_file(table, "file", made.file)) {
            const auto rows = prefixes::read_prefix_rows(*text);
            report(table.out(), made.file, rows.faults);
            if (rows.faults.empty()) made.table = std::make_shared<const route::label_table>(made.name, rows);
        }
        table.finish();
        out.prefix_tables.push_back(std::move(made));
    }
}

void read_costs(table_reader& table, connector_config& out) {
    std::string path;
    const auto text = read_named_file(table, "costs", path);
    if (!text) return;
    auto rows = prefixes::read_prefix_rows(*text, {.value = "price"});
    auto made = std::make_shared<const route::cost_table>(rows);
    report(table.out(), path, rows.faults);
    out.costs = std::move(made);
}

void read_routes(table_reader& file, problems& found, config& out) {
    auto tables = file.tables("route");
    for (auto& table : tables) {
        auto route = read_route(table, out);
        check_name(table, out.routes, route);
        out.routes.push_back(std::move(route));
    }
    auto inbound = file.tables("inbound_route");
    for (auto& table : inbound) {
        auto route = read_inbound_route(table, out);
        check_name(table, out.inbound_routes, route);
        out.inbound_routes.push_back(std::move(route));
    }
    if (!file.has("route")) file.warning("route", "there is none: every message will be refused");
    if (found.any_error()) return;
    warn_of_unused_groups(file, out);
    warn_of(tables, route::table(make_route_rules(out)).shadowed(), out.routes);
    warn_of(inbound, route::inbound_table(make_inbound_rules(out)).shadowed(), out.inbound_routes);
}

std::vector<route::rule> make_route_rules(const config& from) {
    std::vector<route::rule> out;
    for (const route_config& r : from.routes) {
        route::rule row;
        row.name = r.name;
        row.when = r.when;
        for (const std::string& name : r.to) {
            if (const auto* group = find_group(from, name)) row.groups.push_back(make_group(*group, row.to.size()));
            for (const auto one : connectors_of(from, name)) row.to.emplace_back(name_hash(one));
        }
        row.by = r.strategy;
        row.sticky = r.sticky_to_account ? route::sticky_to::account : route::sticky_to::recipient;
        row.weights = r.weights;
        row.rejects = r.rejects;
        row.reason = r.reason;
        row.tags = r.add_tags;
        for (const route_copy_config& copy : r.copies)
            row.copies.push_back({copy.connector.empty() ? std::nullopt : std::optional(connector_id{name_hash(copy.connector)}), copy.to});
        row.resend_unsure = r.unsure == unsure_rule::resend;
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<route::inbound_rule> make_inbound_rules(const config& from) {
    std::vector<route::inbound_rule> out;
    for (const inbound_route_config& r : from.inbound_routes) {
        route::inbound_rule row;
        row.name = r.name;
        row.when = r.when;
        if (!r.account.empty()) row.account = account_id{name_hash(r.account)};
        for (const std::string& name : r.copy_to) row.copies.emplace_back(name_hash(name));
        row.discards = r.discards;
        row.reason = r.reason;
        row.tags = r.add_tags;
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace hermod::app
