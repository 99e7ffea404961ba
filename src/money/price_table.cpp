#include "money/price_table.hpp"

#include <utility>

namespace hermod::money {
namespace {

std::optional<thousandths> price_of(std::string_view text) {
    const auto amount = read_amount(text);
    return amount && *amount >= 0 && *amount <= most_price ? amount : std::nullopt;
}

}  // namespace

price_table::price_table(prefixes::prefix_map<thousandths> prices, std::optional<thousandths> otherwise)
    : prices_(std::move(prices)), otherwise_(otherwise) {}

read_prices price_table::read(std::string_view csv, std::optional<thousandths> otherwise) {
    auto rows = prefixes::read_prefix_rows(csv, {.value = "price", .most_digits = 15});
    auto prices =
        prefixes::read_values(rows, price_of, " is no price: write an amount from 0 to 1000000 with up to three decimals");
    read_prices out;
    if (rows.faults.empty()) out.table = std::make_shared<const price_table>(std::move(prices), otherwise);
    out.faults = std::move(rows.faults);
    return out;
}

std::optional<thousandths> price_table::price(std::string_view number) const {
    const auto* found = prices_.find(prefixes::packed_number(number));
    return found ? std::optional(*found) : otherwise_;
}

}  // namespace hermod::money
