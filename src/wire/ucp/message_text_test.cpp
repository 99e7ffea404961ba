#include "wire/ucp/message_text.hpp"

#include <gtest/gtest.h>

#include "text/gsm7.hpp"

namespace hermod::wire::ucp {

TEST(ucp_message_text, turns_octets_into_hexadecimal_and_back) {
    EXPECT_EQ(to_hex("hello"), "68656C6C6F");
    EXPECT_EQ(to_hex(std::string("\x00\xFF", 2)), "00FF");
    EXPECT_EQ(from_hex("68656C6c6f"), "hello");
    EXPECT_EQ(from_hex(""), "");
    EXPECT_EQ(from_hex("686"), std::nullopt);
    EXPECT_EQ(from_hex("6G"), std::nullopt);
    EXPECT_EQ(from_hex("G6"), std::nullopt);
}

TEST(ucp_message_text, carries_an_extension_character_as_two_septets) {
    const auto septets = text::encode_gsm7("1\xE2\x82\xAC {");  // 1, euro, blank, brace
    EXPECT_EQ(to_hex(*septets), "311B65201B28");
    EXPECT_EQ(text::decode_gsm7(*from_hex("311B65201B28")).utf8, "1\xE2\x82\xAC {");
}

TEST(ucp_message_text, reads_transparent_data_whose_bits_fit_its_octets) {
    EXPECT_EQ(read_transparent("0032", "F5AA34DE"), (transparent_data{"\xF5\xAA\x34\xDE", 32}));
    EXPECT_EQ(read_transparent("32", "F5AA34DE"), (transparent_data{"\xF5\xAA\x34\xDE", 32}));
    EXPECT_EQ(read_transparent("0025", "F5AA34DE"), (transparent_data{"\xF5\xAA\x34\xDE", 25}));
    EXPECT_EQ(read_transparent("", "F5AA34DE"), (transparent_data{"\xF5\xAA\x34\xDE", 32}));
    EXPECT_EQ(read_transparent("0000", ""), (transparent_data{"", 0}));
    EXPECT_EQ(read_transparent("0033", "F5AA34DE"), std::nullopt);
    EXPECT_EQ(read_transparent("0024", "F5AA34DE"), std::nullopt);
    EXPECT_EQ(read_transparent("x", "F5AA34DE"), std::nullopt);
    EXPECT_EQ(read_transparent("0032", "F5AA34D"), std::nullopt);
}

TEST(ucp_message_text, writes_the_bits_as_four_digits) {
    EXPECT_EQ(nb_text(0), "0000");
    EXPECT_EQ(nb_text(8), "0008");
    EXPECT_EQ(nb_text(1120), "1120");
    EXPECT_EQ(nb_text(9999), "9999");
    EXPECT_EQ(nb_text(10000), "");
}

TEST(ucp_message_text, packs_septets_seven_bits_each) {
    const auto septets = *text::encode_gsm7("hellohello");
    const transparent_data packed = pack_transparent(septets);
    EXPECT_EQ(packed.bits, 70u);
    EXPECT_EQ(to_hex(packed.octets), "E8329BFD4697D9EC37");
    EXPECT_EQ(unpack_transparent(packed), septets);
    EXPECT_EQ(unpack_transparent(*read_transparent("0070", "E8329BFD4697D9EC37")), septets);
    for (std::size_t n = 0; n <= 160; ++n) {
        const std::string text(n, 'a');
        EXPECT_EQ(unpack_transparent(pack_transparent(text)), text);
    }
}

}  // namespace hermod::wire::ucp
