#include "net/form_text.hpp"

#include <gtest/gtest.h>

namespace hermod::net {
namespace {

TEST(form_text, escapes_all_but_the_unreserved) {
    std::string url, form;
    append_percent(url, "a-Z0._~ +&=\xC3\xA9");
    append_percent(form, "a b+", true);
    EXPECT_EQ(url, "a-Z0._~%20%2B%26%3D%C3%A9");
    EXPECT_EQ(form, "a+b%2B");
    EXPECT_EQ(unescaped(url), "a-Z0._~ +&=\xC3\xA9");
    EXPECT_EQ(unescaped(form), "a b+");
}

TEST(form_text, a_percent_without_two_digits_stays) {
    EXPECT_EQ(unescaped("100%"), "100%");
    EXPECT_EQ(unescaped("%4"), "%4");
    EXPECT_EQ(unescaped("%4g%41"), "%4gA");
    EXPECT_EQ(unescaped("a+b", false), "a+b");
}

TEST(form_text, reads_pairs_in_their_order) {
    const auto read = parse_pairs("to=%2B46&&text=a+b&flag&to=2&=x");
    const pairs wanted{{"to", "+46"}, {"text", "a b"}, {"flag", ""}, {"to", "2"}, {"", "x"}};
    EXPECT_EQ(read, wanted);
    EXPECT_EQ(value_of(read, "to"), "+46");
    EXPECT_EQ(value_of(read, "flag"), "");
    EXPECT_EQ(value_of(read, "none"), "");
}

TEST(form_text, reads_no_more_than_a_thousand_pairs) {
    std::string many;
    for (int i = 0; i < 1'200; ++i) many += "a=1&";
    EXPECT_EQ(parse_pairs(many).size(), 1'000u);
}

}  // namespace
}  // namespace hermod::net
