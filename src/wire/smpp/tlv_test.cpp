#include "wire/smpp/tlv.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp {

using golden::tlvs;

TEST(smpp_tlv, finds_the_first_of_repeated_tags_and_keeps_unknown_ones) {
    const tlv_view view = tlvs("1401 0001 AA 0381 0004 01010131 0381 0004 01010132 7777 0000");
    EXPECT_EQ(view.find(tlv_tag::callback_num)->back(), 0x31);
    EXPECT_EQ(view.find(tlv_tag{0x1401})->front(), 0xAA);
    EXPECT_TRUE(view.find(tlv_tag{0x7777})->empty());
    EXPECT_FALSE(view.find(tlv_tag::message_state));
    std::size_t count = 0;
    for ([[maybe_unused]] const tlv t : view) ++count;
    EXPECT_EQ(count, 4u);
}

TEST(smpp_tlv, reads_numbers_only_of_their_own_length) {
    const tlv_view view = tlvs("0427 0002 0002 0204 0002 1234 0017 0004 00000E10 0210 0001 34");
    EXPECT_FALSE(view.u8(tlv_tag::message_state)) << "two octets are no message_state";
    EXPECT_EQ(view.u16(tlv_tag::user_message_reference), 0x1234);
    EXPECT_EQ(view.u32(tlv_tag::qos_time_to_live), 3600u);
    EXPECT_EQ(view.u8(tlv_tag::sc_interface_version), 0x34);
    EXPECT_FALSE(view.u32(tlv_tag::sc_interface_version));
}

TEST(smpp_tlv, reads_a_string_with_or_without_its_nul) {
    EXPECT_EQ(tlvs("001E 0003 414200").c_string(tlv_tag::receipted_message_id), "AB");
    EXPECT_EQ(tlvs("001E 0002 4142").c_string(tlv_tag::receipted_message_id), "AB");
    EXPECT_EQ(tlvs("001E 0000").c_string(tlv_tag::receipted_message_id), "");
}

TEST(smpp_tlv, stops_before_a_tlv_that_runs_over) {
    const tlv_view view = tlvs("0427 0001 02 0424 0100 41");
    std::size_t count = 0;
    for ([[maybe_unused]] const tlv t : view) ++count;
    EXPECT_EQ(count, 1u);
    EXPECT_EQ(whole_tlvs(view.raw()), 5u);
    EXPECT_FALSE(view.find(tlv_tag::message_payload));
}

TEST(smpp_tlv, writes_what_it_reads_and_refuses_forbidden_lengths) {
    std::vector<std::uint8_t> out{0xFF};
    tlv_writer writer(out);
    EXPECT_FALSE(writer.u8(tlv_tag::message_state, 2).has_error());
    EXPECT_FALSE(writer.u16(tlv_tag::source_port, 2948).has_error());
    EXPECT_FALSE(writer.u32(tlv_tag::qos_time_to_live, 60).has_error());
    EXPECT_FALSE(writer.c_string(tlv_tag::receipted_message_id, "7B").has_error());
    EXPECT_FALSE(writer.c_string(tlv_tag::receipted_message_id, "").has_error());
    EXPECT_EQ(out, golden::from_hex("FF 0427 0001 02 020A 0002 0B84 0017 0004 0000003C 001E 0003 374200 001E 0001 00"));
    EXPECT_EQ(writer.view().u16(tlv_tag::source_port), 2948);
    const auto before = out;
    EXPECT_EQ(writer.u16(tlv_tag::message_state, 2).error().code, errc::bad_tlv_length);
    EXPECT_STREQ(writer.c_string(tlv_tag::receipted_message_id, std::string(65, '1')).error().field, "receipted_message_id");
    EXPECT_EQ(writer.c_string(tlv_tag::receipted_message_id, std::string_view("1\0002", 3)).error().code, errc::contains_nul);
    EXPECT_TRUE(writer.add(tlv_tag::ms_validity, golden::raw("0102")).has_error());
    EXPECT_EQ(out, before);
}

TEST(smpp_tlv, names_the_first_forbidden_length_for_strict_peers) {
    EXPECT_FALSE(check_lengths(tlvs("0427 0001 02 1401 0009 000000000000000000")));
    const auto error = check_lengths(tlvs("0427 0001 02 0204 0001 02"));
    ASSERT_TRUE(error);
    EXPECT_STREQ(error->field, "user_message_reference");
    EXPECT_EQ(error->offset, 5u);
    EXPECT_EQ(error->suggested_status, command_status::esme_rinvtlvlen);
}

TEST(smpp_tlv, finds_each_of_repeated_tags_and_counts_them) {
    const tlv_view view = tlvs("0606 0002 0031 0608 0001 64 0606 0002 0032 0608 0001 FF");
    EXPECT_EQ(view.count(tlv_tag::broadcast_area_identifier), 2u);
    EXPECT_EQ(view.find(tlv_tag::broadcast_area_identifier, 1)->back(), 0x32);
    EXPECT_EQ(view.find(tlv_tag::broadcast_area_success, 1)->back(), 0xFF);
    EXPECT_FALSE(view.find(tlv_tag::broadcast_area_success, 2));
    EXPECT_EQ(view.count(tlv_tag::message_state), 0u);
}

TEST(smpp_tlv, finds_a_tag_by_its_name_or_number) {
    EXPECT_EQ(tag_named("message_payload"), tlv_tag::message_payload);
    EXPECT_EQ(tag_named("0x1401"), tlv_tag{0x1401});
    EXPECT_EQ(tag_named("5121"), tlv_tag{0x1401});
    for (const char* wrong : {"", "0x", "payload", "0x10000", "65536", "-1", "0x1401 ", "1401h"})
        EXPECT_FALSE(tag_named(wrong)) << wrong;
    for (const tlv_row& row : tlv_table()) EXPECT_EQ(tag_named(row.name), row.tag);
}

TEST(smpp_tlv, names_every_tag) {
    EXPECT_EQ(name(tlv_tag::message_payload), "message_payload");
    EXPECT_EQ(name(tlv_tag{0x1400}), "vendor specific");
    EXPECT_EQ(name(tlv_tag{0x3FFF}), "vendor specific");
    EXPECT_EQ(name(tlv_tag{0x4000}), "reserved");
    EXPECT_EQ(tlv_table().size(), 64u);
    for (const tlv_row& row : tlv_table()) EXPECT_LE(row.least, row.most) << row.name;
}

}  // namespace hermod::wire::smpp
