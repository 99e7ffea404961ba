// What a part of a message costs, by the longest prefix of the recipient's number.
//
// A table comes from a CSV file of lines "prefix,price": the prefix with or without "+", the price of one part in the
// currency's units with up to three decimals. Blank lines, "#" comments, quotes, CRLF and a first line of column names are
// allowed; every other line is a price or a problem with its number.
// Made for a million rows: nested prefixes are laid flat into ranges of numbers, so that a look-up is one binary search.
// Immutable, shared; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "money/amount.hpp"

namespace hermod::money {

constexpr thousandths most_price = 1'000'000'000;  // a million units a part

class price_table;
using price_table_ptr = std::shared_ptr<const price_table>;

struct line_problem {
    std::size_t line = 0;  // from 1
    std::string what;
};

struct read_prices {
    price_table_ptr table;                // null when there is a problem
    std::vector<line_problem> problems;   // the first hundred, in the order of the file
    std::size_t more_problems = 0;        // that are not listed
};

class price_table {
public:
    // `otherwise`: the price of a number that no prefix fits; nullopt: it has none.
    static read_prices read(std::string_view csv, std::optional<thousandths> otherwise);

    // Of one part to this number, with or without "+".
    std::optional<thousandths> price(std::string_view number) const;
    std::size_t size() const { return rows_; }

private:
    struct row;
    struct reader;
    // The first four digits of a number lead to its ranges.
    static constexpr std::size_t buckets = 11 * 11 * 11 * 11;

    void lay_flat(const std::vector<row>& sorted);

    std::size_t rows_ = 0;
    std::optional<thousandths> otherwise_;
    std::vector<std::uint64_t> starts_;      // ascending; a range goes to the next start
    std::vector<thousandths> prices_;        // of each range; below zero: none
    std::vector<std::uint32_t> first_;       // of each bucket: its first range; and the end
};

}  // namespace hermod::money
