#include "net/same_secret.hpp"

#include <gtest/gtest.h>

namespace hermod::net {

TEST(same_secret, says_whether_two_texts_are_one) {
    EXPECT_TRUE(same_in_constant_time("", ""));
    EXPECT_TRUE(same_in_constant_time("abc", "abc"));
    EXPECT_FALSE(same_in_constant_time("abc", "abd"));
    EXPECT_FALSE(same_in_constant_time("abc", "ab"));
}

}  // namespace hermod::net
