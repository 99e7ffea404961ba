#include "text/dcs.hpp"

#include <gtest/gtest.h>

namespace hermod::text {
namespace {

data_coding general(dcs_alphabet alphabet, std::optional<std::uint8_t> message_class = {}) {
    return {dcs_group::general, alphabet, message_class, false, false, {}};
}

}  // namespace

TEST(dcs, reads_the_general_group) {
    EXPECT_EQ(decode_dcs(0x00), general(dcs_alphabet::gsm7));
    EXPECT_EQ(decode_dcs(0x04), general(dcs_alphabet::octets));
    EXPECT_EQ(decode_dcs(0x08), general(dcs_alphabet::ucs2));
    EXPECT_EQ(decode_dcs(0x0C), general(dcs_alphabet::reserved));
    EXPECT_EQ(decode_dcs(0x10), general(dcs_alphabet::gsm7, 0));
    EXPECT_EQ(decode_dcs(0x15), general(dcs_alphabet::octets, 1));
    EXPECT_EQ(decode_dcs(0x1A), general(dcs_alphabet::ucs2, 2));
    EXPECT_EQ(decode_dcs(0x03), general(dcs_alphabet::gsm7)) << "without bit 4 the lowest two mean nothing";
    EXPECT_TRUE(decode_dcs(0x20).compressed);
    EXPECT_TRUE(decode_dcs(0x78).automatic_deletion);
    EXPECT_TRUE(decode_dcs(0x78).compressed);
    EXPECT_FALSE(decode_dcs(0x38).automatic_deletion);
}

TEST(dcs, reads_the_class_group) {
    for (std::uint8_t c = 0; c < 4; ++c) {
        EXPECT_EQ(decode_dcs(0xF0 | c), (data_coding{dcs_group::message_class, dcs_alphabet::gsm7, c, false, false, {}}));
        EXPECT_EQ(decode_dcs(0xF4 | c), (data_coding{dcs_group::message_class, dcs_alphabet::octets, c, false, false, {}}));
    }
}

TEST(dcs, reads_waiting_messages) {
    const auto waiting = [](std::uint8_t octet) { return decode_dcs(octet).waiting.value(); };
    EXPECT_EQ(waiting(0xC8), (waiting_indication{false, true, waiting_kind::voice}));
    EXPECT_EQ(waiting(0xC0), (waiting_indication{false, false, waiting_kind::voice}));
    EXPECT_EQ(waiting(0xD9), (waiting_indication{true, true, waiting_kind::fax}));
    EXPECT_EQ(waiting(0xE2), (waiting_indication{true, false, waiting_kind::email}));
    EXPECT_EQ(waiting(0xEB), (waiting_indication{true, true, waiting_kind::other}));
    EXPECT_EQ(decode_dcs(0xD9).alphabet, dcs_alphabet::gsm7);
    EXPECT_EQ(decode_dcs(0xE2).alphabet, dcs_alphabet::ucs2);
    EXPECT_EQ(decode_dcs(0xF1).waiting, std::nullopt);
}

TEST(dcs, reserved_groups_are_read_as_the_default_alphabet) {
    for (unsigned octet = 0x80; octet < 0xC0; ++octet) {
        const data_coding value = decode_dcs(static_cast<std::uint8_t>(octet));
        EXPECT_EQ(value.group, dcs_group::reserved);
        EXPECT_EQ(encoding_of(value), encoding::gsm7);
        EXPECT_EQ(encode_dcs(value), std::nullopt);
    }
    EXPECT_EQ(encoding_of(decode_dcs(0x0C)), encoding::gsm7);
}

TEST(dcs, every_octet_that_means_something_is_written_back_without_its_idle_bits) {
    for (unsigned octet = 0; octet < 256; ++octet) {
        const data_coding value = decode_dcs(static_cast<std::uint8_t>(octet));
        if (value.group == dcs_group::reserved) continue;
        const auto back = encode_dcs(value);
        ASSERT_TRUE(back) << octet;
        EXPECT_EQ(decode_dcs(*back), value) << octet;
        unsigned idle = 0;
        if (octet < 0x80 && !(octet & 0x10)) idle = 3;
        if (octet >= 0xC0 && octet < 0xF0) idle = 4;
        if (octet >= 0xF0) idle = 8;
        EXPECT_EQ(*back, octet & ~idle) << octet;
    }
}

TEST(dcs, writes_the_octets_that_networks_know) {
    EXPECT_EQ(encode_dcs(dcs_for(encoding::gsm7)), 0x00);
    EXPECT_EQ(encode_dcs(dcs_for(encoding::binary)), 0x04);
    EXPECT_EQ(encode_dcs(dcs_for(encoding::ucs2)), 0x08);
    EXPECT_EQ(encode_dcs(dcs_for(encoding::gsm7, 0)), 0x10);
    EXPECT_EQ(encode_dcs(dcs_for(encoding::ucs2, 0)), 0x18);
    EXPECT_EQ(encode_dcs(dcs_for(encoding::binary, 1)), 0x15);
    EXPECT_EQ(
        encode_dcs(
            {dcs_group::waiting, dcs_alphabet::gsm7, {}, false, false, waiting_indication{true, true, waiting_kind::voice}}),
        0xD8);
}

TEST(dcs, refuses_what_no_octet_says) {
    const waiting_indication discard{false, true, waiting_kind::voice};
    const data_coding impossible[] = {
        {dcs_group::general, dcs_alphabet::gsm7, 4, false, false, {}},
        {dcs_group::general, dcs_alphabet::gsm7, {}, false, false, discard},
        {dcs_group::message_class, dcs_alphabet::ucs2, 0, false, false, {}},
        {dcs_group::message_class, dcs_alphabet::gsm7, {}, false, false, {}},
        {dcs_group::message_class, dcs_alphabet::gsm7, 0, true, false, {}},
        {dcs_group::message_class, dcs_alphabet::gsm7, 0, false, true, {}},
        {dcs_group::waiting, dcs_alphabet::gsm7, {}, false, false, {}},
        {dcs_group::waiting, dcs_alphabet::octets, {}, false, false, discard},
        {dcs_group::waiting, dcs_alphabet::ucs2, {}, false, false, discard},
        {dcs_group::waiting, dcs_alphabet::gsm7, 1, false, false, discard},
        {dcs_group::reserved, dcs_alphabet::gsm7, {}, false, false, {}},
    };
    for (const data_coding& one : impossible) EXPECT_EQ(encode_dcs(one), std::nullopt) << &one - impossible;
}

TEST(dcs, compressed_text_is_octets_to_us) {
    EXPECT_EQ(encoding_of(decode_dcs(0x20)), encoding::binary);
    EXPECT_EQ(encoding_of(decode_dcs(0x18)), encoding::ucs2);
    EXPECT_EQ(encoding_of(decode_dcs(0xF5)), encoding::binary);
    EXPECT_EQ(encoding_of(decode_dcs(0xF1)), encoding::gsm7);
}

}  // namespace hermod::text
