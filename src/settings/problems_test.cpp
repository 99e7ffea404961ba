#include "settings/problems.hpp"

#include <gtest/gtest.h>

namespace hermod::settings {

TEST(suggestion, names_the_nearest_word_or_all_of_them) {
    constexpr std::string_view words[] = {"final", "retry", "on"};
    EXPECT_EQ(suggestion("retyr", words), ", did you mean \"retry\"?");
    EXPECT_EQ(suggestion("xyzzy", words), ", use one of: final, retry, on");
    EXPECT_EQ(suggestion("xyzzy", {}), "");
}

TEST(problems, of_other_files_come_last_and_name_their_line) {
    problems found("c.toml");
    found.error_in("prices.csv", {9, 0}, "is no price");
    found.error_in("prices.csv", {}, "and 3 lines more are wrong");
    found.error({7, 2}, "b", "is wrong");
    found.error({3, 1}, "a", "is wrong");
    std::vector<std::string> told;
    for (const auto& one : found.sorted()) told.push_back(to_text(one));
    EXPECT_EQ(told, (std::vector<std::string>{"c.toml:3:1: error: a: is wrong", "c.toml:7:2: error: b: is wrong",
                                              "prices.csv:9: error: is no price", "prices.csv: error: and 3 lines more are wrong"}));
    EXPECT_TRUE(found.any_error());
}

}  // namespace hermod::settings
