#include "wire/tpdu/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/tpdu/golden_test_data.hpp"

namespace hermod::wire::tpdu {
namespace {

using testing::HasSubstr;

std::string text_for(std::string_view hex, origin from, carrier by = carrier::ack) {
    return to_text(describe(golden::raw(hex), from, by));
}

}  // namespace

TEST(tpdu_describe, a_submit_reads_like_its_table) {
    EXPECT_EQ(text_for("11 00 0B916407281553F8 00 00 AA 0A E8329BFD4697D9EC37", origin::mobile),
              "SMS-SUBMIT  (TS 23.040 section 9.2.2.2)\n"
              "  0    first octet  11                      17  SMS-SUBMIT\n"
              "       TP-RD                                0\n"
              "       TP-VPF                               2  relative\n"
              "       TP-SRR                               0\n"
              "       TP-UDHI                              0\n"
              "       TP-RP                                0\n"
              "  1    TP-MR        00                      0\n"
              "  2    TP-DA        0B916407281553F8        +46708251358  international, ISDN/telephone (E.164)\n"
              "  10   TP-PID       00                      0  short message\n"
              "  11   TP-DCS       00                      0  GSM 7-bit\n"
              "  12   TP-VP        AA                      4 d\n"
              "  13   TP-UDL       0A                      10\n"
              "  14   TP-UD        E8329BFD4697D9EC37      \"hellohello\"\n");
}

TEST(tpdu_describe, says_what_numbers_mean) {
    EXPECT_THAT(text_for("2A 01 038155F5 62115291903240 62115291903240 46 07 00 04 02 ABCD", origin::network),
                testing::AllOf(HasSubstr("70  permanent error: validity period expired"), HasSubstr("7  TP-PID TP-DCS TP-UDL"),
                               HasSubstr("4  8-bit"), HasSubstr("2026-11-25 19:09:23 +01:00")));
    EXPECT_THAT(text_for("00 D3 00", origin::mobile, carrier::error), HasSubstr("211  memory capacity exceeded"));
    EXPECT_THAT(text_for("22 05 00 02 2A 0B916407214365F7 00", origin::mobile), HasSubstr("2  delete an earlier message"));
    EXPECT_THAT(text_for("44 0B916407214365F7 00 00 62115291903240 15 050003A70201906536FB0D8287E574D0DB5D06", origin::network),
                HasSubstr("UDH 6 octets, part 1 of 2 of message 167; \"Hello part one\""));
    EXPECT_THAT(text_for("04 03E121F3 00 C8 62115291903240 00", origin::network),
                HasSubstr("message waiting on: voice, discarded"));
}

TEST(tpdu_describe, goes_as_far_as_the_octets_make_sense_and_names_the_fault) {
    EXPECT_THAT(text_for("11 00 0B91640728", origin::mobile),
                testing::AllOf(HasSubstr("TP-MR"), HasSubstr("fault at octet 7, TP-DA: the octets end before this field")));
    EXPECT_THAT(text_for("03", origin::mobile), HasSubstr("fault at octet 0, TP-MTI: TP-MTI is reserved"));
    EXPECT_THAT(text_for("", origin::mobile), HasSubstr("unknown"));
    EXPECT_THAT(text_for("04 04812143 00 00 62115291903240 0A E8329B", origin::network), HasSubstr("odd: TP-UDL counts more"));
}

TEST(tpdu_describe, a_message_cannot_dress_up_a_terminal) {
    const std::string out = text_for("04 04812143 00 08 62115291903240 06 001B202E000A", origin::network);
    EXPECT_EQ(out.find('\x1B'), std::string::npos);
    EXPECT_EQ(out.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(tpdu_describe, every_golden_message_is_described_without_a_fault) {
    for (const auto& e : golden::examples()) {
        const auto from = std::visit([](const auto& p) { return origin_of(p.type); }, e.pdu);
        const description d = describe(golden::raw(e.hex), from, e.by);
        EXPECT_FALSE(d.fault) << e.name;
        EXPECT_TRUE(d.odd.none()) << e.name;
        std::size_t octets_shown = 0;
        for (const described_field& f : d.fields) octets_shown += f.length;
        EXPECT_EQ(octets_shown, golden::from_hex(e.hex).size()) << e.name << ": each octet once";
    }
}

}  // namespace hermod::wire::tpdu
