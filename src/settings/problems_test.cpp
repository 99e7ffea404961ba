#include "settings/problems.hpp"

#include <gtest/gtest.h>

namespace hermod::settings {

TEST(suggestion, names_the_nearest_word_or_all_of_them) {
    constexpr std::string_view words[] = {"final", "retry", "on"};
    EXPECT_EQ(suggestion("retyr", words), ", did you mean \"retry\"?");
    EXPECT_EQ(suggestion("xyzzy", words), ", use one of: final, retry, on");
    EXPECT_EQ(suggestion("xyzzy", {}), "");
}

}  // namespace hermod::settings
