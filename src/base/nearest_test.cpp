#include "base/nearest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace hermod {

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

TEST(nearest, finds_a_spelling_mistake_and_nothing_far) {
    constexpr std::string_view names[] = {"text", "client_ref", "to"};
    EXPECT_EQ(nearest("txet", names), "text");
    EXPECT_EQ(nearest("CLIENT-REF", names), "client_ref");
    EXPECT_EQ(nearest("tp", names), "to");
    EXPECT_EQ(nearest("password", names), "");
}

TEST(nearest, is_silent_when_no_word_can_be_meant) {
    constexpr std::string_view words[] = {"final", "retry", "on"};
    EXPECT_EQ(nearest("retyr", words), "retry");
    EXPECT_EQ(nearest("RETRY", words), "retry");
    EXPECT_EQ(nearest("xyzzy", words), "");
    EXPECT_EQ(nearest("x", words), "");
    EXPECT_EQ(nearest("", words), "");
    EXPECT_EQ(nearest(std::string(65, 'r'), words), "");
}

}  // namespace hermod
