// In which time zones a number's handset may be: the longest prefix that a table knows says it. A country with several zones has
// all of them, for a number does not say in which of them its owner is.
//
// Immutable once built; any thread. Numbers that no prefix fits have the zone `otherwise`.
#pragma once

#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "prefixes/map.hpp"
#include "zones/zone.hpp"

namespace hermod::zones {

class prefix_zones {
public:
    explicit prefix_zones(zone otherwise = {}) : otherwise_(otherwise) {}
    // The calling codes of default_zones.hpp.
    static prefix_zones built_in(zone otherwise = {});

    // Lines `prefix,zone` (prefixes/csv.hpp), up to 15 digits; several of one prefix mean all of their zones. A prefix that was
    // known already is known by these lines alone from then on. Of a line with a fault nothing is taken.
    prefixes::line_faults add_csv(std::string_view text);

    // Never empty. `number` with or without "+".
    std::span<const zone> of(std::string_view number) const;
    std::size_t size() const { return places_.size(); }

private:
    using rows = std::map<std::uint64_t, std::vector<zone>>;  // by packed prefix
    void build(const rows& from);

    zone otherwise_;
    prefixes::prefix_map<std::vector<zone>> places_;
};

}  // namespace hermod::zones
