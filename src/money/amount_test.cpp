#include "money/amount.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

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

TEST(amount, is_read_of_a_number_too) {
    EXPECT_EQ(amount_of(12.5), 12'500);
    EXPECT_EQ(amount_of(0.1 + 0.2), 300) << "what no double can say is what was meant";
    EXPECT_EQ(amount_of(-999'999'999.999), -999'999'999'999);
    EXPECT_EQ(amount_of(std::int64_t{7}), 7'000);
    EXPECT_EQ(amount_of(1e9), most_money);
    for (const double wrong : {0.1234, 0.0001, 1e9 + 1, 123'456.7891, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
        EXPECT_FALSE(amount_of(wrong)) << wrong;
    EXPECT_FALSE(amount_of(std::int64_t{1'000'000'001}));
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
