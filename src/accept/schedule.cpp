#include "accept/schedule.hpp"

#include <algorithm>

#include "base/nearest.hpp"

namespace hermod::accept {
namespace {

std::string_view without_its_plus(std::string_view number) {
    return number.starts_with('+') ? number.substr(1) : number;
}

template <class List, class Fits>
bool one_fits(const List& list, Fits fits) {
    return list.empty() || std::any_of(list.begin(), list.end(), fits);
}

// What is asked of windows.
struct window_question {
    account_id account;
    std::string_view route, to, named;
    std::uint8_t priority = 0;
};

bool holds(const named_window& w, const window_question& of) {
    return w.always() && one_fits(w.accounts, [&](account_id one) { return one == of.account; }) &&
           one_fits(w.routes, [&](const std::string& one) { return one == of.route; }) &&
           one_fits(w.prefixes, [&](const std::string& one) { return without_its_plus(of.to).starts_with(one); });
}

const named_window* find_window(const schedule_rules& by, std::string_view name) {
    const auto at = std::find_if(by.windows.begin(), by.windows.end(), [&](const named_window& w) { return w.name == name; });
    return at == by.windows.end() ? nullptr : &*at;
}

struct heeded {
    const named_window* which;
    zones::placed_window placed;
};

// The windows that hold for it. One that is named and configured no more holds nobody.
template <class Skip>
void gather(const schedule_rules& by, const window_question& of, std::vector<heeded>& out, Skip skipped) {
    const named_window* own = nullptr;
    if (!of.named.empty())
        own = find_window(by, of.named);
    else if (const auto at = by.of_accounts.find(of.account); at != by.of_accounts.end())
        own = &by.windows[at->second];
    for (const named_window& w : by.windows) {
        if (&w != own && !holds(w, of)) continue;
        if (w.exempt_priority && of.priority >= *w.exempt_priority) {
            skipped(w);
            continue;
        }
        out.push_back({&w, {&w.hours, w.fixed ? std::span<const zones::zone>(&*w.fixed, 1) : by.places.of(of.to)}});
    }
}

std::optional<wall_time> first_open(const std::vector<heeded>& all, wall_time from) {
    std::vector<zones::placed_window> placed;
    for (const heeded& one : all) placed.push_back(one.placed);
    return zones::first_open(placed, from, from + farthest_opening);
}

std::string names_of(const std::vector<heeded>& all) {
    std::string out;
    for (const heeded& one : all) out.append(out.empty() ? "\"" : ", \"").append(one.which->name).append("\"");
    return (all.size() == 1 ? "the window " : "the windows ") + out;
}

std::string zones_of(const heeded& one) {
    std::string out;
    for (const zones::zone& in : one.placed.in) out.append(out.empty() ? "" : ", ").append(in.name());
    return out;
}

std::optional<refusal> check_named(const draft& work) {
    const std::string_view named = work.in.window;
    if (named.empty() || (work.by.schedule && find_window(*work.by.schedule, named))) return std::nullopt;
    std::vector<std::string_view> names;
    if (work.by.schedule)
        for (const named_window& w : work.by.schedule->windows) names.push_back(w.name);
    std::string detail = "there is no window \"" + std::string(named.substr(0, 64)) + '"';
    if (const auto near = nearest(named, names); !near.empty()) detail += ", did you mean \"" + std::string(near) + "\"?";
    return refusal{"window", "unknown_window", std::move(detail)};
}

}  // namespace

std::optional<refusal> schedule(draft& work) {
    if (auto wrong = check_named(work)) return wrong;
    if (!work.by.schedule) return std::nullopt;
    const auto& rules = *work.by.schedule;
    const window_question of{work.account.id, work.route, work.to, work.in.window,
                             work.in.extras ? work.in.extras->priority : std::uint8_t{0}};
    std::vector<heeded> all;
    gather(rules, of, all, [&](const named_window& w) {
        if (work.seen) work.say("schedule", w.name, false, "not heeded: the message has priority " + std::to_string(of.priority));
    });
    if (all.empty()) return std::nullopt;
    const wall_time from = std::max(work.now, work.not_before);
    const auto open = first_open(all, from);
    if (!open)
        return refusal{"to", "window_closed",
                       names_of(all) + (all.size() == 1 ? " does not open" : " do not open together") + " within 31 days from " +
                           to_rfc3339(from) + ", in the recipient's zones " + zones_of(all.front())};
    if (work.seen)
        for (const heeded& one : all)
            work.say("schedule", one.which->name, *open != from,
                     *open == from ? "is open in " + zones_of(one) : "may go at " + to_rfc3339(*open) + ", in " + zones_of(one));
    if (*open == from) return std::nullopt;
    if (work.in.validity) {
        const wall_time end = from + work.validity;
        if (end <= *open)
            return refusal{"validity", "window_closed",
                           "it would be out of date at " + to_rfc3339(end) + ", before " + names_of(all) +
                               (all.size() == 1 ? " opens at " : " open at ") + to_rfc3339(*open)};
        work.validity = std::max(std::chrono::seconds{1}, std::chrono::floor<std::chrono::seconds>(end - *open));
    }
    work.not_before = *open;
    return std::nullopt;
}

std::string_view window_of(const message& what) {
    return what.more().window;
}

wall_time at_recipient(const zones::prefix_zones& places, std::string_view to, zones::local_time shown) {
    wall_time out = wall_time::min();
    for (const zones::zone& one : places.of(to)) out = std::max(out, one.instant(shown));
    return out;
}

wall_time may_go(const schedule_rules& by, const message& what, wall_time now) {
    if (by.windows.empty()) return now;
    const message_extras& more = what.more();
    std::vector<heeded> all;
    gather(by, {what.account, what.route, what.to, window_of(what), more.priority}, all, [](const named_window&) {});
    if (all.empty()) return now;
    return first_open(all, now).value_or(now + farthest_opening);
}

}  // namespace hermod::accept
