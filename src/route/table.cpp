#include "route/table.hpp"

#include <algorithm>
#include <stdexcept>

#include "route/shadows.hpp"
#include "route/without_plus.hpp"

namespace hermod::route {
namespace {

// In their order, none over another's connectors, none empty or a broadcast.
bool are_right(const rule& of) {
    std::size_t behind = 0;
    for (const auto& one : of.groups) {
        if (one.count == 0 || one.first < behind || one.by == strategy::broadcast) return false;
        behind = one.first + one.count;
    }
    return behind <= of.to.size();
}

std::vector<conditions> conditions_of(const std::vector<rule>& rules) {
    std::vector<conditions> out;
    for (const auto& one : rules) {
        const bool does_nothing = !one.ends_search() && one.tags.empty() && one.copies.empty();
        if (does_nothing) throw std::invalid_argument("route \"" + one.name + "\" leads to no connector");
        if (one.to.size() > most_options) throw std::invalid_argument("route \"" + one.name + "\" leads to too many connectors");
        if (!are_right(one)) throw std::invalid_argument("route \"" + one.name + "\" has groups that are none");
        out.push_back(one.when);
    }
    return out;
}

sticky_keys keys_of(const facts& of) {
    return {name_hash(without_plus(of.number)), of.account.value};
}

// Where each rule's groups begin among the counters behind those of the rules; last: how many counters there are.
std::vector<std::uint32_t> places_of_groups(const std::vector<rule>& rules) {
    std::vector<std::uint32_t> out{static_cast<std::uint32_t>(rules.size())};
    for (const auto& one : rules) out.push_back(out.back() + static_cast<std::uint32_t>(one.groups.size()));
    return out;
}

bool adds_to_message(const rule& one) {
    return !one.tags.empty() || !one.copies.empty();
}

}  // namespace

table::table(std::vector<rule> rules, known_connectors known)
    : rules_(std::move(rules)),
      matcher_(conditions_of(rules_)),
      known_(std::move(known)),
      group_dice_(places_of_groups(rules_)),
      dice_(std::make_unique<std::atomic<std::uint32_t>[]>(group_dice_.back())) {
    for (std::size_t i = 0; i < rules_.size(); ++i) places_.emplace(rules_[i].name, i);
}

template <class Among>
considered table::consider(const rule& by, std::size_t place, const facts& of, const health* now, bool peek, Among among) const {
    considered out;
    std::array<std::uint8_t, most_options> places;
    const bool asks_cost = by.by == strategy::cost || std::any_of(by.groups.begin(), by.groups.end(),
                                                                  [](const group& one) { return one.by == strategy::cost; });
    const auto number = asks_cost ? packed_number(of.number) : 0;
    for (std::size_t i = 0; i < by.to.size(); ++i) {
        if (!among(by.to[i])) continue;
        places[out.count] = static_cast<std::uint8_t>(i);
        option& one = out.options[out.count++];
        const auto weight = by.groups.empty() ? (i < by.weights.size() ? by.weights[i] : 1) : weight_of(by, i);
        one = {by.to[i], weight, now ? now->of(by.to[i]) : connector_health{}, {}};
        if (!asks_cost) continue;
        if (const auto at = known_.find(one.which); at != known_.end() && at->second.costs)
            one.cost = at->second.costs->find(number);
    }
    const dice_of_rule dice{&dice_[place], by.groups.empty() ? nullptr : &dice_[group_dice_[place]], peek};
    if (by.groups.empty()) {
        const auto thrown = asks_dice(by.by) && out.count > 1 ? dice.roll(*dice.own) : 0;
        out.order = prefer(by.by, std::span(out.options).first(out.count), keys_of(of).of(by.sticky), thrown);
    } else {
        prefer_in_groups(by, out, places.data(), keys_of(of), dice);
    }
    return out;
}

void table::settle(choice& out, std::size_t place, const facts& of, const health* now, std::vector<told>* into) const {
    const rule& by = rules_[place];
    out.name = by.name;
    out.resend_unsure = by.resend_unsure;
    out.rejected = by.rejects;
    out.reason = by.reason;
    if (by.rejects) return;
    if (by.to.size() == 1 && !into) {
        out.connector = by.to.front();
        return;
    }
    const auto made = consider(by, place, of, now, into != nullptr, [](connector_id) { return true; });
    out.connector = made.taken();
    if (by.by == strategy::broadcast)
        for (std::size_t i = 0; i < made.order.count; ++i)
            if (const auto one = made.options[made.order.order[i]].which; (made.picked >> i & 1) && one != out.connector)
                out.also.push_back(one);
    if (into) tell(by, made, *into);
}

std::optional<choice> table::find(const facts& of, const health* now) const {
    choice out;
    matcher::search search(matcher_, of);
    while (const auto place = search.next()) {
        const rule& by = rules_[*place];
        if (adds_to_message(by)) out.on_the_way.push_back(&by);
        if (by.ends_search()) {
            settle(out, *place, of, now, nullptr);
            return out;
        }
        search.add_tags(by.tags);
    }
    return std::nullopt;
}

std::optional<choice> table::find(account_id account, std::string_view to, std::string_view from) const {
    facts of;
    of.account = account;
    of.number = to;
    of.other = from;
    return find(of);
}

std::optional<connector_id> table::again(std::string_view route, const message& what, std::span<const connector_id> away_from,
                                         const health* now) const {
    const auto at = places_.find(route);
    if (at == places_.end()) return std::nullopt;
    const rule& by = rules_[at->second];
    if (by.by == strategy::broadcast) return std::nullopt;
    facts of;
    of.account = what.account;
    of.number = what.to;
    const auto is_left = [&](connector_id one) { return std::find(away_from.begin(), away_from.end(), one) == away_from.end(); };
    const auto made = consider(by, at->second, of, now, false, is_left);
    if (made.count == 0 || made.order.waits) return std::nullopt;
    return made.taken();
}

std::vector<table::shadow> table::shadowed() const {
    return shadows_of<shadow>(rules_);
}

std::size_t table::octets() const {
    std::size_t out = matcher_.octets() + rules_.capacity() * sizeof(rule);
    for (const auto& one : rules_) {
        out += one.to.capacity() * sizeof(connector_id) + one.name.capacity();
        out += (one.when.prefixes.capacity() + one.when.others.capacity() + one.when.keywords.capacity()) * sizeof(std::string);
    }
    return out;
}

}  // namespace hermod::route
