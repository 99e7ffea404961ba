#include "wire/ucp/sender.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::ucp {

TEST(ucp_sender, packs_a_name_behind_the_count_of_its_semi_octets) {
    EXPECT_EQ(packed_sender("ALPHA@NUM"), "10412614190438AB4D");
    EXPECT_EQ(packed_sender("A"), "0241");
    EXPECT_EQ(packed_sender("ABCDEFGHIJK")->size(), 22u);
}

TEST(ucp_sender, reads_back_every_length) {
    const std::string name = "ABCDEFGHIJK";
    for (std::size_t n = 1; n <= name.size(); ++n) {
        const auto packed = packed_sender(name.substr(0, n));
        ASSERT_TRUE(packed);
        EXPECT_EQ(read_packed_sender(*packed), name.substr(0, n));
    }
    EXPECT_EQ(read_packed_sender("10412614190438AB4D"), "ALPHA@NUM");
    EXPECT_EQ(read_packed_sender(*packed_sender("1\xE2\x82\xAC")), "1\xE2\x82\xAC");
}

TEST(ucp_sender, refuses_what_no_name_can_be) {
    EXPECT_EQ(packed_sender(""), std::nullopt);
    EXPECT_EQ(packed_sender("ABCDEFGHIJKL"), std::nullopt);
    EXPECT_EQ(packed_sender("[[[[[["), std::nullopt);  // two septets each
    EXPECT_EQ(packed_sender("\xD0\x96"), std::nullopt);
    for (const char* oadc : {"", "1", "10", "1041261", "10X1", "0041", "0141"}) {
        EXPECT_EQ(read_packed_sender(oadc), std::nullopt) << oadc;
    }
}

TEST(ucp_sender, cuts_a_count_that_says_more_than_there_is) {
    EXPECT_EQ(read_packed_sender("1041"), "A");
    EXPECT_EQ(read_packed_sender("FF412614190438AB4D"), "ALPHA@NUM");
}

}  // namespace hermod::wire::ucp
