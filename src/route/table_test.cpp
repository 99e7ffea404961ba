#include "route/table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <stdexcept>

namespace hermod::route {
namespace {

constexpr account_id shop{1}, bank{2};
constexpr connector_id a{10}, b{20}, c{30};

rule to(connector_id where, std::string name, std::vector<std::string> prefixes = {}) {
    rule one;
    one.name = std::move(name);
    one.prefixes = std::move(prefixes);
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
    one.account = bank;
    one.from = "Bank";
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
    of_bank.account = bank;
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
        const auto prefixes =
            *rc::gen::container<std::vector<std::string>>(rc::gen::suchThat(digits, [](const auto& s) { return !s.empty(); }));
        const auto number = *digits;
        const bool expected = prefixes.empty() ||
                              std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& p) { return number.starts_with(p); });
        RC_ASSERT(table({to(a, "one", prefixes)}).find(shop, number, "").has_value() == expected);
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::route
