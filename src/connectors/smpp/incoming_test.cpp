#include "connectors/smpp/incoming.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::smpp::incoming_test {
namespace {

namespace smpp = wire::smpp;

smpp::octets raw(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

smpp::deliver_sm from_handset(std::string_view text, std::uint8_t coding = 0, std::uint8_t esm_class = 0) {
    smpp::deliver_sm pdu;
    pdu.source_addr_ton = smpp::ton::international;
    pdu.source_addr = "447700900123";
    pdu.destination_addr = "88222";
    pdu.data_coding = smpp::data_coding{coding};
    pdu.esm_class = esm_class;
    pdu.short_message = raw(text);
    return pdu;
}

handset_message message_in(const smpp::deliver_sm& pdu, dialect quirks = {}) {
    return std::get<handset_message>(read_incoming(pdu, quirks, connector_id{3}, wall_time{}));
}

remote_receipt receipt_in(std::string_view text, dialect quirks = {},
                          std::uint8_t esm_class = smpp::esm_class::delivery_receipt) {
    return std::get<remote_receipt>(read_incoming(from_handset(text, 0, esm_class), quirks, connector_id{3}, wall_time{}));
}

TEST(smpp_incoming, reads_the_usual_receipt) {
    const auto r =
        receipt_in("id:0A1 sub:001 dlvrd:001 submit date:2611231200 done date:2611231201 stat:DELIVRD err:000 text:hi");
    EXPECT_EQ(r.remote_id, "0A1");
    EXPECT_EQ(r.outcome, state::delivered);
    EXPECT_EQ(r.code, 0u);
    EXPECT_EQ(r.recipient, "+447700900123");
    EXPECT_EQ(r.detail, "DELIVRD err:000");
    EXPECT_EQ(r.connector, connector_id{3});
}

TEST(smpp_incoming, maps_every_state) {
    const std::pair<const char*, state> rows[] = {
        {"DELIVRD", state::delivered},  {"UNDELIV", state::undelivered}, {"EXPIRED", state::expired},
        {"REJECTD", state::rejected},   {"DELETED", state::undelivered}, {"UNKNOWN", state::undelivered},
        {"ACCEPTD", state::submitted},  {"ENROUTE", state::submitted},   {"BUFFRED", state::submitted},
        {"FAILED", state::undelivered}, {"GARBAGE", state::submitted}};
    for (const auto& [word, wanted] : rows) EXPECT_EQ(receipt_in(std::string("id:1 stat:") + word).outcome, wanted) << word;
    dialect quirks;
    quirks.accepted_is_delivered = true;
    EXPECT_EQ(receipt_in("id:1 stat:ACCEPTD", quirks).outcome, state::delivered);
}

TEST(smpp_incoming, intermediate_notification_of_a_failed_try_is_not_the_end) {
    EXPECT_EQ(receipt_in("id:1 stat:UNDELIV", {}, smpp::esm_class::intermediate_notification).outcome, state::submitted);
    EXPECT_EQ(receipt_in("id:1 stat:DELIVRD", {}, smpp::esm_class::intermediate_notification).outcome, state::delivered);
}

TEST(smpp_incoming, reads_error_numbers_in_both_bases) {
    EXPECT_EQ(error_number("017"), 17u);
    EXPECT_EQ(error_number("1F"), 31u);
    EXPECT_EQ(error_number("0x0b"), 11u);
    EXPECT_EQ(error_number("none"), 0u);
    EXPECT_EQ(error_number(""), 0u);
}

TEST(smpp_incoming, tlvs_make_a_receipt_of_an_empty_data_sm) {
    std::vector<std::uint8_t> buffer;
    smpp::tlv_writer tlvs(buffer);
    ASSERT_TRUE(tlvs.c_string(smpp::tlv_tag::receipted_message_id, "abc"));
    ASSERT_TRUE(tlvs.u8(smpp::tlv_tag::message_state, 5));
    const std::uint8_t error[] = {3, 0, 27};
    ASSERT_TRUE(tlvs.add(smpp::tlv_tag::network_error_code, error));
    smpp::data_sm pdu;
    pdu.tlvs = tlvs.view();
    const auto r = std::get<remote_receipt>(read_incoming(pdu, {}, connector_id{3}, wall_time{}));
    EXPECT_EQ(r.remote_id, "abc");
    EXPECT_EQ(r.outcome, state::undelivered);
    EXPECT_EQ(r.code, 27u);
    EXPECT_EQ(r.detail, "UNDELIV");
}

TEST(smpp_incoming, receipts_by_text_only_where_the_dialect_says_so) {
    const auto pdu = from_handset("id:1 stat:DELIVRD");
    EXPECT_EQ(message_in(pdu).body, "id:1 stat:DELIVRD");
    dialect quirks;
    quirks.receipts_by_text = true;
    EXPECT_TRUE(std::holds_alternative<remote_receipt>(read_incoming(pdu, quirks, connector_id{3}, wall_time{})));
}

TEST(smpp_incoming, receipt_without_an_id_is_nameless) {
    const auto read =
        read_incoming(from_handset("stat:DELIVRD", 0, smpp::esm_class::delivery_receipt), {}, connector_id{3}, wall_time{});
    EXPECT_TRUE(std::holds_alternative<nameless_receipt>(read));
}

TEST(smpp_incoming, decodes_by_data_coding) {
    EXPECT_EQ(message_in(from_handset(std::string_view("a\0", 2), 0)).body, "a@");
    EXPECT_EQ(message_in(from_handset("a\xE9", 3)).body, "a\xC3\xA9");
    EXPECT_EQ(message_in(from_handset("\x04\x16", 8)).body, "\xD0\x96");
    EXPECT_EQ(message_in(from_handset("\x04\x16", 0x18)).body, "\xD0\x96");
    EXPECT_EQ(message_in(from_handset("a\xE9", 1)).body, "a\xEF\xBF\xBD");
    EXPECT_EQ(message_in(from_handset(std::string_view("\0", 1), 0xF1)).body, "@");
    for (const std::uint8_t coding : {2, 4, 5, 0xF5}) {
        const auto m = message_in(from_handset("\xE9\x01", coding));
        EXPECT_EQ(m.coding, encoding::binary) << int{coding};
        EXPECT_EQ(m.body, "\xE9\x01");
        EXPECT_EQ(m.data_coding, coding);
    }
    EXPECT_EQ(message_in(from_handset("x")).coding, std::nullopt);
}

TEST(smpp_incoming, dialect_changes_the_alphabets) {
    dialect quirks;
    quirks.dcs0_is_latin1 = quirks.dcs1_is_gsm7 = quirks.ucs2_little_endian = true;
    EXPECT_EQ(message_in(from_handset("\xE9"), quirks).body, "\xC3\xA9");
    EXPECT_EQ(message_in(from_handset(std::string_view("\0", 1), 1), quirks).body, "@");
    EXPECT_EQ(message_in(from_handset("\x16\x04", 8), quirks).body, "\xD0\x96");
    dialect packed;
    packed.packed_gsm7 = true;
    EXPECT_EQ(message_in(from_handset("\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"), packed).body, "hellohello");
    EXPECT_EQ(message_in(from_handset(""), packed).body, "");
}

TEST(smpp_incoming, keeps_the_header_and_its_numbers) {
    const std::string text("\x05\x00\x03\x07\x02\x01hi", 8);
    const auto m = message_in(from_handset(text, 0, smpp::esm_class::udhi));
    EXPECT_EQ(m.udh, text.substr(0, 6));
    EXPECT_EQ(m.body, "hi");
    EXPECT_EQ(m.from, "+447700900123");
    EXPECT_EQ(m.to, "88222");
    // A header that overruns stays in the text.
    EXPECT_EQ(message_in(from_handset("\x40hi", 4, smpp::esm_class::udhi)).body, "\x40hi");
}

TEST(smpp_incoming, makes_a_header_of_sar_tlvs) {
    std::vector<std::uint8_t> buffer;
    smpp::tlv_writer tlvs(buffer);
    ASSERT_TRUE(tlvs.u16(smpp::tlv_tag::sar_msg_ref_num, 0x0102));
    ASSERT_TRUE(tlvs.u8(smpp::tlv_tag::sar_total_segments, 3));
    auto pdu = from_handset("x");
    pdu.tlvs = tlvs.view();
    EXPECT_EQ(message_in(pdu).udh, "");  // all three or none
    ASSERT_TRUE(tlvs.u8(smpp::tlv_tag::sar_segment_seqnum, 2));
    pdu.tlvs = tlvs.view();
    EXPECT_EQ(message_in(pdu).udh, std::string("\x06\x08\x04\x01\x02\x03\x02", 7));
}

TEST(smpp_incoming, default_alphabet_may_be_ascii_or_utf8) {
    dialect ascii, utf8;
    ascii.dcs0_is_ascii = utf8.dcs0_is_utf8 = true;
    EXPECT_EQ(message_in(from_handset("a@\xE9"), ascii).body, "a@\xEF\xBF\xBD");
    EXPECT_EQ(message_in(from_handset("a@\xC3\xA9\xE9"), utf8).body, "a@\xC3\xA9\xEF\xBF\xBD");
}

TEST(smpp_incoming, byte_order_mark_decides_the_order) {
    EXPECT_EQ(message_in(from_handset(std::string("\xFF\xFE\x16\x04", 4), 8)).body, "\xD0\x96");
    EXPECT_EQ(message_in(from_handset(std::string("\xFE\xFF\x04\x16", 4), 8)).body, "\xD0\x96");
    dialect little;
    little.ucs2_little_endian = true;
    EXPECT_EQ(message_in(from_handset(std::string("\xFE\xFF\x04\x16", 4), 8), little).body, "\xD0\x96");
    EXPECT_EQ(message_in(from_handset(std::string("\xFF\xFE\x16\x04", 4), 8), little).body, "\xD0\x96");
}

// U+1F600 is D83D DE00.
TEST(smpp_incoming, pair_cut_between_two_parts_can_be_joined) {
    const std::string first = std::string("\x05\x00\x03\x07\x02\x01", 6) + std::string("\0a\xD8\x3D", 4);
    const std::string second = std::string("\x05\x00\x03\x07\x02\x02", 6) + std::string("\xDE\x00\0b", 4);
    const handset_message end = message_in(from_handset(first, 8, smpp::esm_class::udhi));
    const handset_message beginning = message_in(from_handset(second, 8, smpp::esm_class::udhi));
    EXPECT_EQ(end.body, "a\xEF\xBF\xBD");
    EXPECT_EQ(end.extras->last_half, 0xD83D);
    EXPECT_EQ(end.extras->first_half, 0);
    EXPECT_EQ(beginning.body, "\xEF\xBF\xBD" "b");
    EXPECT_EQ(beginning.extras->first_half, 0xDE00);
    // Not at the edge where a pair could be cut, and not without a concatenation: nobody will bring the other half.
    EXPECT_EQ(message_in(from_handset(std::string("\xD8\x3D", 2), 8)).body, "\xEF\xBF\xBD");
    const std::string odd = std::string("\x05\x00\x03\x07\x02\x02", 6) + std::string("\xD8\x3D\0b", 4);
    EXPECT_EQ(message_in(from_handset(odd, 8, smpp::esm_class::udhi)).body, "\xEF\xBF\xBD" "b");
    const std::string ports = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7) + std::string("\xD8\x3D", 2);
    EXPECT_EQ(message_in(from_handset(ports, 8, smpp::esm_class::udhi)).body, "\xEF\xBF\xBD");
}

TEST(smpp_incoming, pair_cut_between_sar_segments_can_be_joined_in_either_byte_order) {
    std::vector<std::uint8_t> buffer;
    smpp::tlv_writer tlvs(buffer);
    ASSERT_TRUE(tlvs.u16(smpp::tlv_tag::sar_msg_ref_num, 1));
    ASSERT_TRUE(tlvs.u8(smpp::tlv_tag::sar_total_segments, 2));
    ASSERT_TRUE(tlvs.u8(smpp::tlv_tag::sar_segment_seqnum, 1));
    dialect little;
    little.ucs2_little_endian = true;
    auto pdu = from_handset("\x3D\xD8", 8);
    pdu.tlvs = tlvs.view();
    EXPECT_EQ(message_in(pdu, little).extras->last_half, 0xD83D);
}

TEST(smpp_incoming, international_plus_is_added_once_and_to_unknown_ton_where_the_dialect_says_so) {
    auto pdu = from_handset("x");
    pdu.source_addr = "+447700900123";
    EXPECT_EQ(message_in(pdu).from, "+447700900123");
    pdu.source_addr_ton = smpp::ton::unknown;
    pdu.source_addr = "447700900123";
    EXPECT_EQ(message_in(pdu).from, "447700900123");
    dialect quirks;
    quirks.unknown_ton_is_international = true;
    EXPECT_EQ(message_in(pdu, quirks).from, "+447700900123");
    EXPECT_EQ(message_in(pdu, quirks).to, "88222");
    pdu.source_addr = "SomeSender";
    EXPECT_EQ(message_in(pdu, quirks).from, "SomeSender");
}

TEST(smpp_incoming, receipts_that_are_not_swapped_name_the_handset_as_destination) {
    auto pdu = from_handset("id:1 stat:DELIVRD", 0, smpp::esm_class::delivery_receipt);
    pdu.source_addr = "88222";
    pdu.source_addr_ton = smpp::ton::unknown;
    pdu.destination_addr = "447700900123";
    pdu.dest_addr_ton = smpp::ton::international;
    dialect quirks;
    quirks.receipts_not_swapped = true;
    EXPECT_EQ(std::get<remote_receipt>(read_incoming(pdu, quirks, connector_id{3}, wall_time{})).recipient, "+447700900123");
}

TEST(smpp_incoming, reads_receipts_with_missing_and_odd_fields) {
    for (const char* text : {"id:7 stat:DELIVRD", "id:7 stat:DELIVRD err: text:", "stat:DELIVRD id:7 done date:20261123120059 x:y",
                             "ID:7 SUB:001 Submit Date:0001010000 STAT:delivrd ERR:0", "id:7 done date:180711070003912+ stat:DELIVRD",
                             "id:7 submit date:261123 done date:garbage stat:DELIVRD Text:id:8 stat:UNDELIV"}) {
        const auto r = receipt_in(text);
        EXPECT_EQ(r.remote_id, "7") << text;
        EXPECT_EQ(r.outcome, state::delivered) << text;
        EXPECT_EQ(r.code, 0u) << text;
    }
}

TEST(smpp_incoming, hands_on_what_a_message_has_besides_its_text) {
    EXPECT_EQ(message_in(from_handset("x")).extras, nullptr);
    std::vector<std::uint8_t> buffer;
    smpp::tlv_writer tlvs(buffer);
    ASSERT_TRUE(tlvs.u16(smpp::tlv_tag::user_message_reference, 0x0102));
    ASSERT_TRUE(tlvs.add(smpp::tlv_tag::message_payload, raw("hi")));
    auto pdu = from_handset("");
    pdu.tlvs = tlvs.view();
    pdu.protocol_id = 0x41;
    pdu.service_type = "CMT";
    pdu.esm_class = smpp::esm_class::reply_path;
    const auto m = message_in(pdu);
    EXPECT_EQ(m.body, "hi");
    ASSERT_NE(m.extras, nullptr);
    EXPECT_EQ(m.extras->tlvs, std::string("\x02\x04\x00\x02\x01\x02", 6));
    EXPECT_EQ(m.extras->protocol_id, 0x41);
    EXPECT_EQ(m.extras->service_type, "CMT");
    EXPECT_EQ(m.extras->esm_class, smpp::esm_class::reply_path);
}

TEST(smpp_incoming, reads_cyrillic_and_hebrew) {
    EXPECT_EQ(message_in(from_handset("\xB6", 6)).body, "\xD0\x96");
    EXPECT_EQ(message_in(from_handset("\xE0", 7)).body, "\xD7\x90");
    EXPECT_EQ(message_in(from_handset("\xE0", 7)).coding, std::nullopt);
}

TEST(smpp_incoming, reads_the_tables_of_the_language_that_the_header_names) {
    const std::string turkish = std::string("\x03\x24\x01\x01", 4) + "\x1B\x53";  // single shift 1, S with cedilla
    EXPECT_EQ(message_in(from_handset(turkish, 0, smpp::esm_class::udhi)).body, "\xC5\x9E");
    EXPECT_EQ(message_in(from_handset("\x1B\x53")).body, "S");
}

}  // namespace
}  // namespace hermod::connectors::smpp::incoming_test
