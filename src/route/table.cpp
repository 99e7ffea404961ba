#include "route/table.hpp"

#include <algorithm>
#include <stdexcept>

#include "route/shadows.hpp"

namespace hermod::route {
namespace {

std::vector<conditions> conditions_of(const std::vector<rule>& rules) {
    std::vector<conditions> out;
    for (const auto& one : rules) {
        const bool does_nothing = !one.ends_search() && one.tags.empty() && one.copies.empty();
        if (does_nothing) throw std::invalid_argument("route \"" + one.name + "\" leads to no connector");
        if (one.to.size() > most_options) throw std::invalid_argument("route \"" + one.name + "\" leads to too many connectors");
        out.push_back(one.when);
    }
    return out;
}

std::string_view without_plus(std::string_view number) { return number.starts_with('+') ? number.substr(1) : number; }

std::uint32_t key_of(const rule& by, account_id account, std::string_view number) {
    return by.sticky == sticky_to::account ? account.value : name_hash(without_plus(number));
}

bool adds_to_message(const rule& one) { return !one.tags.empty() || !one.copies.empty(); }

}  // namespace

table::table(std::vector<rule> rules, known_connectors known)
    : rules_(std::move(rules)), matcher_(conditions_of(rules_)), known_(std::move(known)),
      dice_(std::make_unique<std::atomic<std::uint32_t>[]>(rules_.size())) {
    for (std::size_t i = 0; i < rules_.size(); ++i) places_.emplace(rules_[i].name, i);
}

template <class Among>
considered table::consider(const rule& by, std::size_t place, const facts& of, const health* now, bool peek, Among among) const {
    considered out;
    const auto number = by.by == strategy::cost ? packed_number(of.number) : 0;
    for (std::size_t i = 0; i < by.to.size(); ++i) {
        if (!among(by.to[i])) continue;
        option& one = out.options[out.count++];
        one = {by.to[i], i < by.weights.size() ? by.weights[i] : 1, now ? now->of(by.to[i]) : connector_health{}, {}};
        if (by.by != strategy::cost) continue;
        if (const auto at = known_.find(one.which); at != known_.end() && at->second.costs) one.cost = at->second.costs->find(number);
    }
    auto& dice = dice_[place];
    const bool asks_dice = by.by != strategy::hash && by.by != strategy::broadcast && out.count > 1;
    const auto thrown = !asks_dice ? 0 : peek ? dice.load(std::memory_order_relaxed) : dice.fetch_add(1, std::memory_order_relaxed);
    out.order = prefer(by.by, std::span(out.options).first(out.count), key_of(by, of.account, of.number), thrown);
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
        for (const auto one : by.to)
            if (one != out.connector) out.also.push_back(one);
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

std::vector<table::shadow> table::shadowed() const { return shadows_of<shadow>(rules_); }

std::size_t table::octets() const {
    std::size_t out = matcher_.octets() + rules_.capacity() * sizeof(rule);
    for (const auto& one : rules_) {
        out += one.to.capacity() * sizeof(connector_id) + one.name.capacity();
        out += (one.when.prefixes.capacity() + one.when.others.capacity() + one.when.keywords.capacity()) * sizeof(std::string);
    }
    return out;
}

}  // namespace hermod::route
