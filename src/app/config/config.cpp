#include "app/config/config.hpp"

#include <algorithm>
#include <map>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/config/fingerprint.hpp"
#include "app/config/references.hpp"
#include "app/config/rewriting_sections.hpp"
#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

// Two names may not be equal, nor hash to one id: the store knows accounts and connectors by their ids.
template <class Item, class Id>
void check_unique(table_reader& table, const std::vector<Item>& before, const Item& mine, Id Item::*id) {
    for (const auto& other : before) {
        if (other.name.empty()) continue;
        if (other.name == mine.name) table.error("name", '"' + mine.name + "\" is used twice");
        else if (other.*id == mine.*id)
            table.error("name", '"' + mine.name + "\" has the same id as \"" + other.name + "\": give one of them another name");
    }
}

void read_accounts(table_reader& file, std::vector<table_reader>& tables, const config_vocabulary& words, config& out) {
    for (auto& table : tables) {
        auto account = read_account(table, words);
        read_account_money(table, out, account);
        if (!account.name.empty()) check_unique(table, out.accounts, account, &account_config::id);
        for (const auto& other : out.accounts)
            if (!account.api_key.empty() && other.api_key == account.api_key)
                table.error("api_key", "is the key of account \"" + other.name + "\" too");
        check_account_sessions(table, account, out);
        if (account.smpp.outbind && !is_loopback(account.smpp.outbind->host) && !(out.smpp && out.smpp->allow_plaintext))
            table.error("outbind", "is not loopback: its password and messages would travel in the clear; say allow_plaintext = true in [smpp]");
        table.finish();
        out.accounts.push_back(std::move(account));
    }
    if (!file.has("account")) file.warning("account", "there is none: nobody can hand in messages");
}

bool below(std::string_view path, std::string_view first_step) {
    return path == first_step || (path.starts_with(first_step) && path.size() > first_step.size() && path[first_step.size()] == '/' && first_step != "/");
}

// A path is the API's or one connector's.
void check_paths(table_reader& table, const connector_type& type, const std::any& options, std::span<const std::string_view> api_paths,
                 std::map<std::string, std::string>& owners, const std::string& name) {
    if (!type.paths) return;
    for (const std::string& path : type.paths(options)) {
        const bool taken = std::any_of(api_paths.begin(), api_paths.end(), [&](std::string_view step) { return below(path, step); });
        if (taken) table.error("name", "asks for the path " + path + ", which is the API's");
        const auto [at, is_new] = owners.emplace(path, name);
        if (!is_new) table.error("name", "asks for the path " + path + ", which is that of connector \"" + at->second + "\"");
    }
}

void read_connectors(table_reader& file, const config_vocabulary& words, config& out) {
    const auto types = words.types;
    std::map<std::string, std::string> path_owners;
    std::vector<std::string_view> type_names;
    for (const auto& type : types) type_names.push_back(type.name);
    for (auto& table : file.tables("connector")) {
        connector_config connector;
        table.require({"name", "type"});
        if (table.name("name", connector.name)) {
            connector.id = connector_id{name_hash(connector.name)};
            check_unique(table, out.connectors, connector, &connector_config::id);
        }
        if (table.text("inbound_account", connector.inbound_account))
            check_reference(table, "inbound_account", {}, connector.inbound_account, "account", names_of(out.accounts));
        else if (out.accounts.size() == 1)
            connector.inbound_account = out.accounts.front().name;  // whose else
        read_costs(table, connector);
        read_connector_prices(table, out, connector);
        connector.health = read_connector_health(table, out.health);
        if (table.text("type", connector.type)) {
            const auto type = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.name == connector.type; });
            if (type == types.end()) {
                table.unknown_word("type", {}, connector.type, type_names);
            } else {
                connector.options = type->read(table);
                check_paths(table, *type, connector.options, words.api_paths, path_owners, connector.name);
                table.finish();  // the keys of an unknown type are unknown as well: no use in listing them
            }
        }
        out.connectors.push_back(std::move(connector));
    }
    if (!file.has("connector")) file.warning("connector", "there is none: messages can go nowhere");
}

bool takes_broadcasts(const connector_config& connector, std::span<const connector_type> types) {
    const auto type = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.name == connector.type; });
    return type != types.end() && type->takes_broadcasts && type->takes_broadcasts(connector.options);
}

// An account's broadcasts need a connector that speaks 5.0; accounts are read before connectors, so this comes after both.
void check_broadcasts(std::vector<table_reader>& accounts, std::span<const connector_type> types, const config& values) {
    for (std::size_t i = 0; i < values.accounts.size(); ++i) {
        const std::string& by = values.accounts[i].smpp.broadcast;
        check_reference(accounts[i], "broadcast", {}, by, "connector", names_of(values.connectors));
        for (const connector_config& c : values.connectors)
            if (!by.empty() && c.name == by && !takes_broadcasts(c, types))
                accounts[i].warning("broadcast", '"' + by + "\" takes no broadcasts: that needs type = \"smpp\" and interface_version = 0x50");
    }
}

}  // namespace

bool loaded_config::usable() const {
    return std::none_of(problems.begin(), problems.end(), [](const problem& p) { return p.how_bad == problem::severity::error; });
}

loaded_config parse_config(std::string_view text, const std::string& file, const config_vocabulary& words) {
    loaded_config out;
    problems found(file);
    const setting_table tree = read_toml(text, file, found);
    if (!found.any_error()) {
        table_reader root(tree, "", found);
        if (auto table = root.table("store")) out.values.store = read_store(*table);
        if (auto table = root.table("http")) out.values.http = read_http(*table);
        if (auto table = root.table("callbacks")) out.values.callbacks = read_callbacks(*table);
        if (auto table = root.table("log")) out.values.log = read_log(*table);
        if (auto table = root.table("smpp")) out.values.smpp = read_smpp(*table);
        if (auto table = root.table("ucp")) out.values.ucp = read_ucp(*table);
        if (auto table = root.table("cimd2")) out.values.cimd2 = read_cimd2(*table);
        if (auto table = root.table("inbound")) out.values.inbound = read_inbound(*table);
        if (auto table = root.table("health")) out.values.health = read_health(*table);
        if (auto table = root.table("opt_outs")) out.values.opt_outs = read_opt_outs(*table);
        if (const auto* table = root.free_table("tlv")) out.values.tlvs = read_tlvs(*table, words, found);
        read_price_tables(root, out.values);
        auto accounts = root.tables("account");
        read_accounts(root, accounts, words, out.values);
        read_limits(root, accounts, out.values);
        out.values.opt_out_answers = read_opt_out_answers(root, out.values);
        out.values.holds = read_holds(root, out.values);
        read_connectors(root, words, out.values);
        read_connector_groups(root, out.values);
        check_broadcasts(accounts, words.types, out.values);
        read_prefix_tables(root, out.values);
        check_prices(accounts, out.values);
        read_routes(root, found, out.values);
        read_rewriting(root, out.values);
        out.values.zones = usual_zones();
        if (auto table = root.table("zones")) out.values.zones = read_zones(*table);
        auto windows = root.tables("window");
        for (auto& table : windows) {
            out.values.windows.push_back(read_window(table));
            table.finish();
        }
        check_windows(windows, accounts, out.values);
        check_doors(root, out.values);
        root.finish();
        auto prints = fingerprints_of(tree, [&](std::string_view name) {
            return std::any_of(words.types.begin(), words.types.end(), [&](const connector_type& t) { return t.name == name && t.stays; });
        });
        out.values.fixed = std::move(prints.fixed);
        out.values.changing = std::move(prints.changing);
    }
    out.problems = found.sorted();
    return out;
}

loaded_config load_config(const std::string& path, const config_vocabulary& words) {
    std::error_code ignored;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in || std::filesystem::is_directory(path, ignored)) {
        problems found(path);
        found.error({}, "", "this file cannot be read");
        return {{}, found.sorted()};
    }
    return parse_config(text.str(), path, words);
}

}  // namespace hermod::app
