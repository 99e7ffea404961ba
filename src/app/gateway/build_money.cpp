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

money::limits limits_of(const account_money_config& from) {
    return {from.credit, from.quota_day, from.quota_month, from.cap_day, from.cap_month};
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
        if (!one.money.any() && !priced) continue;
        to.accounts[one.id].money = {named(one.money.prices), limits_of(one.money), refunds_of(one.money), purses.of(one.name)};
    }
}

// Every account has a purse that credit may be put into, whether or not it pays.
void follow(const config& from, money::purses& purses) {
    for (const account_config& one : from.accounts)
        purses.of(one.name)->follow([zone = one.money.zone](wall_time at) { return zone.around(at).offset; }, limits_of(one.money));
}

}  // namespace hermod::app
