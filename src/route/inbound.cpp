#include "route/inbound.hpp"

#include <algorithm>
#include <stdexcept>

#include "route/shadows.hpp"
#include "route/why.hpp"

namespace hermod::route {
namespace {

std::vector<conditions> conditions_of(const std::vector<inbound_rule>& rules) {
    std::vector<conditions> out;
    for (const auto& one : rules) {
        if (!one.ends_search() && one.tags.empty() && one.copies.empty())
            throw std::invalid_argument("inbound route \"" + one.name + "\" does nothing");
        out.push_back(one.when);
    }
    return out;
}

bool adds_to_message(const inbound_rule& one) { return !one.tags.empty() || !one.copies.empty(); }

}  // namespace

inbound_table::inbound_table(std::vector<inbound_rule> rules) : rules_(std::move(rules)), matcher_(conditions_of(rules_)) {}

inbound_choice inbound_table::find(const facts& of) const {
    inbound_choice out;
    matcher::search search(matcher_, of);
    while (const auto place = search.next()) {
        const inbound_rule& by = rules_[*place];
        if (adds_to_message(by)) out.on_the_way.push_back(&by);
        if (by.ends_search()) {
            out.by = &by;
            return out;
        }
        search.add_tags(by.tags);
    }
    return out;
}

inbound_choice inbound_table::explain(const facts& of, std::vector<told>& into) const {
    inbound_choice out;
    std::string tags(of.tags);
    facts as_tagged = of;
    for (const inbound_rule& by : rules_) {
        as_tagged.tags = tags;
        if (auto why = why_not(by.when, as_tagged, side::from_handset)) {
            into.push_back({"inbound_route", by.name, false, std::move(*why)});
            continue;
        }
        std::string sentence = what_holds(by.when, as_tagged, side::from_handset);
        if (!by.tags.empty()) sentence += "; adds tags";
        if (!by.copies.empty()) sentence += "; others get copies";
        if (by.discards) sentence += "; discards: " + by.reason;
        if (!by.ends_search()) sentence += "; goes on";
        into.push_back({"inbound_route", by.name, true, std::move(sentence)});
        if (adds_to_message(by)) out.on_the_way.push_back(&by);
        if (by.ends_search()) {
            out.by = &by;
            return out;
        }
        for (const auto& one : by.tags) tags += (tags.empty() ? "" : ",") + one;
    }
    return out;
}

std::vector<inbound_table::shadow> inbound_table::shadowed() const { return shadows_of<shadow>(rules_); }

}  // namespace hermod::route
