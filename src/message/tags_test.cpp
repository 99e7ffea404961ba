#include "message/tags.hpp"

#include <gtest/gtest.h>

namespace hermod {
namespace {

TEST(tag, is_a_short_word) {
    EXPECT_TRUE(is_tag("otp"));
    EXPECT_TRUE(is_tag("Campaign-2026_a.b:c"));
    EXPECT_FALSE(is_tag(""));
    EXPECT_FALSE(is_tag("a,b"));
    EXPECT_FALSE(is_tag("a b"));
    EXPECT_FALSE(is_tag("\xc3\xa4"));
    EXPECT_TRUE(is_tag(std::string(longest_tag, 'x')));
    EXPECT_FALSE(is_tag(std::string(longest_tag + 1, 'x')));
}

TEST(tags, are_words_between_commas) {
    EXPECT_TRUE(has_tag("otp,spring", "otp"));
    EXPECT_TRUE(has_tag("otp,spring", "spring"));
    EXPECT_FALSE(has_tag("otp,spring", "spr"));
    EXPECT_FALSE(has_tag("", "otp"));
    EXPECT_FALSE(has_tag("otp", ""));
}

TEST(tags, are_added_once) {
    std::string tags;
    add_tags(tags, "otp,spring");
    add_tags(tags, "spring,vip");
    add_tags(tags, "");
    EXPECT_EQ(tags, "otp,spring,vip");
}

}  // namespace
}  // namespace hermod
