// One function a section of the configuration: which keys it has, their ranges, their defaults (which stand in
// config.hpp). References between sections are config.cpp's.
#pragma once

#include "app/config/config.hpp"
#include "route/inbound.hpp"
#include "route/table.hpp"

namespace hermod::app {

store_config read_store(table_reader& table);
http_config read_http(table_reader& table);
callbacks_config read_callbacks(table_reader& table);
log_config read_log(table_reader& table);
inbound_config read_inbound(table_reader& table);
// door_sections.cpp. The first two leave finish() to the caller.
void read_door(table_reader& table, std::string_view section, door_config& out);
void read_account_sessions(table_reader& table, account_config& out);
void read_login(table_reader& table, std::string_view key, std::size_t most, std::string& out);
void check_account_sessions(table_reader& table, const account_config& mine, const config& before);  // all before it have been read
void check_doors(table_reader& file, const config& values);
// smpp_sections.cpp
smpp_config read_smpp(table_reader& table);
std::vector<tlv_config> read_tlvs(const setting_table& table, const config_vocabulary& words, problems& out);
void read_account_smpp(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out);
// ucp_sections.cpp
ucp_config read_ucp(table_reader& table);
void read_account_ucp(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out);
// cimd2_sections.cpp
cimd2_config read_cimd2(table_reader& table);
void read_account_cimd2(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out);
// limit_sections.cpp
void read_account_limits(table_reader& table, account_config& out);
void read_limits(table_reader& file, std::vector<table_reader>& accounts, config& out);
// health_sections.cpp
health_config read_health(table_reader& table);
health_config read_connector_health(table_reader& connector, const health_config& general);  // what it does not say is as in general
// schedule_sections.cpp
zones_config read_zones(table_reader& table);
zones_config usual_zones();  // without [zones]
window_config read_window(table_reader& table);  // leaves finish() to the caller
void check_windows(std::vector<table_reader>& windows, std::vector<table_reader>& accounts, const config& values);
// group_sections.cpp. Behind the connectors.
void read_connector_groups(table_reader& file, config& out);
// routing_sections.cpp. Routes after accounts, connectors, their groups and prefix tables.
void read_prefix_tables(table_reader& file, config& out);
void read_costs(table_reader& table, connector_config& out);
void read_routes(table_reader& file, problems& found, config& out);
std::vector<route::rule> make_route_rules(const config& from);
std::vector<route::inbound_rule> make_inbound_rules(const config& from);
// money_sections.cpp
void read_price_tables(table_reader& file, config& out);
void read_account_money(table_reader& table, const config& before, account_config& out);
void read_connector_prices(table_reader& table, const config& before, connector_config& out);
void check_prices(std::vector<table_reader>& accounts, const config& values);
// consent_sections.cpp
opt_outs_config read_opt_outs(table_reader& table);
void read_account_consent(table_reader& table, account_consent_config& out);
std::vector<opt_out_answer_config> read_opt_out_answers(table_reader& file, const config& values);
// hold_sections.cpp
std::vector<hold_config> read_holds(table_reader& file, const config& values);
// These two leave finish() to the caller, who has more to say of the table.
bool is_loopback(std::string_view host);
account_config read_account(table_reader& table, const config_vocabulary& words);

}  // namespace hermod::app
