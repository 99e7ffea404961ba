#include "accept/replacement.hpp"

#include <gtest/gtest.h>

namespace hermod::accept::replacement_test {
namespace {

std::string replaced(std::string_view match, std::string_view with, std::string text) {
    replacement::fault wrong;
    const auto made = replacement::make(match, with, wrong);
    if (!made) return "refused: " + wrong.why;
    return made->apply(text) ? text : "no match";
}

std::string why_not(std::string_view match, std::string_view with) {
    replacement::fault wrong;
    if (replacement::make(match, with, wrong)) return "taken";
    return std::string(wrong.of_match ? "match " : "with ") + wrong.why;
}

TEST(replacement, puts_a_text_in_the_place_of_every_match) {
    EXPECT_EQ(replaced("colou?r", "hue", "colour and color"), "hue and hue");
    EXPECT_EQ(replaced("(?i)viagra", "***", "VIAGRA"), "***");
    EXPECT_EQ(replaced("shop", "", "shopshop x"), " x");
    EXPECT_EQ(replaced("x", "y", "abc"), "no match");
}

TEST(replacement, puts_groups_in_by_their_numbers) {
    EXPECT_EQ(replaced("(\\d+) EUR", "EUR $1", "it costs 12 EUR"), "it costs EUR 12");
    EXPECT_EQ(replaced("(a)(b)", "$2$1$0", "ab"), "baab");
    EXPECT_EQ(replaced("USD", "$$", "5 USD"), "5 $");
    EXPECT_EQ(replaced("a", "\\1", "a"), "\\1");
}

TEST(replacement, keeps_characters_whole) {
    EXPECT_EQ(replaced("ä.", "-", "xäöü"), "x-ü");
}

TEST(replacement, that_cannot_be_is_refused_with_the_reason) {
    EXPECT_EQ(why_not("(a", "x"), "match is no regular expression of RE2: missing ): (a");
    EXPECT_EQ(why_not("a*", "x"), "match matches a text without any character: it would match everywhere");
    EXPECT_EQ(why_not("a", "$"), "with has a $ that stands for nothing: write $0 to $9 for a group, $$ for the sign itself");
    EXPECT_EQ(why_not("(a)", "$2"), "with names a group that the expression does not have: it has 1");
    EXPECT_EQ(why_not("a", std::string(1'601, 'x')), "with has more than 1600 octets");
    EXPECT_EQ(why_not("a{1001}", "x"), "match is no regular expression of RE2: invalid repetition size: {1001}");
}

}  // namespace
}  // namespace hermod::accept::replacement_test
