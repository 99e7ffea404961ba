#include "wire/smpp/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp {
namespace {

using testing::HasSubstr;
using testing::Not;

const described_field& field_named(const description& d, std::string_view name) {
    for (const described_field& f : d.fields) {
        if (f.name == name) return f;
    }
    static const described_field none;
    ADD_FAILURE() << "no field " << name;
    return none;
}

}  // namespace

TEST(smpp_describe, lists_every_field_with_its_offset_and_meaning) {
    const auto d = describe(golden::from_hex(golden::examples()[12].hex));
    EXPECT_EQ(d.pdu, "submit_sm");
    EXPECT_EQ(d.section, "4.2.1.1");
    EXPECT_FALSE(d.fault);
    EXPECT_EQ(field_named(d, "command_status").words, "ESME_ROK: no error");
    EXPECT_EQ(field_named(d, "source_addr").value, "46700000001");
    EXPECT_EQ(field_named(d, "source_addr").offset, 22u);
    EXPECT_EQ(field_named(d, "source_addr").length, 12u);
    EXPECT_EQ(field_named(d, "data_coding").words, "UCS2");
    EXPECT_EQ(field_named(d, "esm_class").words, "store and forward, UDHI");
    EXPECT_EQ(field_named(d, "sm_length").value, "16");
    EXPECT_EQ(field_named(d, "short_message").words, "UDH 6 octets, part 1 of 2 of message 127; \"Grüße\"");
    EXPECT_EQ(field_named(d, "tlv user_message_reference").value, "4660");
    EXPECT_EQ(field_named(d, "tlv 0x1401").words, "vendor specific");
}

TEST(smpp_describe, puts_tlvs_into_words) {
    const auto d = describe(
        golden::from_hex("00000029 80000112 00000000 00000001 423100 0427 0001 01 0606 0003 00 5331 0608 0001 64 0428 0001 50"));
    EXPECT_FALSE(d.fault);
    EXPECT_EQ(d.pdu, "query_broadcast_sm_resp");
    EXPECT_EQ(d.section, "4.6.1.3");
    EXPECT_EQ(field_named(d, "tlv message_state").words, "ENROUTE");
    EXPECT_EQ(field_named(d, "tlv broadcast_area_identifier").words, "by name: S1");
    EXPECT_EQ(field_named(d, "tlv broadcast_area_success").value, "100");
    EXPECT_EQ(field_named(d, "tlv congestion_state").words, "optimum load");
}

TEST(smpp_describe, names_what_only_3_3_has) {
    const auto d = describe(golden::from_hex("00000012 00000022 00000000 00000001 4100"));
    EXPECT_EQ(d.pdu, "param_retrieve");
    EXPECT_EQ(d.section, "");
    EXPECT_EQ(d.fault->suggested_status, command_status::esme_rinvcmdid);
    EXPECT_EQ(field_named(d, "(unread)").hex, "4100");
}

TEST(smpp_describe, covers_every_octet_of_every_golden_pdu) {
    for (const auto& e : golden::examples()) {
        const auto frame = golden::from_hex(e.hex);
        const auto d = describe(frame);
        EXPECT_FALSE(d.fault) << e.name;
        std::size_t at = 0;
        for (const described_field& f : d.fields) {
            EXPECT_EQ(f.offset, at) << e.name << " " << f.name;
            at += f.length;
        }
        EXPECT_EQ(at, frame.size()) << e.name;
    }
}

TEST(smpp_describe, goes_as_far_as_a_broken_pdu_makes_sense_and_names_the_fault) {
    const auto d = describe(golden::from_hex("00000017 00000004 00000000 00000001 00 01 01 34363730"));
    EXPECT_EQ(field_named(d, "source_addr_npi").words, "ISDN (E.164)");
    EXPECT_EQ(field_named(d, "(unread)").hex, "34363730");
    const std::string text = to_text(d);
    EXPECT_THAT(text, HasSubstr("fault: source_addr at octet 19: string without its terminating NUL -> ESME_RINVSRCADR"));
}

TEST(smpp_describe, shows_the_tlvs_before_a_broken_one) {
    const auto d = describe(golden::from_hex("0000001A 00000006 00000000 00000001 0427 0001 02 0424 00FF 41"));
    EXPECT_EQ(field_named(d, "tlv message_state").words, "DELIVERED");
    EXPECT_EQ(field_named(d, "(unread)").hex, "042400FF41");
    EXPECT_STREQ(d.fault->field, "message_payload");
}

TEST(smpp_describe, survives_headers_that_are_not_whole_and_unknown_pdus) {
    EXPECT_EQ(describe({}).fault->code, errc::truncated);
    const auto part = describe(golden::from_hex("00000010 00000004 00"));
    EXPECT_EQ(part.fields.size(), 2u);
    EXPECT_EQ(part.fields[1].words, "submit_sm");
    const auto vendor = describe(golden::from_hex("00000012 00010200 00000000 00000001 CAFE"));
    EXPECT_EQ(vendor.pdu, "unknown");
    EXPECT_EQ(vendor.fault->suggested_status, command_status::esme_rinvcmdid);
    EXPECT_EQ(field_named(vendor, "(unread)").hex, "CAFE");
    const auto http = describe(golden::from_hex("48545450 2F312E31 20343030 20426164 20526571"));
    EXPECT_TRUE(http.fault);
}

TEST(smpp_describe, hides_passwords_unless_asked) {
    const auto frame = golden::from_hex(golden::examples()[0].hex);
    const std::string hidden = to_text(describe(frame));
    EXPECT_THAT(hidden, Not(HasSubstr("secret08")));
    EXPECT_THAT(hidden, Not(HasSubstr("7365637265743038")));
    EXPECT_THAT(to_text(describe(frame, {.show_password = true})), HasSubstr("secret08"));
}

TEST(smpp_describe, lets_no_control_octet_through) {
    // source_addr ESC ] 0 ; BEL, a UCS2 text with a right-to-left override and a C1 control
    const auto frame = golden::from_hex(
        "00000034 00000005 00000000 00000001 00 00 00 1B5D303B0700 00 00 3100 00 00 00 00 00 00 00 08 00 08 202E 0041 009B 2028 "
        "1401 0001 0A");
    ASSERT_EQ(frame.size(), 0x34u);
    const std::string text = to_text(describe(frame));
    EXPECT_THAT(text, HasSubstr("\\x1B]0;\\x07"));
    for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_THAT(text, HasSubstr("\"\xEF\xBF\xBD"
                                "A\xEF\xBF\xBD\xEF\xBF\xBD\""));
}

TEST(smpp_describe, names_oddities) {
    bool seen = false;
    const auto text = to_text(describe(golden::from_hex("00000012 00000015 00000000 00000000 0000")));
    EXPECT_THAT(text, HasSubstr("odd: octets after the last field"));
    EXPECT_THAT(text, HasSubstr("odd: sequence_number outside 1 to 0x7FFFFFFF"));
    for (std::size_t i = 0; i < oddity_count; ++i) seen = seen || words(static_cast<oddity>(i)) == "unknown oddity";
    EXPECT_FALSE(seen) << "each oddity has its words";
}

}  // namespace hermod::wire::smpp
