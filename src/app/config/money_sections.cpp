// What concerns money: [[price_table]], and the keys of accounts and connectors for it.
#include <algorithm>

#include "app/config/named_file.hpp"
#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

constexpr std::int64_t most_parts = 1'000'000'000'000;

std::optional<money::thousandths> amount_of(const setting& written) {
    if (const auto* text = std::get_if<std::string>(&written.value)) return money::read_amount(*text);
    if (const auto* whole = std::get_if<std::int64_t>(&written.value)) return money::amount_of(*whole);
    const auto* number = std::get_if<double>(&written.value);
    return number ? money::amount_of(*number) : std::nullopt;
}

// In the currency's units, with up to three decimals; a number or text.
bool read_amount(table_reader& table, std::string_view key, std::optional<money::thousandths>& out, money::thousandths most) {
    const setting* written = table.any(key);
    if (!written) return false;
    const auto amount = amount_of(*written);
    if (amount && *amount >= 0 && *amount <= most) {
        out = amount;
        return true;
    }
    table.error(key, "is no amount: write 0 to " + std::to_string(most / 1'000) + " with up to three decimals, as 12.5 or \"12.500\"");
    return false;
}

void read_prices_file(table_reader& table, std::optional<money::thousandths> otherwise, price_table_config& out) {
    std::string path;
    const auto text = read_named_file(table, "file", path);
    if (!text) return;
    auto read = money::price_table::read(*text, otherwise);
    report(table.out(), path, read.faults);
    out.table = std::move(read.table);
}

std::vector<std::string_view> names_of(const std::vector<price_table_config>& tables) {
    std::vector<std::string_view> out;
    for (const auto& one : tables) out.push_back(one.name);
    return out;
}

void check_table(table_reader& table, const std::string& written, const std::vector<price_table_config>& tables) {
    const auto names = names_of(tables);
    if (std::find(names.begin(), names.end(), written) != names.end()) return;
    table.error("prices", "there is no price table \"" + written + '"' + suggestion(written, names));
}

}  // namespace

void read_price_tables(table_reader& file, config& out) {
    for (auto& table : file.tables("price_table")) {
        price_table_config one;
        table.require({"name", "file"});
        if (table.name("name", one.name))
            for (const auto& other : out.price_tables)
                if (other.name == one.name) table.error("name", '"' + one.name + "\" is used twice");
        std::optional<money::thousandths> otherwise;
        read_amount(table, "default", otherwise, money::most_price);
        read_prices_file(table, otherwise, one);
        table.finish();
        out.price_tables.push_back(std::move(one));
    }
}

void read_account_money(table_reader& table, const config& before, account_config& out) {
    auto& mine = out.money;
    if (table.text("prices", mine.prices)) check_table(table, mine.prices, before.price_tables);
    table.flag("credit", mine.credit);
    table.words("refund", mine.refund,
                {{"rejected", refund_end::rejected}, {"expired", refund_end::expired}, {"undelivered", refund_end::undelivered},
                 {"cancelled", refund_end::cancelled}});
    if (std::string name; table.text("zone", name, 64)) {
        if (const auto zone = zones::find_zone(name)) mine.zone = *zone;
        else table.error("zone", zones::no_such_zone(name));
    }
    table.number("quota_day", mine.quota_day, 1, most_parts);
    table.number("quota_month", mine.quota_month, 1, most_parts);
    read_amount(table, "cap_day", mine.cap_day, money::most_money);
    read_amount(table, "cap_month", mine.cap_month, money::most_money);
}

void read_connector_prices(table_reader& table, const config& before, connector_config& out) {
    if (table.text("prices", out.prices)) check_table(table, out.prices, before.price_tables);
}

// Connectors are read after accounts, so this comes after both.
void check_prices(std::vector<table_reader>& accounts, const config& values) {
    const bool by_connector =
        std::any_of(values.connectors.begin(), values.connectors.end(), [](const auto& c) { return !c.prices.empty(); });
    for (std::size_t i = 0; i < values.accounts.size() && !by_connector; ++i) {
        const auto& mine = values.accounts[i].money;
        if (!mine.prices.empty()) continue;
        if (mine.credit) accounts[i].warning("credit", "neither the account nor a connector has prices: all its messages are refused");
        for (const char* cap : {"cap_day", "cap_month"})
            if (accounts[i].has(cap)) accounts[i].warning(cap, "has no effect: neither the account nor a connector has prices");
    }
}

}  // namespace hermod::app
