// What is known of numbers by how they begin: a label (the network that a number belongs to, MCC-MNC), or what a network charges.
//
// Built from a CSV text (prefixes/csv.hpp), immutable, shared by the rules that ask. A million rows are 16 MB. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "prefixes/map.hpp"

namespace hermod::route {

using prefixes::packed_number;
using prefixes::packed_prefix;
using prefixes::prefix_index;
using prefixes::prefix_rows;
using prefixes::read_prefix_rows;

class label_table {
public:
    static constexpr std::uint32_t none = 0xffffffffu;

    label_table(std::string name, const prefix_rows& rows);

    const std::string& name() const { return name_; }
    // Which label a number has: a place in labels(); none: its prefix is not in the table.
    std::uint32_t find(std::uint64_t number) const;
    std::string_view label_of(std::string_view number) const;  // empty: none
    const std::vector<std::string>& labels() const { return labels_; }
    std::uint32_t place_of(std::string_view label) const;

    std::size_t size() const { return places_.size(); }
    std::size_t octets() const;

private:
    std::string name_;
    prefixes::prefix_map<std::uint32_t> places_;
    std::vector<std::string> labels_;  // sorted
};
using label_table_ptr = std::shared_ptr<const label_table>;

// What one message part costs, in thousandths.
class cost_table {
public:
    // Reads the values; what is no price goes to rows.faults.
    explicit cost_table(prefix_rows& rows);

    std::optional<std::int64_t> find(std::uint64_t number) const;
    std::size_t size() const { return prices_.size(); }
    std::size_t octets() const { return prices_.octets(); }

private:
    prefixes::prefix_map<std::int64_t> prices_;
};
using cost_table_ptr = std::shared_ptr<const cost_table>;

}  // namespace hermod::route
