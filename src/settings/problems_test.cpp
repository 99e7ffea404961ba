#include "settings/problems.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace hermod::settings {

TEST(edit_distance, counts_insertions_deletions_replacements_and_swaps) {
    EXPECT_EQ(edit_distance("window", "window"), 0u);
    EXPECT_EQ(edit_distance("widnow", "window"), 1u);
    EXPECT_EQ(edit_distance("windw", "window"), 1u);
    EXPECT_EQ(edit_distance("winddow", "window"), 1u);
    EXPECT_EQ(edit_distance("wundow", "window"), 1u);
    EXPECT_EQ(edit_distance("WINDOW", "window"), 0u);
    EXPECT_EQ(edit_distance("", "abc"), 3u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

RC_GTEST_PROP(edit_distance, is_the_same_both_ways_and_at_most_the_longer_word, (const std::string& a, const std::string& b)) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
    RC_ASSERT(edit_distance(a, a) == 0u);
}

TEST(nearest, is_silent_when_no_word_can_be_meant) {
    constexpr std::string_view words[] = {"final", "retry", "on"};
    EXPECT_EQ(nearest("retyr", words), "retry");
    EXPECT_EQ(nearest("xyzzy", words), "");
    EXPECT_EQ(nearest("x", words), "");
    EXPECT_EQ(suggestion("retyr", words), ", did you mean \"retry\"?");
    EXPECT_EQ(suggestion("xyzzy", words), ", use one of: final, retry, on");
    EXPECT_EQ(suggestion("xyzzy", {}), "");
}

}  // namespace hermod::settings
