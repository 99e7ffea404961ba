#include "accept/routing.hpp"

#include <algorithm>

namespace hermod::accept {
namespace {

route::facts facts_of(const draft& work) {
    route::facts of;
    of.account = work.account.id;
    of.number = work.to;
    of.other = work.from;
    of.text = work.text();
    of.coding = work.how.coding;
    of.parts = work.how.parts;
    of.came_in = work.in.came_in.value;
    of.at = work.asked_at ? *work.asked_at : std::max(work.now, work.not_before);
    of.tags = work.tags;
    return of;
}

void pass_on(const std::vector<route::told>& told, trace& to) {
    for (const auto& one : told) to.say(one.about, one.name, one.took, one.sentence);
}

std::optional<route::choice> ask(const draft& work) {
    const auto of = facts_of(work);
    if (!work.seen) return work.by.routes->find(of, work.by.health);
    std::vector<route::told> told;
    auto found = work.by.routes->explain(of, work.by.health, told);
    pass_on(told, *work.seen);
    return found;
}

}  // namespace

void add_tags(std::string& to, std::span<const std::string> tags) {
    for (const auto& tag : tags) {
        bool there = false;
        route::each_word(to, [&](std::string_view one) { return !(there = one == tag); });
        if (!there) to.append(to.empty() ? "" : ",").append(tag);
    }
}

std::optional<refusal> choose_route(draft& work) {
    const auto way = ask(work);
    if (!way) return refusal{"to", "no_route", "no route leads to " + work.to + " for this account and sender"};
    if (way->rejected) return refusal{"to", "route_rejected", std::string(way->reason)};
    work.connector = way->connector;
    work.resend_unsure = way->resend_unsure;
    work.route = way->name;
    for (const auto* rule : way->on_the_way) {
        add_tags(work.tags, rule->tags);
        for (const auto& wish : rule->copies) work.copies.push_back({wish.by.value_or(way->connector), wish.to, std::string(rule->name) + "/copy"});
    }
    for (const auto other : way->also) work.copies.push_back({other, {}, std::string(way->name)});
    return std::nullopt;
}

inbound_way choose_account(const submission& submitted, std::string_view text, encoding coding, const rules& by, wall_time now, trace* seen) {
    inbound_way out;
    out.account = submitted.account;
    out.tags = submitted.tags;
    if (!by.inbound) return out;
    route::facts of;
    of.number = submitted.from;
    of.other = submitted.to;
    of.text = text;
    of.coding = coding;
    of.came_in = submitted.came_in.value;
    of.at = now;
    of.tags = submitted.tags;
    std::vector<route::told> told;
    const auto found = seen ? by.inbound->explain(of, told) : by.inbound->find(of);
    if (seen) pass_on(told, *seen);
    for (const auto* rule : found.on_the_way) {
        add_tags(out.tags, rule->tags);
        out.copies.insert(out.copies.end(), rule->copies.begin(), rule->copies.end());
    }
    if (!found.by) return out;
    out.rule = found.by->name;
    if (found.by->discards) out.discarded = found.by->reason;
    if (found.by->account) out.account = *found.by->account;
    return out;
}

}  // namespace hermod::accept
