// In which time zones a number's handset may be: the longest prefix that a table knows says it. A country with several zones has
// all of them, for a number does not say in which of them its owner is.
//
// Immutable once built; any thread. Numbers that no prefix fits have the zone `otherwise`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "zones/zone.hpp"

namespace hermod::zones {

class prefix_zones {
public:
    explicit prefix_zones(zone otherwise = {}) : sets_{{otherwise}} {}
    // The calling codes of default_zones.hpp.
    static prefix_zones built_in(zone otherwise = {});

    // A line of a file that says nothing valid; nothing of it was taken.
    struct fault {
        std::size_t line = 0;  // from 1
        std::string sentence;
    };
    // Lines `prefix,zone`; several of one prefix mean all of their zones. A prefix that was known already is known by these lines
    // alone from then on. Empty lines, lines that begin with "#" and a first line `prefix,zone` are passed over.
    std::vector<fault> add_csv(std::string_view text);

    // Never empty. `number` with or without "+".
    std::span<const zone> of(std::string_view number) const;
    std::size_t size() const { return places_.size(); }
    // Every set of zones that a prefix has, and one prefix that has it.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& [key, place] : places_) visit(digits_of(key), std::span<const zone>(sets_[place]));
    }

private:
    static std::string digits_of(std::uint64_t key);
    void add(std::uint64_t key, zone one);

    std::vector<std::vector<zone>> sets_;                    // the first is `otherwise`
    std::unordered_map<std::uint64_t, std::size_t> places_;  // the digits behind a 1, as one number
    std::size_t longest_ = 0;
};

}  // namespace hermod::zones
