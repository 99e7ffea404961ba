// What the configuration says of money: tables of prices, and what an account may spend.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "money/price_table.hpp"
#include "zones/zone.hpp"

namespace hermod::app {

// [[price_table]]
struct price_table_config {
    std::string name;
    money::price_table_ptr table;  // null only where there is a problem
};

// How a message may end that gives its price back.
enum class refund_end : std::uint8_t { rejected, expired, undelivered, cancelled };

struct account_money_config {
    std::string prices;   // a price table's name; empty: what the connector's says
    bool credit = false;  // prepaid: nothing is accepted that its balance does not cover
    std::vector<refund_end> refund{refund_end::rejected, refund_end::expired, refund_end::cancelled};
    std::int64_t quota_day = 0, quota_month = 0;            // parts; 0: none
    std::optional<money::thousandths> cap_day, cap_month;   // what may be spent
    zones::zone zone;                                       // whose days and months these are

    bool any() const { return !prices.empty() || credit || quota_day || quota_month || cap_day || cap_month; }
};

}  // namespace hermod::app
