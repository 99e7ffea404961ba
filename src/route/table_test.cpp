#include "route/table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <stdexcept>

#include "route/table_fixture.hpp"

namespace hermod::route {
namespace {

rule to(connector_id where, std::string name, std::vector<std::string> prefixes = {}) {
    rule one;
    one.name = std::move(name);
    one.when.prefixes = std::move(prefixes);
    one.to = {where};
    return one;
}

std::string name_of(const std::optional<choice>& found) {
    return found ? std::string(found->name) : "none";
}

}  // namespace

TEST(route_table, takes_the_first_rule_that_matches) {
    const table routes({to(a, "swiss", {"+41"}), to(b, "swiss mobile", {"+4179"}), to(c, "rest")});
    EXPECT_EQ(name_of(routes.find(shop, "+41791234567", "Shop")), "swiss");
    EXPECT_EQ(name_of(routes.find(shop, "+436641234567", "Shop")), "rest");
    EXPECT_EQ(routes.find(shop, "+436641234567", "Shop")->connector, c);
}

TEST(route_table, reads_prefixes_and_numbers_with_and_without_plus) {
    const table routes({to(a, "one", {"4179", "+43"})});
    for (const char* number : {"+41791234567", "41791234567", "+4366412", "43"})
        EXPECT_TRUE(routes.find(shop, number, "")) << number;
    for (const char* number : {"+4178", "+4", "", "+", "+44"}) EXPECT_FALSE(routes.find(shop, number, "")) << number;
}

TEST(route_table, holds_a_rule_to_its_account_and_sender) {
    rule one = to(a, "bank's own");
    one.when.accounts = {bank};
    one.when.others = {"Bank"};
    one.resend_unsure = false;
    const table routes({one, to(b, "rest")});
    EXPECT_EQ(name_of(routes.find(bank, "+41791234567", "Bank")), "bank's own");
    EXPECT_FALSE(routes.find(bank, "+41791234567", "Bank")->resend_unsure);
    EXPECT_EQ(name_of(routes.find(bank, "+41791234567", "bank")), "rest");
    EXPECT_EQ(name_of(routes.find(shop, "+41791234567", "Bank")), "rest");
    EXPECT_TRUE(routes.find(shop, "+41791234567", "Bank")->resend_unsure);
}

TEST(route_table, finds_nothing_where_nothing_matches) {
    EXPECT_FALSE(table({}).find(shop, "+41791234567", "Shop"));
    EXPECT_FALSE(table({to(a, "one", {"+43"})}).find(shop, "+41791234567", "Shop"));
}

TEST(route_table, spreads_recipients_over_the_connectors_and_keeps_each_on_its_own) {
    rule both = to(a, "both");
    both.to = {a, b, c};
    const table routes({both});
    std::map<std::uint32_t, int> taken;
    for (int i = 0; i < 3000; ++i) {
        const auto number = "+4179" + std::to_string(1'000'000 + i);
        const auto first = routes.find(shop, number, "")->connector;
        EXPECT_EQ(routes.find(bank, number, "x")->connector, first);
        ++taken[first.value];
    }
    for (const auto& [connector, count] : taken) EXPECT_NEAR(count, 1000, 200) << connector;
    EXPECT_EQ(taken.size(), 3u);
}

TEST(route_table, refuses_rules_that_lead_nowhere_and_prefixes_that_are_no_numbers) {
    rule nowhere = to(a, "nowhere");
    nowhere.to.clear();
    EXPECT_THROW(table({nowhere}), std::invalid_argument);
    for (const char* bad : {"", "+", "41 79", "++41", "abc"})
        EXPECT_THROW(table({to(a, "bad", {bad})}), std::invalid_argument) << bad;
}

TEST(route_table, tells_which_rules_can_never_win) {
    rule of_bank = to(c, "bank");
    of_bank.when.accounts = {bank};
    const table routes(
        {to(a, "swiss", {"+41"}), to(b, "swiss mobile", {"+4179", "+4178"}), of_bank, to(b, "rest"), to(c, "late")});
    const auto found = routes.shadowed();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].name, "swiss mobile");
    EXPECT_EQ(found[0].behind, "swiss");
    EXPECT_EQ(found[1].name, "late");
    EXPECT_EQ(found[1].behind, "rest");
}

TEST(route_table, agrees_with_looking_at_every_prefix_in_turn) {
    const auto digits = rc::gen::container<std::string>(rc::gen::inRange('0', '3'));
    const bool held = rc::check([&] {
        const auto prefixes = *rc::gen::container<std::vector<std::string>>(
            rc::gen::suchThat(digits, [](const auto& s) { return !s.empty() && s.size() <= 16; }));
        const auto number = *digits;
        const bool expected = prefixes.empty() ||
                              std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& p) { return number.starts_with(p); });
        RC_ASSERT(table({to(a, "one", prefixes)}).find(shop, number, "").has_value() == expected);
    });
    EXPECT_TRUE(held);
}

TEST(route_table, shares_by_weight_exactly_and_over_few_messages) {
    rule one = among(strategy::weight, {a, b, c});
    one.weights = {70, 20, 10};
    const table routes({one});
    auto taken = spread(routes, 100);
    EXPECT_NEAR(taken[10], 70, 2);
    EXPECT_NEAR(taken[20], 20, 2);
    EXPECT_NEAR(taken[30], 10, 2);
    board now;
    now.known[a].usable = false;
    taken = spread(routes, 300, &now);
    EXPECT_EQ(taken[10], 0);
    EXPECT_NEAR(taken[20], 200, 3);
    now.known[a] = {.usable = true, .share = 0.1};  // 7 beside 20 and 10
    taken = spread(routes, 370, &now);
    EXPECT_NEAR(taken[10], 70, 4);
}

TEST(route_table, keeps_to_the_order_and_gives_a_slow_starter_its_share_only) {
    const table routes({among(strategy::order, {a, b, c})});
    board now;
    EXPECT_EQ(spread(routes, 50, &now)[10], 50);
    now.known[a].usable = false;
    EXPECT_EQ(spread(routes, 50, &now)[20], 50);
    now.known[a] = {.usable = true, .share = 0.25};
    auto taken = spread(routes, 100, &now);
    EXPECT_NEAR(taken[10], 25, 2);
    EXPECT_NEAR(taken[20], 75, 2);
    now.known[b].usable = now.known[c].usable = false;
    EXPECT_EQ(spread(routes, 50, &now)[10], 50) << "better slowly than not at all";
    now.known[a].usable = false;
    EXPECT_EQ(spread(routes, 50, &now)[10], 50) << "none is usable: it waits at the first";
}

TEST(route_table, finds_the_least_cost_of_the_number) {
    const auto costs = [](std::string_view csv) {
        auto rows = read_prefix_rows(csv);
        return std::make_shared<const cost_table>(rows);
    };
    known_connectors known;
    known[a] = {"a", costs("41,0.030\n4179,0.050\n")};
    known[b] = {"b", costs("41,0.040\n")};
    known[c] = {"c", nullptr};
    const table routes({among(strategy::cost, {c, a, b})}, known);
    EXPECT_EQ(routes.find(message_to("+41781234567"))->connector, a);
    EXPECT_EQ(routes.find(message_to("+41791234567"))->connector, b);
    EXPECT_EQ(routes.find(message_to("+43"))->connector, c) << "nothing is known: in their order";
    board now;
    now.known[a].usable = now.known[b].usable = false;
    EXPECT_EQ(routes.find(message_to("+41781234567"), &now)->connector, c);
}

TEST(route_table, prefers_what_delivers_then_what_is_fast_and_keeps_measuring_the_others) {
    const table routes({among(strategy::quality, {a, b, c})});
    board now;
    now.known[a] = {.delivered = 900, .latency_ms = 10};
    now.known[b] = {.delivered = 985, .latency_ms = 300};
    now.known[c] = {.delivered = 981, .latency_ms = 200};
    auto taken = spread(routes, 200, &now);
    EXPECT_EQ(taken[30], 190);
    EXPECT_EQ(taken[10] + taken[20], 10);
    EXPECT_GT(taken[10], 0);
    now.known[a].delivered.reset();
    now.known[a].latency_ms.reset();
    EXPECT_EQ(spread(routes, 200, &now)[10], 190) << "what is not known is tried";
}

TEST(route_table, loads_the_least_loaded_most) {
    const table routes({among(strategy::load, {a, b})});
    board now;
    now.known[a].load = 900;
    EXPECT_GT(spread(routes, 200, &now)[20], 190);
    now.known[b].load = 900;
    EXPECT_NEAR(spread(routes, 200, &now)[20], 100, 4);
    now.known[a].load = now.known[b].load = 1000;
    EXPECT_NEAR(spread(routes, 200, &now)[20], 100, 4);
    now.known[a].usable = false;
    EXPECT_EQ(spread(routes, 200, &now)[20], 200);
}

TEST(route_table, hashes_the_recipient_past_a_dead_connector_and_moves_no_other) {
    const table routes({among(strategy::hash, {a, b, c})});
    board now;
    now.known[b].usable = false;
    std::map<std::uint32_t, int> instead;
    for (int i = 0; i < 3000; ++i) {
        const auto number = "+4179" + std::to_string(1'000'000 + i);
        const auto before = routes.find(message_to(number))->connector, after = routes.find(message_to(number), &now)->connector;
        if (before == b)
            ++instead[after.value];
        else
            EXPECT_EQ(before, after);
    }
    EXPECT_EQ(instead[20], 0);
    EXPECT_NEAR(instead[10], instead[30], 150);
}

TEST(route_table, hashes_the_account_where_asked) {
    rule one = among(strategy::hash, {a, b, c});
    one.sticky = sticky_to::account;
    EXPECT_EQ(spread(table({one}), 100).size(), 1u);
}

TEST(route_table, broadcasts_to_all_and_keeps_what_each_has) {
    const table routes({among(strategy::broadcast, {a, b, c})});
    board now;
    now.known[a].usable = false;
    const auto found = routes.find(message_to("+41"), &now);
    EXPECT_EQ(found->connector, b);
    EXPECT_EQ(found->also, (std::vector{a, c}));
    message one;
    one.to = "+41";
    EXPECT_EQ(routes.again("some", one, std::vector{a}, nullptr), std::nullopt);
}

TEST(route_table, rejects_with_the_rule_s_reason) {
    rule no = to(a, "no premium numbers", {"41900"});
    no.to.clear();
    no.rejects = true;
    no.reason = "premium numbers are not served";
    const table routes({no, to(a, "rest")});
    const auto found = routes.find(message_to("+41900123456"));
    EXPECT_TRUE(found->rejected);
    EXPECT_EQ(found->reason, "premium numbers are not served");
    EXPECT_FALSE(routes.find(message_to("+41791234567"))->rejected);
}

TEST(route_table, goes_on_behind_a_rule_that_tags_or_copies) {
    rule tags, copies, tagged = to(b, "urgent");
    tags.name = "codes";
    tags.when.text = std::get<pattern_ptr>(pattern::compile("[0-9]{4}"));
    tags.tags = {"otp"};
    copies.name = "watched";
    copies.copies = {{c, ""}};
    tagged.when.tags = {"otp"};
    const table routes({tags, copies, tagged, to(a, "rest")});
    facts of = message_to("+41791234567");
    of.text = "Code 1234";
    auto found = routes.find(of);
    EXPECT_EQ(found->name, "urgent");
    ASSERT_EQ(found->on_the_way.size(), 2u);
    EXPECT_EQ(found->on_the_way[1]->name, "watched");
    of.text = "hello";
    found = routes.find(of);
    EXPECT_EQ(found->name, "rest");
    EXPECT_EQ(found->on_the_way.size(), 1u);
    EXPECT_TRUE(routes.shadowed().empty());
}

TEST(route_table, names_the_next_connector_for_a_message_that_must_leave_one) {
    const table routes({among(strategy::order, {a, b, c})});
    message one;
    one.account = shop;
    one.to = "+41791234567";
    board now;
    EXPECT_EQ(routes.again("some", one, std::vector{a}, &now), b);
    now.known[b].usable = false;
    EXPECT_EQ(routes.again("some", one, std::vector{a}, &now), c);
    EXPECT_EQ(routes.again("some", one, std::vector{a, c}, &now), std::nullopt) << "what is left is not usable";
    EXPECT_EQ(routes.again("some", one, std::vector{a, b, c}, nullptr), std::nullopt);
    EXPECT_EQ(routes.again("gone", one, std::vector{a}, nullptr), std::nullopt);
}

// Its route was changed since, and names one connector: not the one that has it.
TEST(route_table, names_the_only_connector_for_a_message_that_another_has) {
    const table routes({to(b, "some")});
    message one;
    one.account = shop;
    one.to = "+41791234567";
    EXPECT_EQ(routes.again("some", one, std::vector{a}, nullptr), b);
    EXPECT_EQ(routes.again("some", one, std::vector{b}, nullptr), std::nullopt);
}

TEST(route_table, tells_every_rule_that_it_tried_and_the_connectors_as_they_are) {
    rule bank_s = to(c, "bank");
    bank_s.when.accounts = {bank};
    bank_s.when.account_names = {"bank"};
    rule some = among(strategy::order, {a, b});
    some.when.prefixes = {"4178", "4179"};
    known_connectors known;
    known[a] = {"alpha", nullptr};
    known[b] = {"beta", nullptr};
    const table routes({bank_s, some, to(a, "rest")}, known);
    board now;
    now.known[a].usable = false;
    now.known[b] = {.share = 0.5, .load = 125, .delivered = 980, .latency_ms = 40};
    std::vector<told> steps;
    const auto found = routes.explain(message_to("+41791234567"), &now, steps);
    EXPECT_EQ(found->connector, b);
    std::string text;
    for (const auto& one : steps) text += one.about + ' ' + one.name + (one.took ? ": yes, " : ": no, ") + one.sentence + "\n";
    EXPECT_EQ(text,
              "route bank: no, it is for the account bank\n"
              "route some: yes, the recipient begins with 4179\n"
              "connector alpha: no, not usable, 0% of its window in use\n"
              "connector beta: yes, usable, starts slowly with 50% of its share, 12.5% of its window in use, 98% delivered, "
              "latency 40 ms; chosen in their order\n");
}

TEST(route_table, explains_what_find_does) {
    rule one = among(strategy::weight, {a, b, c});
    const table routes({one});
    for (int i = 0; i < 50; ++i) {
        std::vector<told> steps;
        const auto told_of = routes.explain(message_to("+41791234567"), nullptr, steps);
        EXPECT_EQ(told_of->connector, routes.find(message_to("+41791234567"))->connector) << i;
    }
}

TEST(route_table, tells_of_rules_that_contradict_themselves) {
    rule one = to(a, "odd");
    one.when.min_parts = 3;
    one.when.max_parts = 2;
    const table routes({one});
    const auto found = routes.shadowed();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].why, "it asks for more parts than it allows");
}

}  // namespace hermod::route
