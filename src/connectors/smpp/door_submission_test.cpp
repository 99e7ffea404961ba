#include "connectors/smpp/door_submission.hpp"

#include <gtest/gtest.h>

#include "wire/smpp/tlv.hpp"

namespace hermod::connectors::smpp {
namespace {

using namespace std::chrono_literals;
using namespace wire::smpp;

const wall_time now = from_micros(1'764'000'000'000'000);

octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

submit_sm a_submit(std::string_view text = "Hello") {
    submit_sm pdu;
    pdu.source_addr_ton = ton::alphanumeric;
    pdu.source_addr = "Shop";
    pdu.dest_addr_ton = ton::international;
    pdu.destination_addr = "447700900123";
    pdu.short_message = as_octets(text);
    return pdu;
}

command_status wrong(const submit_sm& pdu, const door_account& who = {}) {
    return read_submission(pdu, who, now).wrong;
}

TEST(door_submission, reads_the_usual_one) {
    const auto read = read_submission(a_submit(), {}, now);
    ASSERT_TRUE(read.good);
    EXPECT_EQ(read.good->to, "+447700900123");
    EXPECT_EQ(read.good->from, "Shop");
    EXPECT_EQ(read.good->body, "Hello");
    EXPECT_EQ(read.good->coding, encoding::gsm7);
    EXPECT_EQ(read.good->extras, nullptr);
    EXPECT_FALSE(read.good->receipt);
    const submission as = read.good->view(account_id{7});
    EXPECT_EQ(as.via, told_by::session);
    EXPECT_EQ(as.callbacks, std::uint8_t{callback_none});
}

TEST(door_submission, takes_numbers_in_every_usual_form) {
    EXPECT_EQ(number_from(ton::international, "447700900123"), "+447700900123");
    EXPECT_EQ(number_from(ton::unknown, "+447700900123"), "+447700900123");
    EXPECT_EQ(number_from(ton::unknown, "00447700900123"), "+447700900123");
    EXPECT_EQ(number_from(ton::unknown, "44 7700"), "");
    EXPECT_EQ(number_from(ton::unknown, ""), "");
    EXPECT_EQ(sender_from(ton::international, "447700900123"), "+447700900123");
    EXPECT_EQ(sender_from(ton::network_specific, "88222"), "88222");
    submit_sm national = a_submit();
    national.dest_addr_ton = ton::national;
    EXPECT_EQ(wrong(national), command_status::esme_rinvdstton);
    submit_sm none = a_submit();
    none.destination_addr = "";
    EXPECT_EQ(wrong(none), command_status::esme_rinvdstadr);
}

TEST(door_submission, takes_numbers_as_they_are_dialled_in_an_accounts_country) {
    EXPECT_EQ(recipient_from(ton::international, "447700900123", true), "+447700900123");
    EXPECT_EQ(recipient_from(ton::unknown, "0791234567", true), "0791234567");
    EXPECT_EQ(recipient_from(ton::unknown, "0041791234567", true), "0041791234567");
    EXPECT_EQ(recipient_from(ton::unknown, "+41791234567", true), "+41791234567");
    EXPECT_EQ(recipient_from(ton::unknown, "079 123", true), "");
    EXPECT_EQ(recipient_from(ton::unknown, "+", true), "");
    EXPECT_EQ(recipient_from(ton::unknown, "447700900123", false), "+447700900123");
    door_account swiss;
    swiss.dials = true;
    submit_sm national = a_submit();
    national.dest_addr_ton = ton::national;
    national.destination_addr = "791234567";
    const auto read = read_submission(national, swiss, now);
    ASSERT_TRUE(read.good);
    EXPECT_EQ(read.good->to, "791234567");
}

TEST(door_submission, replaces_a_message_by_the_addresses_that_it_was_given) {
    message old;
    old.from = "+12025550123";
    old.to = "+41791234567";
    old.body = "First";
    message_extras more;
    more.was_from = "Shop";
    more.was_to = "0791234567";
    old.extras = std::make_shared<const message_extras>(more);
    replace_sm pdu;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>("Second"), 6};
    door_account who;
    who.senders = {"Shop"};
    const auto read = read_replacement(replacement(pdu), old, who, now);
    ASSERT_TRUE(read.good) << static_cast<int>(read.wrong);
    EXPECT_EQ(read.good->from, "Shop");
    EXPECT_EQ(read.good->to, "0791234567");
    EXPECT_EQ(read.good->body, "Second");
}

TEST(door_submission, names_the_field_that_is_wrong) {
    submit_sm pdu = a_submit();
    pdu.priority_flag = 9;
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvprtflg);
    pdu = a_submit();
    pdu.service_type = "TOOLONG";
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvsertyp);
    pdu = a_submit();
    pdu.source_addr = "Caf\xC3\xA9";
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvsrcadr);
    pdu = a_submit();
    pdu.sm_default_msg_id = 3;
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvdftmsgid);
    pdu = a_submit();
    pdu.schedule_delivery_time = "990230250000000+";
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvsched);
    pdu = a_submit();
    pdu.validity_period = "200101000000000+";
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvexpiry);
    pdu = a_submit("\xFF\xFE");
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvdcs);
    pdu = a_submit("\x09\x00\x03");
    pdu.esm_class = esm_class::udhi;
    EXPECT_EQ(wrong(pdu), command_status::esme_rinvesmclass);
}

TEST(door_submission, lets_an_account_send_as_what_it_may) {
    door_account who;
    who.senders = {"Shop", "+4477*"};
    EXPECT_EQ(wrong(a_submit(), who), command_status::esme_rok);
    submit_sm other = a_submit();
    other.source_addr = "Bank";
    EXPECT_EQ(wrong(other, who), command_status::esme_rinvsrcadr);
    other.source_addr_ton = ton::international;
    other.source_addr = "447700900001";
    EXPECT_EQ(wrong(other, who), command_status::esme_rok);
}

TEST(door_submission, counts_a_relative_validity_from_the_schedule) {
    submit_sm pdu = a_submit();
    pdu.schedule_delivery_time = "000001000000000R";
    pdu.validity_period = "000000010000000R";
    const auto read = read_submission(pdu, {}, now);
    ASSERT_TRUE(read.good);
    EXPECT_EQ(read.good->not_before, now + 24h);
    EXPECT_EQ(read.good->validity, 1h);
}

TEST(door_submission, a_schedule_that_is_past_is_now) {
    submit_sm pdu = a_submit();
    pdu.schedule_delivery_time = "200101000000000+";
    const auto read = read_submission(pdu, {}, now);
    ASSERT_TRUE(read.good);
    EXPECT_EQ(read.good->not_before, wall_time{});
}

TEST(door_submission, wishes_for_receipts_become_callbacks) {
    const auto asked = [](std::uint8_t bits) {
        submit_sm pdu = a_submit();
        pdu.registered_delivery = bits;
        return *read_submission(pdu, {}, now).good;
    };
    EXPECT_EQ(asked(1).callbacks, std::uint8_t{callback_final});
    EXPECT_EQ(asked(2).callbacks, std::uint8_t{callback_failure});
    EXPECT_EQ(asked(3).callbacks, std::uint8_t{callback_success});
    EXPECT_EQ(asked(0x11).callbacks, callback_final | callback_intermediate);
    EXPECT_TRUE(asked(2).receipt);
    EXPECT_FALSE(asked(0x0C).receipt);
    EXPECT_EQ(asked(0x0C).extras->acknowledgements, 0x0C);
}

TEST(door_submission, reads_every_alphabet_by_its_label) {
    submit_sm pdu = a_submit(std::string_view("\x00\x41\x20\xAC", 4));
    pdu.data_coding = data_coding::ucs2;
    auto read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.body, "A€");
    EXPECT_EQ(read.coding, encoding::ucs2);
    EXPECT_EQ(read.data_coding, 0);
    pdu = a_submit("caf\xE9");
    pdu.data_coding = data_coding::latin1;
    read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.body, "café");
    EXPECT_EQ(read.coding, std::nullopt);
    pdu = a_submit("\x01\x02");
    pdu.data_coding = data_coding::jis;
    read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.coding, encoding::binary);
    EXPECT_EQ(read.data_coding, 5);
    pdu = a_submit("Flash");
    pdu.data_coding = data_coding{0xF0};
    read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.coding, encoding::gsm7);
    EXPECT_EQ(read.data_coding, 0xF0);
}

TEST(door_submission, half_a_pair_at_the_edge_of_a_part_travels_as_it_came) {
    submit_sm pdu = a_submit(std::string_view("\x05\x00\x03\x07\x02\x01\x00\x41\xD8\x3D", 10));
    pdu.esm_class = esm_class::udhi;
    pdu.data_coding = data_coding::ucs2;
    const auto read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.coding, encoding::binary);
    EXPECT_EQ(read.data_coding, 8);
    EXPECT_EQ(read.body, std::string("\x00\x41\xD8\x3D", 4));
    EXPECT_EQ(read.udh.size(), 6u);
}

TEST(door_submission, sar_tlvs_become_a_header_and_the_payload_the_text) {
    std::vector<std::uint8_t> tlvs;
    tlv_writer add(tlvs);
    ASSERT_TRUE(add.u16(tlv_tag::sar_msg_ref_num, 0x1234));
    ASSERT_TRUE(add.u8(tlv_tag::sar_total_segments, 2));
    ASSERT_TRUE(add.u8(tlv_tag::sar_segment_seqnum, 1));
    ASSERT_TRUE(add.add(tlv_tag::message_payload, as_octets("Part")));
    ASSERT_TRUE(add.u16(tlv_tag::user_message_reference, 77));
    ASSERT_TRUE(add.add(tlv_tag{0x1400}, as_octets("1201")));
    submit_sm pdu = a_submit("");
    pdu.tlvs = add.view();
    const auto read = *read_submission(pdu, {}, now).good;
    EXPECT_EQ(read.body, "Part");
    EXPECT_EQ(read.udh, std::string("\x05\x00\x03\x34\x02\x01", 6));
    EXPECT_EQ(read.extras->tlvs, std::string("\x02\x04\x00\x02\x00\x4D\x14\x00\x00\x04"
                                             "1201",
                                             14));
}

TEST(door_submission, every_segment_gets_the_short_reference) {
    std::vector<std::uint8_t> tlvs;
    tlv_writer add(tlvs);
    ASSERT_TRUE(add.u16(tlv_tag::sar_msg_ref_num, 0x1234));
    ASSERT_TRUE(add.u8(tlv_tag::sar_total_segments, 2));
    ASSERT_TRUE(add.u8(tlv_tag::sar_segment_seqnum, 1));
    const std::string full(153, 'x');
    submit_sm pdu = a_submit(full);
    pdu.tlvs = add.view();
    EXPECT_EQ(read_submission(pdu, {}, now).good->udh, std::string("\x05\x00\x03\x34\x02\x01", 6));
}

TEST(door_submission, a_replacement_keeps_what_replace_sm_cannot_say) {
    message old;
    old.from = "Shop";
    old.to = "+447700900123";
    old.coding = encoding::ucs2;
    message_extras more;
    more.service_type = "CMT";
    more.tlvs = std::string("\x14\x00\x00\x01x", 5);
    more.group = hermod::message_id{42};
    old.extras = std::make_shared<const message_extras>(more);
    replace_sm pdu;
    pdu.short_message = as_octets(std::string_view("\x20\xAC", 2));
    pdu.registered_delivery = 1;
    const auto read = read_replacement(replacement(pdu), old, {}, now);
    ASSERT_TRUE(read.good);
    EXPECT_EQ(read.good->body, "€");
    EXPECT_EQ(read.good->from, "Shop");
    EXPECT_EQ(read.good->to, "+447700900123");
    EXPECT_EQ(*read.good->extras, more);
    EXPECT_EQ(read.good->not_before, wall_time{});
    // What it leaves empty stays as it was.
    old.not_before = now + 1h;
    old.expires_at = now + 3h;
    const auto later = read_replacement(replacement(pdu), old, {}, now);
    EXPECT_EQ(later.good->not_before, now + 1h);
    EXPECT_EQ(later.good->validity, 2h);
}

}  // namespace
}  // namespace hermod::connectors::smpp
