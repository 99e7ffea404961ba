// What an account pays and how much it may spend: the configuration's word, in the rules that accepting goes by.
#pragma once

#include "money/price_table.hpp"
#include "money/purses.hpp"

namespace hermod::money {

struct named_prices {
    std::string name;
    price_table_ptr table;
};
using named_prices_ptr = std::shared_ptr<const named_prices>;

struct account_terms {
    named_prices_ptr prices;  // null: the connector's
    limits within;
    std::uint8_t refunds = 0;  // refund_bits
    account_purse_ptr purse;  // null: nothing of this account is ever paid or counted
};

}  // namespace hermod::money
