#include "net/form_pairs.hpp"

#include <gtest/gtest.h>

namespace hermod::net {

TEST(form_pairs, are_read_in_their_order_and_unescaped) {
    const pairs all = parse_pairs("a=1&b=x%20y+z&&a=2&c");
    EXPECT_EQ(all, (pairs{{"a", "1"}, {"b", "x y z"}, {"a", "2"}, {"c", ""}}));
    EXPECT_EQ(value_of(all, "a"), "1");
    EXPECT_EQ(value_of(all, "d"), "");
}

TEST(form_pairs, a_percent_without_two_digits_stays) {
    EXPECT_EQ(unescaped("100%, %4, %zz %41"), "100%, %4, %zz A");
    EXPECT_EQ(unescaped("a+b", false), "a+b");
}

TEST(form_pairs, what_is_escaped_is_read_back) {
    std::string all, escaped;
    for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
    append_escaped(escaped, all);
    EXPECT_EQ(unescaped(escaped), all);
    EXPECT_EQ(escaped.find_first_of(" &=+?#"), std::string::npos);
}

TEST(form_pairs, are_bounded) {
    std::string many;
    for (int i = 0; i < 2'000; ++i) many += "a=1&";
    EXPECT_EQ(parse_pairs(many).size(), 1'000u);
}

}  // namespace hermod::net
