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
        if (luck.one_in(2)) one.account = as.senders[luck.roll() % as.senders.size()].id;
        if (luck.one_in(2)) one.prefixes = {"+44790071", "+44790073"};
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

plan plan_of(std::uint64_t seed) {
    dice luck(seed * 0x9e3779b97f4a7c15u + 7);
    plan out;
    out.seed = seed;
    out.on_sqlite = seed % 3 == 0;
    static constexpr std::uint64_t journals[] = {1, 4'096, 65'536, 64u << 20};
    out.journal_bytes = journals[luck.roll() % 4];
    static constexpr std::size_t actives[] = {2, 10, 100, 10'000};
    out.active = actives[luck.roll() % 4];
    out.lane_tick = luck.one_in(2) ? micros(100ms) : micros(1s);
    out.busy = luck.between(5s, 60s);
    for (std::uint32_t i = 0, n = 1 + static_cast<std::uint32_t>(luck.roll() % 4); i < n; ++i) {
        sender_plan one;
        one.id = account_id{11 + i};
        one.weight = static_cast<double>(1 + luck.roll() % 8);
        one.between = luck.between(out.busy / 40, out.busy / 5);
        one.prioritised = luck.one_in(2);
        one.priority = static_cast<std::uint8_t>(luck.roll() % 4);
        out.senders.push_back(one);
    }
    for (std::uint32_t i = 0, n = 1 + static_cast<std::uint32_t>(luck.roll() % 3); i < n; ++i)
        out.networks.emplace_back(connector_id{21 + i}, some_habits(luck));
    out.rules = some_rules(luck, out);
    for (std::uint64_t n = luck.roll() % 5; n; --n)
        out.deaths.emplace_back(luck.between(50ms, out.busy), static_cast<death>(luck.roll() % 4));
    if (luck.one_in(4)) {
        const micros by = luck.one_in(2) ? luck.between(1s, 300s) : luck.between(1h, 24h);
        out.clock_steps.emplace_back(luck.between(1s, out.busy), luck.one_in(2) ? by : -by);
    }
    return out;
}

}  // namespace hermod::simulated::core
