#include "route/inbound.hpp"

#include <gtest/gtest.h>

namespace hermod::route::inbound_test {
namespace {

constexpr account_id shop{1}, games{2}, archive{3};

inbound_rule for_account(std::string name, account_id whose) {
    inbound_rule one;
    one.name = std::move(name);
    one.account = whose;
    return one;
}

facts from(std::string_view number, std::string_view to, std::string_view text) {
    facts of;
    of.number = number;
    of.other = to;
    of.text = text;
    of.came_in = name_hash("operator");
    return of;
}

}  // namespace

TEST(inbound_table, gives_a_message_to_the_first_rule_that_holds) {
    auto play = for_account("play", games), swiss = for_account("swiss", shop);
    play.when.keywords = {"play"};
    play.when.others = {"2020", "41*"};
    swiss.when.prefixes = {"41"};
    const inbound_table routes({play, swiss});
    EXPECT_EQ(routes.find(from("+41791234567", "2020", "PLAY!")).by->name, "play");
    EXPECT_EQ(routes.find(from("+43", "41790000000", "play")).by->name, "play");
    EXPECT_EQ(routes.find(from("+41791234567", "3030", "play")).by->name, "swiss");
    EXPECT_EQ(routes.find(from("+43", "3030", "play")).by, nullptr);
}

TEST(inbound_table, goes_on_behind_copies_and_tags_and_ends_with_what_discards) {
    inbound_rule copies, spam, tagged = for_account("tagged", games);
    copies.name = "copies";
    copies.copies = {archive};
    copies.tags = {"seen"};
    spam.name = "spam";
    spam.when.text = std::get<pattern_ptr>(pattern::compile("casino"));
    spam.discards = true;
    tagged.when.tags = {"seen"};
    const inbound_table routes({copies, spam, tagged});
    auto found = routes.find(from("+41", "1", "casino"));
    EXPECT_EQ(found.by->name, "spam");
    ASSERT_EQ(found.on_the_way.size(), 1u);
    EXPECT_EQ(found.on_the_way[0]->name, "copies");
    found = routes.find(from("+41", "1", "hello"));
    EXPECT_EQ(found.by->name, "tagged");
    std::vector<told> steps;
    const auto explained = routes.explain(from("+41", "1", "hello"), steps);
    EXPECT_EQ(explained.by, found.by);
    EXPECT_EQ(steps.size(), 3u);
}

TEST(inbound_table, tells_which_rules_can_never_win) {
    auto all = for_account("all", shop), late = for_account("late", games);
    late.when.keywords = {"x"};
    inbound_rule tags;
    tags.name = "tags";
    tags.tags = {"y"};
    EXPECT_TRUE(inbound_table({tags, late, all}).shadowed().empty());
    const inbound_table routes({tags, all, late});
    const auto found = routes.shadowed();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].name, "late");
    EXPECT_EQ(found[0].behind, "all");
}

TEST(inbound_table, refuses_a_rule_that_does_nothing) {
    inbound_rule nothing;
    nothing.name = "nothing";
    EXPECT_THROW(inbound_table({nothing}), std::invalid_argument);
}

}  // namespace hermod::route::inbound_test
