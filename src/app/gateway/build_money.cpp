#include "app/gateway/build.hpp"

namespace hermod::app {
namespace {

std::uint8_t refunds_of(const account_money_config& from) {
    unsigned out = 0;
    for (const refund_end one : from.refund) {
        switch (one) {
            case refund_end::rejected: out |= refund_rejected; break;
            case refund_end::expired: out |= refund_expired; break;
            case refund_end::undelivered: out |= refund_undelivered; break;
            case refund_end::cancelled: out |= refund_cancelled; break;
        }
    }
    return static_cast<std::uint8_t>(out);
}

}  // namespace

void add_money(const config& from, money::purses& purses, accept::rules& to) {
    std::unordered_map<std::string, money::named_prices_ptr> tables;
    for (const price_table_config& one : from.price_tables)
        tables[one.name] = std::make_shared<const money::named_prices>(money::named_prices{one.name, one.table});
    const auto named = [&tables](const std::string& name) {
        const auto at = tables.find(name);
        return at == tables.end() ? nullptr : at->second;
    };
    bool priced = false;
    for (const connector_config& one : from.connectors) {
        if (one.prices.empty()) continue;
        to.connector_prices[one.id] = named(one.prices);
        priced = true;
    }
    to.purses = &purses;
    for (const account_config& one : from.accounts) {
        // Every account has a purse that credit may be put into; rules name only those that may be needed.
        const auto purse = purses.of(one.name);
        money::account_terms terms;
        terms.within = {one.money.credit, one.money.quota_day, one.money.quota_month, one.money.cap_day, one.money.cap_month};
        purse->follow({}, terms.within);
        if (!one.money.any() && !priced) continue;
        terms.prices = named(one.money.prices);
        terms.refunds = refunds_of(one.money);
        terms.purse = purse;
        to.accounts[one.id].money = std::move(terms);
    }
}

}  // namespace hermod::app
