#include "zones/prefix_zones.hpp"

#include <algorithm>
#include <utility>

#include "zones/default_zones.hpp"

namespace hermod::zones {
namespace {

void add(std::vector<zone>& set, zone one) {
    if (std::find(set.begin(), set.end(), one) == set.end()) set.push_back(one);
}

}  // namespace

prefix_zones prefix_zones::built_in(zone otherwise) {
    rows known;
    for (const default_row& row : default_rows()) {
        std::string_view left = row.zones;
        while (!left.empty()) {
            const auto end = std::min(left.find(' '), left.size());
            // A database that is older or smaller than the table lacks a zone: then the others of the country say it.
            if (const auto one = find_zone(left.substr(0, end))) add(known[*prefixes::packed_prefix(row.prefix)], *one);
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
    prefix_zones out(otherwise);
    out.build(known);
    return out;
}

prefixes::line_faults prefix_zones::add_csv(std::string_view text) {
    auto read = prefixes::read_prefix_rows(text, {.value = "zone", .most_digits = 15, .several = true});
    rows known;
    for (const auto& row : read.rows) {
        if (const auto one = find_zone(row.value))
            add(known[row.key], *one);
        else
            read.faults.add(row.line, no_such_zone(row.value));
    }
    places_.for_each([&](std::uint64_t key, const std::vector<zone>& set) { known.emplace(key, set); });  // what is there stays
    build(known);
    return std::move(read.faults);
}

void prefix_zones::build(const rows& from) {
    std::vector<std::uint64_t> keys;
    std::vector<std::vector<zone>> sets;
    for (const auto& [key, set] : from) {
        keys.push_back(key);
        sets.push_back(set);
    }
    places_ = {std::move(keys), std::move(sets)};
}

std::span<const zone> prefix_zones::of(std::string_view number) const {
    const auto* set = places_.find(prefixes::packed_number(number));
    return set ? std::span<const zone>(*set) : std::span<const zone>(&otherwise_, 1);
}

}  // namespace hermod::zones
