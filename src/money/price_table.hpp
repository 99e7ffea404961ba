// What a part of a message costs, by the longest prefix of the recipient's number.
//
// A table comes from a CSV file of lines "prefix,price" (prefixes/csv.hpp): up to 15 digits, and the price of one part in the
// currency's units with up to three decimals. Made for a million rows. Immutable, shared; any thread.
#pragma once

#include <memory>

#include "money/amount.hpp"
#include "prefixes/map.hpp"

namespace hermod::money {

constexpr thousandths most_price = 1'000'000'000;  // a million units a part

class price_table;
using price_table_ptr = std::shared_ptr<const price_table>;

struct read_prices {
    price_table_ptr table;  // null when there is a fault
    prefixes::line_faults faults;
};

class price_table {
public:
    // `otherwise`: the price of a number that no prefix fits; nullopt: it has none.
    static read_prices read(std::string_view csv, std::optional<thousandths> otherwise);
    price_table(prefixes::prefix_map<thousandths> prices, std::optional<thousandths> otherwise);

    // Of one part to this number, with or without "+".
    std::optional<thousandths> price(std::string_view number) const;
    std::size_t size() const { return prices_.size(); }

private:
    prefixes::prefix_map<thousandths> prices_;
    std::optional<thousandths> otherwise_;
};

}  // namespace hermod::money
