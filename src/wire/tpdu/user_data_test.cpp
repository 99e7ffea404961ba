#include "wire/tpdu/user_data.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"
#include "text/dcs.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"
#include "wire/tpdu/golden_test_data.hpp"

namespace hermod::wire::tpdu {
namespace {

content taken(const user_data& value, std::uint8_t dcs, bool udhi) {
    const auto got = take_apart(value, dcs, udhi);
    EXPECT_TRUE(got.has_value());
    return got ? *got : content{};
}

std::uint8_t dcs_of(text::encoding coding) {
    return *text::encode_dcs(text::dcs_for(coding));
}

}  // namespace

TEST(tpdu_user_data, unpacks_a_text_with_and_without_a_header) {
    EXPECT_EQ(text_of(taken(golden::ud(10, "E8329BFD4697D9EC37"), 0, false)), "hellohello");
    const content part = taken(golden::ud(21, "050003A70201906536FB0D8287E574D0DB5D06"), 0, true);
    EXPECT_EQ(part.header.size(), 6u);
    EXPECT_EQ(text_of(part), "Hello part one");
    EXPECT_EQ(text_of(taken(golden::ud(11, "0608041234020104160416"), 8, true)), "ЖЖ");
}

TEST(tpdu_user_data, reads_the_tables_that_the_header_names) {
    EXPECT_EQ(text_of(taken(golden::ud(7, "03240101D89C01"), 0, true)),
              text::decode_gsm7("\x1B\x67", {text::language::turkish}).utf8);
    EXPECT_EQ(text_of(taken(golden::ud(7, "03240101D89C01"), 0, true)), "ğ");
}

TEST(tpdu_user_data, seven_zero_bits_are_an_at_sign_only_when_the_length_counts_them) {
    EXPECT_EQ(text_of(taken(golden::ud(7, "D3B2BDECBEDD00"), 0, false)), "Seven77");
    EXPECT_EQ(text_of(taken(golden::ud(8, "D3B2BDECBEDD00"), 0, false)), "Seven77@");
}

TEST(tpdu_user_data, compressed_and_8_bit_data_are_octets) {
    EXPECT_EQ(taken(golden::ud(3, "A1B2C3"), 0x20, false).coding, text::encoding::binary);
    EXPECT_EQ(taken(golden::ud(3, "A1B2C3"), 0x20, false).payload, "\xA1\xB2\xC3");
    EXPECT_EQ(text_of(taken(golden::ud(3, "A1B2C3"), 0x04, false)), "");
    EXPECT_TRUE(counts_septets(0x00) && counts_septets(0x0C) && counts_septets(0x85) && counts_septets(0xC8) &&
                counts_septets(0xF1));
    EXPECT_FALSE(counts_septets(0x04) || counts_septets(0x08) || counts_septets(0x20) || counts_septets(0xE0) ||
                 counts_septets(0xF5));
}

TEST(tpdu_user_data, a_header_that_is_none_is_refused_and_the_text_can_still_be_had) {
    const user_data bad = golden::ud(10, "E8329BFD4697D9EC37");
    EXPECT_EQ(take_apart(bad, 0, true).error(), (codec_error{errc::bad_header, "TP-UD", 9}));
    EXPECT_EQ(text_of(taken(bad, 0, false)), "hellohello");
    EXPECT_EQ(take_apart(golden::ud(0, ""), 0, true).error(), (codec_error{errc::bad_header, "TP-UD", 0}));
    EXPECT_EQ(take_apart(golden::ud(3, "020003"), 4, true).error(), (codec_error{errc::bad_header, "TP-UD", 1}));
}

TEST(tpdu_user_data, a_length_that_the_octets_do_not_hold_is_refused) {
    EXPECT_EQ(take_apart({9, golden::raw("E8329B")}, 0, false).error(), (codec_error{errc::truncated, "TP-UD", 3}));
}

TEST(tpdu_user_data, a_header_without_a_text_keeps_its_fill_bits) {
    std::vector<std::uint8_t> buffer;
    const auto header = text::concat_header({1, 2, 1});
    const auto value = put_together(buffer, text::encoding::gsm7, header, {});
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->length, 7);
    EXPECT_EQ(value->raw.size(), 7u);
    EXPECT_EQ(taken(*value, 0, true).payload, "");
}

TEST(tpdu_user_data, a_buffer_may_be_used_again) {
    std::vector<std::uint8_t> buffer;
    (void)put_together(buffer, text::encoding::binary, {}, "before");
    EXPECT_EQ(put_together(buffer, text::encoding::binary, {}, "ab")->raw.size(), 2u);
}

TEST(tpdu_user_data, what_does_not_fit_is_refused) {
    std::vector<std::uint8_t> buffer;
    EXPECT_TRUE(put_together(buffer, text::encoding::gsm7, {}, std::string(160, 'a')).has_value());
    EXPECT_EQ(put_together(buffer, text::encoding::gsm7, {}, std::string(161, 'a')).error(),
              (codec_error{errc::user_data_too_long, "TP-UD", 0}));
    EXPECT_TRUE(put_together(buffer, text::encoding::gsm7, text::concat_header({1, 2, 1}), std::string(153, 'a')).has_value());
    EXPECT_EQ(put_together(buffer, text::encoding::gsm7, text::concat_header({1, 2, 1}), std::string(154, 'a')).error(),
              (codec_error{errc::header_too_long, "TP-UD", 0}));
    EXPECT_TRUE(put_together(buffer, text::encoding::binary, {}, std::string(140, 'a')).has_value());
    EXPECT_TRUE(put_together(buffer, text::encoding::binary, {}, std::string(141, 'a')).has_error());
    EXPECT_TRUE(put_together(buffer, text::encoding::ucs2, text::concat_header({1, 2, 1}), std::string(136, 'a')).has_error());
}

// What split() makes is what a handset reads, for texts of every alphabet and length.
RC_GTEST_PROP(tpdu_user_data, a_split_text_comes_back_part_by_part, ()) {
    const bool narrow = *rc::gen::arbitrary<bool>();
    const std::string utf8 = narrow ? *text::long_gsm7_text() : *text::long_ucs2_text();
    text::framing as{narrow ? text::encoding::gsm7 : text::encoding::ucs2};
    as.width = *rc::gen::arbitrary<bool>() ? text::reference_width::octet : text::reference_width::two_octets;
    const auto parts = text::split(utf8, as);
    RC_ASSERT(parts.has_value());
    for (const text::part part : *parts) {
        std::vector<std::uint8_t> buffer;
        const auto value = put_together(buffer, as.coding, part.header, part.payload);
        RC_ASSERT(value.has_value());
        RC_ASSERT(octets_of(value->length, narrow) == value->raw.size());
        const auto again = take_apart(*value, dcs_of(as.coding), !part.header.empty());
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->header == part.header && again->payload == part.payload);
    }
}

}  // namespace hermod::wire::tpdu
