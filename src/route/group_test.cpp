#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "route/table_fixture.hpp"

namespace hermod::route {
namespace {

group of(std::size_t first, std::size_t count, strategy by, std::string name = "europe") {
    group out;
    out.name = std::move(name);
    out.first = first;
    out.count = count;
    out.by = by;
    return out;
}

// a, b and c as "europe" by `inside`, then d.
rule europe_and_d(strategy by, strategy inside) {
    rule out = among(by, {a, b, c, d});
    out.groups = {of(0, 3, inside)};
    return out;
}

std::string text_of(const table& routes, const health* now) {
    std::vector<told> steps;
    (void)routes.explain(message_to("+41791234567"), now, steps);
    std::string out;
    for (const auto& one : steps) out += one.about + ' ' + one.name + (one.took ? ": yes, " : ": no, ") + one.sentence + "\n";
    return out;
}

}  // namespace

TEST(route_group, comes_first_by_its_own_strategy_and_then_the_backup) {
    rule one = europe_and_d(strategy::order, strategy::weight);
    one.groups[0].weights = {70, 20, 10};
    const table routes({one});
    board now;
    auto taken = spread(routes, 100, &now);
    EXPECT_NEAR(taken[10], 70, 2);
    EXPECT_NEAR(taken[20], 20, 2);
    EXPECT_NEAR(taken[30], 10, 2);
    now.known[a].usable = false;
    taken = spread(routes, 90, &now);
    EXPECT_NEAR(taken[20], 60, 2);
    EXPECT_NEAR(taken[30], 30, 2);
    now.known[b].usable = now.known[c].usable = false;
    EXPECT_EQ(spread(routes, 50, &now)[40], 50) << "the backup, when the last of the group is gone";
    now.known[d].usable = false;
    taken = spread(routes, 100, &now);
    EXPECT_NEAR(taken[10], 70, 2) << "none is usable: it waits where the group would have sent it";
    EXPECT_EQ(taken[40], 0);
}

TEST(route_group, weighs_as_one_and_shares_inside_as_it_says) {
    rule one = europe_and_d(strategy::weight, strategy::weight);
    one.weights = {75, 25};
    one.groups[0].weights = {60, 30, 10};
    const table routes({one});
    auto taken = spread(routes, 400);
    EXPECT_NEAR(taken[10], 180, 4);
    EXPECT_NEAR(taken[20], 90, 4);
    EXPECT_NEAR(taken[30], 30, 4);
    EXPECT_NEAR(taken[40], 100, 4);
    board now;
    now.known[a].usable = now.known[b].usable = false;
    taken = spread(routes, 400, &now);
    EXPECT_NEAR(taken[30], 300, 4) << "one is left, and has the group's share";
}

TEST(route_group, weights_count_a_group_before_a_connector_as_one) {
    rule one = among(strategy::weight, {a, b, c, d, e});
    one.groups = {of(0, 2, strategy::order), of(3, 2, strategy::order, "asia")};
    one.weights = {10, 20, 70};
    EXPECT_EQ(one.choices(), 3u);
    auto taken = spread(table({one}), 100);
    EXPECT_NEAR(taken[10], 10, 2);
    EXPECT_NEAR(taken[30], 20, 2);
    EXPECT_NEAR(taken[40], 70, 2);
    EXPECT_EQ(taken[20] + taken[50], 0);
}

TEST(route_group, hashes_inside_without_regard_to_the_hash_outside) {
    rule one = among(strategy::hash, {a, b, c, d});
    one.groups = {of(0, 2, strategy::hash), of(2, 2, strategy::hash, "asia")};
    rule other = among(strategy::order, {a, b, e});
    other.groups = {of(0, 2, strategy::hash)};
    other.name = "other";
    const table routes({one}), others({other});
    std::map<std::uint32_t, int> taken;
    for (int i = 0; i < 4000; ++i) {
        const auto number = "+4179" + std::to_string(1'000'000 + i);
        const auto first = routes.find(message_to(number))->connector;
        EXPECT_EQ(routes.find(message_to(number))->connector, first) << number;
        if (first == a || first == b) { EXPECT_EQ(others.find(message_to(number))->connector, first) << "its place in a group is one"; }
        ++taken[first.value];
    }
    for (const auto& [connector, count] : taken) EXPECT_NEAR(count, 1000, 150) << connector;
    EXPECT_EQ(taken.size(), 4u);
}

TEST(route_group, costs_what_the_connector_costs_that_it_would_take) {
    const auto costs = [](std::string_view csv) {
        auto rows = read_prefix_rows(csv);
        return std::make_shared<const cost_table>(rows);
    };
    known_connectors known;
    known[a] = {"a", costs("41,0.030\n")};
    known[b] = {"b", costs("41,0.050\n")};
    known[d] = {"d", costs("41,0.040\n")};
    rule outside = among(strategy::cost, {a, b, d});
    outside.groups = {of(0, 2, strategy::order)};
    const table routes({outside}, known);
    board now;
    EXPECT_EQ(routes.find(message_to("+41791234567"), &now)->connector, a);
    now.known[a].usable = false;
    EXPECT_EQ(routes.find(message_to("+41791234567"), &now)->connector, d) << "b is dearer";
    rule inside = among(strategy::order, {b, a, d});
    inside.groups = {of(0, 2, strategy::cost)};
    EXPECT_EQ(table({inside}, known).find(message_to("+41791234567"))->connector, a);
}

TEST(route_group, is_as_loaded_as_its_usable_connectors_and_as_slow_as_the_best) {
    const table by_load({europe_and_d(strategy::load, strategy::load)});
    board now;
    now.known[a].load = 800;
    now.known[b].load = 400;
    now.known[c].usable = false;
    now.known[d].load = 600;
    EXPECT_NEAR(spread(by_load, 200, &now)[40], 100, 4);
    const table in_order({europe_and_d(strategy::order, strategy::order)});
    board slow;
    slow.known[a].share = 0.25;
    auto taken = spread(in_order, 400, &slow);
    EXPECT_NEAR(taken[10], 100, 5);
    EXPECT_NEAR(taken[20], 300, 5) << "what a does not get yet, the next of the group does";
    EXPECT_EQ(taken[40], 0);
    slow.known[b].usable = slow.known[c].usable = false;
    taken = spread(in_order, 400, &slow);
    EXPECT_NEAR(taken[40], 300, 5) << "all of the group that is left starts slowly";
}

TEST(route_group, a_broadcast_goes_to_one_of_each_group) {
    rule one = europe_and_d(strategy::broadcast, strategy::order);
    const table routes({one});
    board now;
    now.known[a].usable = false;
    const auto found = routes.find(message_to("+41"), &now);
    EXPECT_EQ(found->connector, b);
    EXPECT_EQ(found->also, std::vector{d});
    now.known[d].usable = false;
    EXPECT_EQ(routes.find(message_to("+41"), &now)->also, std::vector{d}) << "its copy waits there";
}

TEST(route_group, the_next_connector_is_one_of_the_group_before_another_choice) {
    const table routes({europe_and_d(strategy::order, strategy::order)});
    message one;
    one.account = shop;
    one.to = "+41791234567";
    board now;
    EXPECT_EQ(routes.again("some", one, std::vector{a}, &now), b);
    now.known[b].usable = false;
    EXPECT_EQ(routes.again("some", one, std::vector{a}, &now), c);
    EXPECT_EQ(routes.again("some", one, std::vector{a, c}, &now), d);
    EXPECT_EQ(routes.again("some", one, std::vector{a, c, d}, &now), std::nullopt);
    EXPECT_EQ(routes.again("some", one, std::vector{a, b, c, d}, nullptr), std::nullopt);
}

TEST(route_group, is_told_with_the_health_of_each_connector) {
    rule one = europe_and_d(strategy::order, strategy::weight);
    one.groups[0].weights = {70, 20, 10};
    known_connectors known;
    known[a] = {"alpha", nullptr};
    known[b] = {"beta", nullptr};
    known[c] = {"gamma", nullptr};
    known[d] = {"delta", nullptr};
    const table routes({one}, known);
    board now;
    now.known[a].usable = false;
    now.known[c].load = 125;
    EXPECT_EQ(text_of(routes, &now),
              "route some: yes, it asks for nothing\n"
              "group europe: yes, 2 of 3 connectors usable; chosen in their order\n"
              "connector beta: yes, of europe, usable, 0% of its window in use, weight 20; chosen by weight\n"
              "connector alpha: no, of europe, not usable, 0% of its window in use, weight 70\n"
              "connector gamma: no, of europe, usable, 12.5% of its window in use, weight 10\n"
              "connector delta: no, usable, 0% of its window in use\n");
    now.known[b].usable = now.known[c].usable = false;
    EXPECT_EQ(text_of(routes, &now),
              "route some: yes, it asks for nothing\n"
              "group europe: no, 0 of 3 connectors usable\n"
              "connector alpha: no, of europe, not usable, 0% of its window in use, weight 70\n"
              "connector beta: no, of europe, not usable, 0% of its window in use, weight 20\n"
              "connector gamma: no, of europe, not usable, 12.5% of its window in use, weight 10\n"
              "connector delta: yes, usable, 0% of its window in use; chosen in their order\n");
}

TEST(route_group, refuses_groups_over_no_connectors_or_over_each_others) {
    for (const auto& wrong : {std::vector{of(0, 0, strategy::order)}, std::vector{of(3, 2, strategy::order)}, std::vector{of(0, 2, strategy::order), of(1, 2, strategy::order)},
                              std::vector{of(0, 2, strategy::broadcast)}}) {
        rule one = among(strategy::order, {a, b, c, d});
        one.groups = wrong;
        EXPECT_THROW(table({one}), std::invalid_argument);
    }
}

// Whatever is grouped how: who takes a message is usable if any is, explain() tells what find() does next, and groups of one
// change nothing.
TEST(route_group, holds_for_any_grouping) {
    const bool held = rc::check([] {
        const auto any_strategy = rc::gen::element(strategy::hash, strategy::weight, strategy::order, strategy::cost, strategy::quality, strategy::load);
        const std::vector<connector_id> all{a, b, c, d, e};
        rule grouped = among(*any_strategy, all), singles = grouped;
        for (std::size_t at = *rc::gen::inRange<std::size_t>(0, 5); at < all.size();) {
            const auto count = *rc::gen::inRange<std::size_t>(1, all.size() - at + 1);
            grouped.groups.push_back(of(at, count, *any_strategy, "g" + std::to_string(at)));
            at += count + *rc::gen::inRange<std::size_t>(0, 3);
        }
        for (std::size_t i = 0; i < all.size(); ++i) singles.groups.push_back(of(i, 1, strategy::order, "s" + std::to_string(i)));
        rule plain = singles;
        plain.groups.clear();
        plain.weights = singles.weights = {3, 1, 4, 1, 5};
        board now;
        bool any = false;
        for (const auto one : all) {
            auto& mine = now.known[one];
            mine.usable = *rc::gen::arbitrary<bool>();
            mine.load = *rc::gen::inRange(0u, 1001u);
            mine.share = *rc::gen::element(0.1, 0.5, 1.0);
            any = any || mine.usable;
        }
        const table by_groups({grouped}), by_singles({singles}), by_none({plain});
        for (int i = 0; i < 20; ++i) {
            const auto number = "+4179" + std::to_string(1'000'000 + i);
            std::vector<told> steps;
            const auto told_of = by_groups.explain(message_to(number), &now, steps)->connector;
            RC_ASSERT(by_groups.find(message_to(number), &now)->connector == told_of);
            RC_ASSERT(now.of(told_of).usable == any);
            std::set<std::string> shown;
            for (const auto& step : steps)
                if (step.about == "connector") shown.insert(step.name);
            RC_ASSERT(shown.size() == all.size());
            RC_ASSERT(by_singles.find(message_to(number), &now)->connector == by_none.find(message_to(number), &now)->connector);
        }
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::route
