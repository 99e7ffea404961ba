#include "wire/tpdu/pdu_mode.hpp"

#include <gtest/gtest.h>

#include "wire/tpdu/golden_test_data.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::wire::tpdu::pdu_mode_test {
namespace {

constexpr std::string_view with_smsc = "07917283010010F5 040BC87238880900F10000993092516195800AE8329BFD4697D9EC37";
constexpr std::string_view alone = "040BC87238880900F10000993092516195800AE8329BFD4697D9EC37";
constexpr std::size_t length = 28;

pdu_mode read(std::string_view hex, std::optional<std::size_t> announced = {}) {
    const auto got = read_pdu_mode(golden::raw(hex), announced);
    EXPECT_TRUE(got.has_value()) << hex;
    return got ? *got : pdu_mode{};
}

oddities only(oddity o) {
    oddities out;
    out.set(o);
    return out;
}

}  // namespace

TEST(tpdu_pdu_mode, takes_the_smsc_part_away) {
    for (const auto announced : {std::optional<std::size_t>{}, std::optional<std::size_t>{length}}) {
        const pdu_mode got = read(with_smsc, announced);
        EXPECT_EQ(text_of(got.smsc), "+27381000015");
        EXPECT_EQ(to_hex(got.tpdu), alone);
        EXPECT_TRUE(got.odd.none());
    }
    EXPECT_TRUE(read("00 0100", 2).smsc.empty());
    EXPECT_TRUE(read("00 0100", 2).odd.none());
}

TEST(tpdu_pdu_mode, a_missing_smsc_part_is_told_by_the_announced_length) {
    const pdu_mode got = read(alone, length);
    EXPECT_EQ(to_hex(got.tpdu), alone);
    EXPECT_EQ(got.odd, only(oddity::smsc_missing));
    EXPECT_TRUE(got.smsc.empty());
}

TEST(tpdu_pdu_mode, a_smsc_part_of_a_wrong_length_gives_way_to_the_announced_length) {
    for (const char* smsc : {"06917283010010F5", "0B917283010010F5", "FF917283010010F5", "0891"}) {
        const pdu_mode got = read(std::string(smsc) + std::string(alone), length);
        EXPECT_EQ(to_hex(got.tpdu), alone) << smsc;
        EXPECT_EQ(got.odd, only(oddity::smsc_short)) << smsc;
    }
}

TEST(tpdu_pdu_mode, a_length_that_counts_the_smsc_part_does_not_hide_it) {
    const pdu_mode got = read(with_smsc, length + 8);
    EXPECT_EQ(to_hex(got.tpdu), alone);
    EXPECT_EQ(got.odd, only(oddity::announced_length));
    EXPECT_EQ(to_hex(read("00" + std::string(alone), length + 1).tpdu), alone);
}

TEST(tpdu_pdu_mode, a_status_report_without_smsc_part_is_not_taken_for_one) {
    const std::string_view report = "069A0B916407214365F7621152919032406211523190030A00";
    EXPECT_EQ(to_hex(read(report, 25).tpdu), report);
    EXPECT_EQ(read(report, 25).odd, only(oddity::smsc_missing));
}

TEST(tpdu_pdu_mode, a_length_beyond_the_octets_is_not_believed) {
    const pdu_mode got = read(with_smsc, 99);
    EXPECT_EQ(to_hex(got.tpdu), alone);
    EXPECT_EQ(got.odd, only(oddity::announced_length));
}

TEST(tpdu_pdu_mode, a_length_of_nothing_is_not_believed) {
    EXPECT_EQ(to_hex(read(with_smsc, 0).tpdu), alone);
    EXPECT_EQ(read(with_smsc, 0).odd, only(oddity::announced_length));
    EXPECT_TRUE(read("00", 0).odd.none());
}

TEST(tpdu_pdu_mode, the_longest_address_may_stand_where_the_smsc_part_is_missing) {
    const std::string_view longest = "0414912143658709214365870900006211529190324000";
    EXPECT_EQ(read(longest, longest.size() / 2).odd, only(oddity::smsc_missing));
    EXPECT_EQ(to_hex(read(longest, longest.size() / 2).tpdu), longest);
}

TEST(tpdu_pdu_mode, refuses_what_has_neither) {
    EXPECT_EQ(read_pdu_mode({}).error(), (codec_error{errc::truncated, "SMSC", 0}));
    EXPECT_EQ(read_pdu_mode(golden::raw("0791")).error(), (codec_error{errc::truncated, "SMSC", 2}));
    EXPECT_EQ(read_pdu_mode(golden::raw("FF91")).error(), (codec_error{errc::smsc_too_long, "SMSC", 0}));
}

TEST(tpdu_pdu_mode, the_length_for_cmgs_leaves_the_smsc_part_out) {
    const octets submit = golden::raw("11000B916407281553F80000AA0AE8329BFD4697D9EC37");
    const auto own = write_pdu_mode(submit);
    EXPECT_EQ(own->hex, "0011000B916407281553F80000AA0AE8329BFD4697D9EC37");
    EXPECT_EQ(own->length, 23u);
    const auto given = write_pdu_mode(submit, *parse_address("+27381000015"));
    EXPECT_EQ(given->hex, "07917283010010F511000B916407281553F80000AA0AE8329BFD4697D9EC37");
    EXPECT_EQ(given->length, 23u);
    EXPECT_EQ(write_pdu_mode(submit, address(ton::international, npi::isdn, "12x")).error(),
              (codec_error{errc::not_an_address, "SMSC", 0}));
}

TEST(tpdu_hex, reads_both_cases_and_names_the_offender) {
    std::vector<std::uint8_t> out;
    EXPECT_TRUE(from_hex("00AF", out)->none());
    EXPECT_EQ(*from_hex(" 0aF5 ", out), only(oddity::lower_case_hex));
    EXPECT_EQ(to_hex(out), "00AF0AF5");
    EXPECT_EQ(from_hex("00G1", out).error(), (codec_error{errc::not_hex, "pdu", 2}));
    EXPECT_EQ(from_hex("00A 1", out).error(), (codec_error{errc::not_hex, "pdu", 3}));
    EXPECT_EQ(from_hex("00A", out).error(), (codec_error{errc::odd_hex, "pdu", 3}));
    EXPECT_EQ(to_hex(out), "00AF0AF5") << "a fault leaves the octets as they were";
    EXPECT_TRUE(from_hex("", out)->none());
}

}  // namespace hermod::wire::tpdu::pdu_mode_test
