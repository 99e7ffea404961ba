#include "money/amount.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace hermod::money {

TEST(amount, is_read_to_the_thousandth) {
    EXPECT_EQ(read_amount("12"), 12'000);
    EXPECT_EQ(read_amount("12.3"), 12'300);
    EXPECT_EQ(read_amount("0.035"), 35);
    EXPECT_EQ(read_amount("-0.5"), -500);
    EXPECT_EQ(read_amount("+7.000"), 7'000);
    EXPECT_EQ(read_amount("1000000000"), most_money);
}

TEST(amount, refuses_what_would_be_rounded_or_guessed) {
    for (const char* text : {"", "-", ".5", "5.", "1.2345", "1,5", "1e3", " 1", "1 ", "0x1", "--1", "1000000000.001", "99999999999"})
        EXPECT_FALSE(read_amount(text)) << text;
}

TEST(amount, shows_three_decimals) {
    EXPECT_EQ(amount_text(0), "0.000");
    EXPECT_EQ(amount_text(35), "0.035");
    EXPECT_EQ(amount_text(-35), "-0.035");
    EXPECT_EQ(amount_text(12'345), "12.345");
}

TEST(amount, reads_back_what_it_shows) {
    EXPECT_TRUE(rc::check([] {
        const auto amount = *rc::gen::inRange<thousandths>(-most_money, most_money + 1);
        RC_ASSERT(read_amount(amount_text(amount)) == amount);
    }));
}

}  // namespace hermod::money
