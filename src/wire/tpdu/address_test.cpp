#include "wire/tpdu/address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/tpdu/golden_test_data.hpp"

namespace hermod::wire::tpdu {
namespace {

address_reading read(std::string_view hex) {
    const auto got = read_address(golden::raw(hex), "TP-OA");
    EXPECT_TRUE(got.has_value()) << hex;
    return got ? *got : address_reading{};
}

oddities only(oddity o) {
    oddities out;
    out.set(o);
    return out;
}

std::string hex_of(const codec_result<address_octets>& written) {
    std::string out;
    for (const std::uint8_t o : written->view()) {
        char text[3];
        std::snprintf(text, sizeof text, "%02X", o);
        out += text;
    }
    return out;
}

}  // namespace

TEST(tpdu_address, reads_numbers_of_even_and_odd_length) {
    EXPECT_EQ(text_of(read("0B916407214365F7").value), "+46701234567");
    EXPECT_EQ(read("0B916407214365F7").size, 8u);
    EXPECT_EQ(text_of(read("04812143").value), "1234");
    EXPECT_TRUE(read("0081").value.empty());
    EXPECT_EQ(text_of(read("0681BADCFE").value), "*#abc") << "F ends the digits";
}

TEST(tpdu_address, alphanumeric_senders_of_every_length_come_back) {
    const std::string_view all = "ElevenChars";
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const address value(ton::alphanumeric, npi::unknown, all.substr(0, size));
        const auto written = write_address(value, "TP-OA");
        ASSERT_TRUE(written.has_value());
        EXPECT_EQ(written->value[0], (size * 7 + 3) / 4) << "useful semi-octets";
        const auto got = read_address(written->view(), "TP-OA");
        ASSERT_TRUE(got.has_value()) << size;
        EXPECT_EQ(got->value, value);
        EXPECT_TRUE(got->odd.none()) << size;
    }
}

TEST(tpdu_address, an_at_sign_that_is_only_padding_is_taken_away) {
    const auto got = read("0ED0D3B2BDECBEDD00");
    EXPECT_EQ(text_of(got.value), "Seven77");
    EXPECT_EQ(got.odd, only(oddity::counted_padding));
    EXPECT_EQ(text_of(read("0DD0D3B2BDECBEDD00").value), "Seven77");
    EXPECT_TRUE(read("0DD0D3B2BDECBEDD00").odd.none());
    EXPECT_EQ(text_of(read("0ED0CDBC30EC5ECB68").value), "MyBank24");
}

TEST(tpdu_address, what_encoders_do_to_addresses_is_an_oddity_each) {
    EXPECT_EQ(read("0C916407214365F7").odd, only(oddity::counted_filler));
    EXPECT_EQ(text_of(read("0C916407214365F7").value), "+46701234567");
    EXPECT_EQ(read("0B91640721436507").odd, only(oddity::odd_filler));
    EXPECT_EQ(text_of(read("0B91640721436507").value), "+46701234567");
    EXPECT_EQ(read("04112143").odd, only(oddity::no_extension_bit));
    EXPECT_TRUE(read("03D0CF25").odd.has(oddity::odd_address_length));
    EXPECT_EQ(read("04D0CFE5").odd, only(oddity::address_padding));
}

TEST(tpdu_address, refuses_what_is_cut_or_too_long) {
    EXPECT_EQ(read_address(golden::raw(""), "TP-OA").error(), (codec_error{errc::truncated, "TP-OA", 0}));
    EXPECT_EQ(read_address(golden::raw("0B"), "TP-OA").error(), (codec_error{errc::truncated, "TP-OA", 1}));
    EXPECT_EQ(read_address(golden::raw("0B91640721"), "TP-OA").error(), (codec_error{errc::truncated, "TP-OA", 5}));
    EXPECT_EQ(read_address(golden::raw("1591"), "TP-OA").error(), (codec_error{errc::address_too_long, "TP-OA", 0}));
    EXPECT_EQ(read_smsc(golden::raw("")).error(), (codec_error{errc::truncated, "SMSC", 0}));
    EXPECT_EQ(read_smsc(golden::raw("0791")).error(), (codec_error{errc::truncated, "SMSC", 2}));
    EXPECT_EQ(read_smsc(golden::raw("0C91")).error(), (codec_error{errc::smsc_too_long, "SMSC", 0}));
}

TEST(tpdu_address, the_smsc_part_counts_octets) {
    const auto got = read_smsc(golden::raw("07917283010010F5 04"));
    EXPECT_EQ(text_of(got->value), "+27381000015");
    EXPECT_EQ(got->size, 8u);
    EXPECT_TRUE(got->odd.none());
    EXPECT_EQ(hex_of(write_smsc(got->value)), "07917283010010F5");
    EXPECT_EQ(hex_of(write_smsc(address{})), "00");
    EXPECT_EQ(read_smsc(golden::raw("00"))->size, 1u);
    EXPECT_EQ(read_smsc(golden::raw("0191"))->odd, only(oddity::smsc_without_number));
    EXPECT_TRUE(read_smsc(golden::raw("01F1"))->value.empty()) << "a type that looks like a filler";
}

TEST(tpdu_address, an_alphanumeric_smsc_comes_back) {
    for (const std::string_view text : {"A", "AB", "Seven77", "MyBank24", "ElevenChars"}) {
        const address value(ton::alphanumeric, npi::unknown, text);
        EXPECT_EQ(read_smsc(write_smsc(value)->view())->value, value) << text;
    }
}

TEST(tpdu_address, a_text_becomes_a_number_or_a_name) {
    EXPECT_EQ(*parse_address("+46701234567"), address(ton::international, npi::isdn, "46701234567"));
    EXPECT_EQ(*parse_address("*100#"), address(ton::unknown, npi::isdn, "*100#"));
    EXPECT_EQ(*parse_address("Hermod"), address(ton::alphanumeric, npi::unknown, "Hermod"));
    EXPECT_EQ(text_of(*parse_address("Ñandu")), "Ñandu");
    EXPECT_TRUE(parse_address("")->empty());
}

TEST(tpdu_address, a_text_that_no_address_has_is_refused_with_its_place) {
    EXPECT_EQ(parse_address("Œuf").error(), (codec_error{errc::not_an_address, "address", 0}));
    EXPECT_EQ(parse_address("TwelveChars!").error(), (codec_error{errc::address_too_long, "address", 12}));
    EXPECT_EQ(parse_address("+12345678901234567890")->value().size(), max_digits);
    EXPECT_EQ(parse_address("ElevenChars")->value().size(), max_address_septets);
    EXPECT_EQ(parse_address("123456789012345678901").error(), (codec_error{errc::address_too_long, "address", 20}));
    EXPECT_EQ(text_of(*parse_address("+")), "+") << "no number";
    EXPECT_EQ(parse_address("+123456789012345678901").error(), (codec_error{errc::address_too_long, "address", 21}));
}

TEST(tpdu_address, every_type_and_plan_has_a_name) {
    for (unsigned i = 0; i < 8; ++i) EXPECT_FALSE(name(static_cast<ton>(i)).empty());
    for (unsigned i = 0; i < 16; ++i) EXPECT_FALSE(name(static_cast<npi>(i)).empty());
}

RC_GTEST_PROP(tpdu_address, any_octets_are_read_or_refused_and_what_is_read_is_written_again,
              (std::vector<std::uint8_t> octets_in)) {
    const auto got = read_address(octets_in, "TP-OA");
    if (!got) {
        RC_ASSERT(got.error().offset <= octets_in.size());
        return;
    }
    const auto written = write_address(got->value, "TP-OA");
    RC_ASSERT(written.has_value());
    RC_ASSERT(read_address(written->view(), "TP-OA")->value == got->value);
    if (got->odd.none()) {
        RC_ASSERT(std::vector<std::uint8_t>(written->view().begin(), written->view().end()) ==
                  std::vector<std::uint8_t>(octets_in.begin(), octets_in.begin() + static_cast<std::ptrdiff_t>(got->size)));
    }
}

}  // namespace hermod::wire::tpdu
