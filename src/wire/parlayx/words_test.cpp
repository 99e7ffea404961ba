#include "wire/parlayx/words.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::parlayx {
TEST(parlayx_words, addresses_with_and_without_tel) {
    EXPECT_EQ(bare_address(" tel:254722000001\n"), "254722000001");
    EXPECT_EQ(bare_address("Tel:+254722000001;ext=1"), "+254722000001");
    EXPECT_EQ(bare_address("254722000001"), "254722000001");
    EXPECT_EQ(bare_address("MTN Info"), "MTN Info");
    EXPECT_EQ(bare_address("tel: TEL:1"), "1");
    EXPECT_EQ(bare_address("telco"), "telco");
    EXPECT_EQ(bare_address("tel:"), "");
    EXPECT_EQ(tel_uri("254722000001"), "tel:254722000001");
    EXPECT_EQ(tel_uri("TEL:1"), "TEL:1");
}

TEST(parlayx_words, a_time_without_an_offset_is_in_the_zone_that_it_is_said_to_be) {
    using namespace std::chrono;
    const wall_time at = sys_days{year{2012} / 12 / 18} + 5h + 34min + 4s;
    EXPECT_EQ(date_time("2012-12-18T05:34:04Z", 180min), at);
    EXPECT_EQ(date_time("2012-12-18T08:34:04.000+03:00", 0min), at);
    EXPECT_EQ(date_time(" 2012-12-18T08:34:04 ", 180min), at);
    EXPECT_EQ(date_time("2012-12-18T08:34:04", 180min), at);
    EXPECT_EQ(date_time("20121218083404", 0min), std::nullopt);
    EXPECT_EQ(date_time("", 0min), std::nullopt);
}

}  // namespace hermod::wire::parlayx
