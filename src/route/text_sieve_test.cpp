#include "route/text_sieve.hpp"

#include <gtest/gtest.h>

#include "route/pattern.hpp"

namespace hermod::route {

TEST(route_text_sieve, holds_back_a_text_without_the_pieces_that_all_expressions_need) {
    const text_sieve by({"(?i)code:? *[0-9]{4,8}", "parcel (is|was) delivered", "Lottery|jackpot"});
    EXPECT_FALSE(by.lets_through(""));
    EXPECT_FALSE(by.lets_through("abc"));
    EXPECT_FALSE(by.lets_through("Dear Anna, we are closed on Monday."));
    EXPECT_TRUE(by.lets_through("Your CODE 123456."));
    EXPECT_TRUE(by.lets_through("the parcel was delivered"));
    EXPECT_TRUE(by.lets_through("Lottery"));
    EXPECT_TRUE(by.lets_through("jackpot")) << "either of two pieces";
}

TEST(route_text_sieve, lets_everything_through_where_an_expression_needs_no_piece) {
    for (const char* one : {"[0-9]+", "^$", "a.c", "STO", "(code)?", "šéf"})
        EXPECT_TRUE(text_sieve({"parcel", one}).lets_through("x")) << one;
    EXPECT_TRUE(text_sieve({}).lets_through("x"));
    // The Kelvin sign is a K to RE2.
    EXPECT_TRUE(text_sieve({"(?i)kilogram"}).lets_through("5 \xE2\x84\xAAilogram"));
}

// Wherever a piece stands, and in whatever case.
TEST(route_text_sieve, never_holds_back_what_an_expression_matches) {
    const std::vector<std::string> expressions = {"(?i)ninth wave", "ab12cd", "number [0-9]+ of", "(?i)\\bquarter(ly|s)?\\b",
                                                  "one(two|three)four"};
    const std::vector<std::string> matched = {"NINTH wave", "ab12cd",     "number 77 of", "Quarterly",
                                              "quarters",   "onetwofour", "onethreefour"};
    const text_sieve by(expressions);
    for (const auto& piece : matched)
        for (std::size_t before = 0; before < 40; ++before)
            for (const char* behind : {"", ".", " and the rest of it"})
                EXPECT_TRUE(by.lets_through(std::string(before, '-') + (before ? " " : "") + piece + behind))
                    << piece << " at " << before;
    EXPECT_FALSE(by.lets_through("nothing of all that"));
}

TEST(route_text_sieve, is_off_when_the_expressions_are_too_many_for_it) {
    std::vector<std::string> many;
    for (std::uint64_t i = 1; i <= 2'000; ++i) {
        std::string word;
        for (std::uint64_t left = i * 0x9E3779B97F4A7C15u; word.size() < 8; left /= 26)
            word += static_cast<char>('a' + left % 26);
        many.push_back(word);
    }
    EXPECT_TRUE(text_sieve(many).lets_through("nothing of all that"));
}

}  // namespace hermod::route
