#include "plan.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

namespace {

habits some_habits(dice& luck) {
    const auto rarely = [&](unsigned least, unsigned most) {  // one in so many, or never
        return luck.one_in(2) ? 0u : static_cast<unsigned>(least + luck.roll() % (most - least));
    };
    habits out;
    out.window = 1 + luck.roll() % 20;
    if (luck.one_in(3)) out.rate = static_cast<double>(1 + luck.roll() % 20);
    out.slowest = luck.between(1ms, 400ms);
    out.patience = luck.between(2s, 30s);
    out.silent = rarely(4, 60);
    out.refuses = rarely(10, 60);
    out.puts_off = rarely(3, 30);
    if (luck.one_in(2)) out.between_breaks = luck.between(500ms, 60s);
    if (luck.one_in(4)) out.down_most = 120s;
    out.no_receipt = rarely(5, 30);
    out.early_receipt = rarely(2, 10);
    out.second_receipt = rarely(3, 10);
    out.undelivered = rarely(4, 20);
    out.intermediate = rarely(2, 10);
    return out;
}

std::vector<route::rule> some_rules(dice& luck, const plan& as) {
    std::vector<route::rule> out;
    for (std::size_t i = 0; i < 1 + luck.roll() % 3; ++i) {
        route::rule one;
        one.name = "route " + std::to_string(i);
        if (luck.one_in(2)) one.when.accounts = {as.senders[luck.roll() % as.senders.size()].id};
        if (luck.one_in(2)) one.when.prefixes = {"+44790071", "+44790073"};
        one.resend_unsure = !luck.one_in(3);
        for (std::size_t n = 0; n < 1 + luck.roll() % 2; ++n)
            one.to.push_back(as.networks[luck.roll() % as.networks.size()].first);
        std::sort(one.to.begin(), one.to.end());
        one.to.erase(std::unique(one.to.begin(), one.to.end()), one.to.end());
        out.push_back(std::move(one));
    }
    route::rule rest;
    rest.name = "rest";
    rest.to = {as.networks.front().first};
    out.push_back(std::move(rest));
    return out;
}

}  // namespace

namespace {

// Everybody has much to say to one slow network that does as it should: who gets how much of it?
plan shared_network(std::uint64_t seed, dice& luck) {
    plan out;
    out.seed = seed;
    out.active = 10'000;  // with less, what came first and is in memory already leaves out of its share
    out.journal_bytes = luck.one_in(2) ? 4'096 : 64u << 20;
    out.busy = 30s;
    out.backlog = 200;
    for (std::uint32_t i = 0, n = 2 + static_cast<std::uint32_t>(luck.roll() % 3); i < n; ++i) {
        sender_plan one = sender_named("account " + std::to_string(1 + i));
        one.weight = static_cast<double>(1 + luck.roll() % 4);
        one.between = 0us;
        one.priority = 1;
        out.senders.push_back(one);
    }
    habits slow;
    slow.window = 1 + luck.roll() % 10;
    slow.rate = luck.one_in(2) ? 0 : static_cast<double>(20 + luck.roll() % 40);
    out.networks.emplace_back(connector_id{21}, slow);
    route::rule all;
    all.name = "all";
    all.to = {connector_id{21}};
    out.rules.push_back(std::move(all));
    return out;
}

}  // namespace

std::string some_recipient(dice& luck) {
    return "+4479007" + std::to_string(10000 + luck.roll() % 6 * 1111 + luck.roll() % 3);
}

sender_plan sender_named(std::string name) {
    sender_plan out;
    out.id = account_id{name_hash(name)};
    out.name = std::move(name);
    return out;
}

namespace {

// Two networks or three for everything, and one of them is dead for a while.
plan with_an_outage(std::uint64_t seed, dice& luck) {
    plan out;
    out.seed = seed;
    out.on_sqlite = seed % 3 == 0;
    out.busy = luck.between(12s, 20s);
    out.changes = false;
    out.health = true;
    for (std::uint32_t i = 0, n = 1 + static_cast<std::uint32_t>(luck.roll() % 3); i < n; ++i) {
        sender_plan one = sender_named("account " + std::to_string(1 + i));
        one.between = luck.between(20ms, 100ms);
        one.prioritised = luck.one_in(2);
        one.priority = static_cast<std::uint8_t>(luck.roll() % 4);
        out.senders.push_back(one);
    }
    route::rule all;
    all.name = "all";
    static constexpr route::strategy ways[] = {route::strategy::hash, route::strategy::weight, route::strategy::order,
                                               route::strategy::load};
    all.by = ways[luck.roll() % 4];
    all.resend_unsure = !luck.one_in(3);
    for (std::uint32_t i = 0, n = 2 + static_cast<std::uint32_t>(luck.roll() % 2); i < n; ++i) {
        habits slow;
        slow.window = 1 + luck.roll() % 5;
        slow.slowest = luck.between(30ms, 150ms);
        out.networks.emplace_back(connector_id{21 + i}, slow);
        all.to.push_back(connector_id{21 + i});
    }
    out.outages.push_back(
        {all.by == route::strategy::order ? 0 : luck.roll() % out.networks.size(), luck.between(3s, 7s), luck.between(2s, 8s)});
    out.rules.push_back(std::move(all));
    if (luck.one_in(4)) {  // and for a while, all are
        const micros when = luck.between(3s, 9s), lasts = luck.between(1s, 4s);
        out.outages.clear();
        for (std::size_t i = 0; i < out.networks.size(); ++i) out.outages.push_back({i, when, lasts + luck.between(0s, 2s)});
    }
    if (luck.one_in(3)) out.deaths.emplace_back(luck.between(50ms, out.busy), static_cast<death>(luck.roll() % 5));
    if (luck.one_in(3)) {  // somebody has more to say than he may
        shaping_plan one;
        one.count = static_cast<double>(2 + luck.roll() % 8);
        one.burst = static_cast<double>(1 + luck.roll() % 10);
        one.accounts = {out.senders.front().id};
        out.shaping.push_back(std::move(one));
    }
    return out;
}

// Half of the accounts pay, most of them in advance; some of those have too little for what they have to say.
void give_purses(dice luck, plan& to) {
    for (sender_plan& one : to.senders) {
        if (luck.one_in(2)) continue;
        purse_plan& own = one.purse;
        own.pays = true;
        own.prepaid = !luck.one_in(4);
        for (const state end : {state::rejected, state::expired, state::undelivered, state::cancelled})
            if (luck.one_in(2)) own.gives_back.push_back(end);
        own.first = luck.one_in(3) ? 0 : static_cast<std::int64_t>(luck.roll() % 3'000);
        own.most = 1 + static_cast<std::int64_t>(luck.roll() % 500);
        own.between = luck.between(to.busy / 20, to.busy / 3);
    }
}

// Some may hand in so much a day or a month and no more, and some may spend so much; in every third course a month ends meanwhile.
void give_quotas(dice luck, plan& to) {
    const auto some = [&](unsigned most) { return 1 + static_cast<std::int64_t>(luck.roll() % most); };
    for (sender_plan& one : to.senders) {
        if (!one.purse.pays) continue;
        if (luck.one_in(3)) one.purse.quota_day = some(60);
        if (luck.one_in(4)) one.purse.quota_month = some(90);
        if (luck.one_in(4)) one.purse.cap_day = luck.one_in(8) ? 0 : some(1'500);
        if (luck.one_in(4)) one.purse.cap_month = some(2'000);
    }
    const wall_time first = timeline().wall();
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(first)};
    const wall_time next_month = std::chrono::sys_days{date.year() / date.month() / std::chrono::last} + std::chrono::days{1};
    if (luck.one_in(3)) to.begins = std::chrono::duration_cast<micros>(next_month - first) - luck.between(0s, to.busy);
}

// In every second course people write STOP, START and HELP.
void give_handsets(dice luck, plan& to) {
    if (luck.one_in(2)) return;
    to.between_words = luck.between(to.busy / 100, to.busy / 10);
    for (sender_plan& one : to.senders) {
        one.obeys_opt_outs = !luck.one_in(6);
        one.opt_outs = static_cast<consent::reach>(luck.roll() % 3);
    }
}

// Most of them are answered, and in some courses a day passes meanwhile, after which it is to be done again.
void give_answers(dice luck, plan& to) {
    if (to.between_words.count() == 0) return;
    for (const consent::word one : {consent::word::stop, consent::word::start, consent::word::help})
        if (!luck.one_in(4)) to.answered.push_back(one);
    if (luck.one_in(3)) to.clock_steps.emplace_back(luck.between(to.busy / 4, to.busy * 3 / 4), luck.between(23h, 26h));
}

pace_plan some_pace(dice& luck) {
    pace_plan out;
    if (luck.one_in(3)) out.period = 60s;
    out.count = static_cast<double>(out.period == 1s ? 1 + luck.roll() % 5 : 10 + luck.roll() % 50);
    out.burst = static_cast<double>(1 + luck.roll() % 4);
    return out;
}

void give_limits(dice luck, plan& to) {
    for (sender_plan& one : to.senders)
        if (luck.one_in(4)) one.rate = some_pace(luck);
    if (!luck.one_in(3)) return;
    for (auto n = 1 + luck.roll() % 2; n; --n) {
        shaping_plan one{some_pace(luck), {}, luck.one_in(2), luck.one_in(3), luck.one_in(3)};
        if (luck.one_in(2)) one.accounts = {to.senders[luck.roll() % to.senders.size()].id};
        to.shaping.push_back(std::move(one));
    }
}

// In every third course something waits for a word, in every third some keep hours.
void give_holds(dice luck, plan& to) {
    if (!luck.one_in(3)) return;
    to.held_prefix = luck.one_in(2) ? "447900713" : "44790071";
    to.between_decisions = luck.between(to.busy / 100, to.busy / 10);
}

void give_hours(dice luck, plan& to) {
    if (!luck.one_in(3)) return;
    for (const sender_plan& one : to.senders)
        if (!luck.one_in(3)) to.keep_hours.push_back(one.id);
}

}  // namespace

plan plan_of(std::uint64_t seed) {
    dice luck(seed * 0x9e3779b97f4a7c15u + 7);
    if (seed % 16 == 5) return shared_network(seed, luck);
    if (seed % 16 == 9) return with_an_outage(seed, luck);
    plan out;
    out.seed = seed;
    out.on_sqlite = seed % 3 == 0;
    static constexpr std::uint64_t journals[] = {1, 4'096, 65'536, 64u << 20};
    out.journal_bytes = journals[luck.roll() % 4];
    static constexpr std::size_t actives[] = {100, 100, 10'000, 10'000};
    out.active = actives[luck.roll() % 4];
    out.lane_tick = luck.one_in(2) ? micros(100ms) : micros(1s);
    out.busy = luck.between(5s, 60s);
    for (std::uint32_t i = 0, n = 1 + static_cast<std::uint32_t>(luck.roll() % 4); i < n; ++i) {
        sender_plan one = sender_named("account " + std::to_string(1 + i));
        one.weight = static_cast<double>(1 + luck.roll() % 8);
        one.between = luck.between(out.busy / 80, out.busy / 8);
        one.prioritised = luck.one_in(2);
        one.priority = static_cast<std::uint8_t>(luck.roll() % 4);
        out.senders.push_back(one);
    }
    for (std::uint32_t i = 0, n = 1 + static_cast<std::uint32_t>(luck.roll() % 3); i < n; ++i)
        out.networks.emplace_back(connector_id{21 + i}, some_habits(luck));
    out.rules = some_rules(luck, out);
    for (std::uint64_t n = luck.roll() % 5; n; --n)
        out.deaths.emplace_back(luck.between(50ms, out.busy), static_cast<death>(luck.roll() % 5));
    if (luck.one_in(4)) {
        const micros by = luck.one_in(2) ? luck.between(1s, 300s) : luck.between(1h, 24h);
        out.clock_steps.emplace_back(luck.between(1s, out.busy), luck.one_in(2) ? by : -by);
    }
    give_purses(dice(seed * 0x9e3779b97f4a7c15u + 8), out);
    give_handsets(dice(seed * 0x9e3779b97f4a7c15u + 9), out);
    give_limits(dice(seed * 0x9e3779b97f4a7c15u + 10), out);
    out.health = dice(seed * 0x9e3779b97f4a7c15u + 11).one_in(2);
    give_holds(dice(seed * 0x9e3779b97f4a7c15u + 12), out);
    give_hours(dice(seed * 0x9e3779b97f4a7c15u + 13), out);
    give_quotas(dice(seed * 0x9e3779b97f4a7c15u + 14), out);
    give_answers(dice(seed * 0x9e3779b97f4a7c15u + 15), out);
    return out;
}

}  // namespace hermod::simulated::core
