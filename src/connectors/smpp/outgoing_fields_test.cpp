// What a message's own wishes become in its submit_sm, and the other forms of long messages.
#include <gtest/gtest.h>

#include "connectors/smpp/outgoing.hpp"
#include "connectors/smpp/own_tlvs.hpp"

namespace hermod::connectors::smpp::outgoing_fields_test {
namespace {

namespace smpp = wire::smpp;
using namespace std::chrono_literals;
using smpp::tlv_tag;

constexpr wall_time noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h;

struct sample {
    std::shared_ptr<message> what = std::make_shared<message>();
    translation_options options;
    message_extras extras;
    sample(std::string body, encoding coding = encoding::gsm7) {
        what->from = "88222";
        what->to = "+447700900123";
        what->body = std::move(body);
        what->coding = coding;
        what->concat_ref = 0x1234;
    }
    smpp::submit_sm submit(std::uint8_t part = 1) {
        what->extras = std::make_shared<message_extras>(extras);
        out.emplace(options);
        last = out->submit(what, part, noon);
        EXPECT_NE(last.pdu, nullptr) << last.refused;
        return last.pdu ? *last.pdu : smpp::submit_sm{};
    }
    std::optional<outgoing> out;
    outgoing::outcome last;
};

std::string text_of(smpp::octets octets) {
    return {octets.begin(), octets.end()};
}
std::string text_of(std::optional<smpp::octets> octets) {
    return octets ? text_of(*octets) : "none";
}

TEST(smpp_outgoing_fields, message_wins_over_the_connector) {
    sample s("x");
    s.options.service_type = "CMT";
    s.options.priority_flag = 1;
    s.options.protocol_id = 2;
    s.options.esm_class_mode = 3;
    smpp::submit_sm pdu = s.submit();
    EXPECT_EQ(pdu.service_type, "CMT");
    EXPECT_EQ(pdu.priority_flag, 1);
    EXPECT_EQ(pdu.protocol_id, 2);
    EXPECT_EQ(pdu.esm_class, 3);
    s.extras.service_type = "WAP";
    s.extras.priority = 3;
    s.extras.protocol_id = 0x41;
    s.extras.esm_class = smpp::esm_class::datagram | smpp::esm_class::delivery_acknowledgement | smpp::esm_class::reply_path;
    pdu = s.submit();
    EXPECT_EQ(pdu.service_type, "WAP");
    EXPECT_EQ(pdu.priority_flag, 3);
    EXPECT_EQ(pdu.protocol_id, 0x41);
    EXPECT_EQ(pdu.esm_class, 0x01 | 0x08 | 0x80);
}

TEST(smpp_outgoing_fields, no_message_claims_to_be_a_receipt_or_to_have_a_header) {
    sample s("x");
    s.extras.esm_class = smpp::esm_class::delivery_receipt | smpp::esm_class::udhi;
    EXPECT_EQ(s.submit().esm_class, 0);
    s.extras.esm_class = smpp::esm_class::intermediate_notification;
    EXPECT_EQ(s.submit().esm_class, 0);
}

TEST(smpp_outgoing_fields, registered_delivery_is_receipt_acknowledgements_and_the_way) {
    sample s("x");
    s.extras.acknowledgements = 0xFF;
    s.what->callbacks = callback_intermediate | callback_final;
    EXPECT_EQ(s.submit().registered_delivery, 0x01 | 0x0C | 0x10);
    s.what->receipt = false;
    s.extras.acknowledgements = 0x04;
    s.what->callbacks = callback_final;
    EXPECT_EQ(s.submit().registered_delivery, 0x04);
}

TEST(smpp_outgoing_fields, data_coding_goes_as_it_was_given) {
    for (const std::uint8_t octet : {0xF1, 0x10, 0x18, 0xF5, 0x02}) {
        sample gsm7("hi"), ucs2("hi", encoding::ucs2), binary("hi", encoding::binary);
        for (sample* s : {&gsm7, &ucs2, &binary}) {
            s->what->data_coding = octet;
            EXPECT_EQ(static_cast<int>(s->submit().data_coding), octet);
        }
        EXPECT_EQ(text_of(ucs2.last.pdu->short_message), std::string("\0h\0i", 4));
    }
}

TEST(smpp_outgoing_fields, data_coding_of_ascii_and_latin1_is_kept_by_the_text) {
    sample s("@\xC3\xA9");
    s.what->data_coding = 3;
    EXPECT_EQ(text_of(s.submit().short_message), "@\xE9");
    s.what->data_coding = 1;
    s.what->extras.reset();
    outgoing out(s.options);
    EXPECT_NE(out.submit(s.what, 1, noon).refused, "");
    s.what->body = "@";
    EXPECT_EQ(text_of(s.submit().short_message), "@");
    s.options.quirks.dcs1_is_gsm7 = true;
    EXPECT_EQ(text_of(s.submit().short_message), std::string("\0", 1));
}

TEST(smpp_outgoing_fields, header_of_the_senders_own_goes_with_every_encoding) {
    const std::string ports("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    sample gsm7("hi"), ucs2("hi", encoding::ucs2);
    gsm7.what->udh = ucs2.what->udh = ports;
    EXPECT_EQ(text_of(gsm7.submit().short_message), ports + "hi");
    EXPECT_EQ(gsm7.last.pdu->esm_class, smpp::esm_class::udhi);
    EXPECT_EQ(text_of(ucs2.submit().short_message), ports + std::string("\0h\0i", 4));
    sample longer(std::string(200, 'a'));
    longer.what->udh = ports;
    longer.what->parts = 2;
    EXPECT_EQ(text_of(longer.submit(2).short_message).substr(0, 12),
              std::string("\x0B\x00\x03\x34\x02\x02", 6) + ports.substr(1));
}

TEST(smpp_outgoing_fields, own_tlvs_go_with_every_part_and_forbidden_ones_are_counted) {
    sample s(std::string(200, 'a'));
    s.what->parts = 2;
    std::vector<std::uint8_t> raw;
    smpp::tlv_writer tlvs(raw);
    const std::uint8_t vendor[] = {1, 2, 3};
    ASSERT_TRUE(tlvs.u16(tlv_tag::user_message_reference, 77));
    ASSERT_TRUE(tlvs.add(tlv_tag{0x1400}, vendor));
    ASSERT_TRUE(tlvs.add(tlv_tag{0x3FFF}, vendor));
    ASSERT_TRUE(tlvs.u8(tlv_tag::sar_total_segments, 9));
    ASSERT_TRUE(tlvs.add(tlv_tag::message_payload, vendor));
    ASSERT_TRUE(tlvs.c_string(tlv_tag::receipted_message_id, "forged"));
    ASSERT_TRUE(tlvs.add(tlv_tag{0x4000}, vendor));
    raw.push_back(0);  // the beginning of something
    s.extras.tlvs.assign(raw.begin(), raw.end());
    for (const std::uint8_t part : {1, 2}) {
        const smpp::submit_sm pdu = s.submit(part);
        EXPECT_EQ(pdu.tlvs.u16(tlv_tag::user_message_reference), 77);
        EXPECT_EQ(text_of(pdu.tlvs.find(tlv_tag{0x1400})), "\x01\x02\x03");
        EXPECT_EQ(pdu.tlvs.raw().size(), 6u + 7u + 7u);
        EXPECT_EQ(s.last.tlvs_dropped, 5u);
    }
}

TEST(smpp_outgoing_fields, without_tlvs_everything_goes_the_plain_way) {
    sample s(std::string(200, 'a'));
    s.what->parts = 2;
    s.options.without_tlvs = s.options.as_data_sm = true;
    s.extras.tlvs = std::string("\x14\x00\x00\x01x\x14\x01\x00\x00\x04\x24\x00\x00", 13);
    for (const long_form form : {long_form::header, long_form::sar, long_form::payload}) {
        s.options.longer = form;
        const smpp::submit_sm pdu = s.submit();
        EXPECT_TRUE(pdu.tlvs.empty());
        EXPECT_EQ(pdu.esm_class, smpp::esm_class::udhi);
        EXPECT_EQ(s.last.tlvs_dropped, 3u);
    }
}

TEST(smpp_outgoing_fields, sar_tlvs_take_the_place_of_the_header) {
    sample s(std::string(306, 'a'));
    s.what->parts = 2;
    s.options.longer = long_form::sar;
    const smpp::submit_sm pdu = s.submit(2);
    EXPECT_EQ(text_of(pdu.short_message), std::string(153, 'a'));
    EXPECT_EQ(pdu.esm_class, 0);
    EXPECT_EQ(pdu.tlvs.u16(tlv_tag::sar_msg_ref_num), 0x1234);
    EXPECT_EQ(pdu.tlvs.u8(tlv_tag::sar_total_segments), 2);
    EXPECT_EQ(pdu.tlvs.u8(tlv_tag::sar_segment_seqnum), 2);
    // With a header of the sender's own both would be there: then the header alone.
    s.what = std::make_shared<message>(*s.what);
    s.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    s.what->parts = 3;
    EXPECT_TRUE(s.submit(3).tlvs.empty());
    EXPECT_EQ(s.last.pdu->esm_class, smpp::esm_class::udhi);
    sample one("short");
    one.options.longer = long_form::sar;
    EXPECT_TRUE(one.submit().tlvs.empty());
}

TEST(smpp_outgoing_fields, payload_takes_the_whole_text_with_part_one_and_carries_the_others) {
    sample s(std::string(400, 'a'));
    s.what->parts = 3;
    s.options.longer = long_form::payload;
    const smpp::submit_sm pdu = s.submit(1);
    EXPECT_TRUE(pdu.short_message.empty());
    EXPECT_EQ(text_of(pdu.tlvs.find(tlv_tag::message_payload)), std::string(400, 'a'));
    EXPECT_EQ(pdu.esm_class, 0);
    outgoing out(s.options);
    EXPECT_TRUE(out.submit(s.what, 2, noon).carried);
    EXPECT_EQ(out.submit(s.what, 2, noon).pdu, nullptr);
    EXPECT_EQ(out.submit(s.what, 2, noon).refused, "");
    EXPECT_NE(out.submit(s.what, 4, noon).refused, "");
    sample ucs2(std::string(100, 'a'), encoding::ucs2);
    ucs2.what->parts = 2;
    ucs2.what->udh = std::string("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    ucs2.options.longer = long_form::payload;
    EXPECT_EQ(text_of(ucs2.submit().tlvs.find(tlv_tag::message_payload)).size(), 7u + 200u);
    EXPECT_EQ(ucs2.last.pdu->esm_class, smpp::esm_class::udhi);
    sample one("short");
    one.options.longer = long_form::payload;
    EXPECT_EQ(text_of(one.submit().short_message), "short");
}

TEST(smpp_outgoing_fields, data_sm_has_its_text_and_its_time_in_tlvs) {
    sample s("hi");
    s.options.as_data_sm = true;
    s.what->expires_at = noon + 90s;
    outgoing out(s.options);
    const auto made = out.submit(s.what, 1, noon);
    EXPECT_EQ(made.pdu, nullptr);
    ASSERT_NE(made.data, nullptr);
    EXPECT_EQ(text_of(made.data->tlvs.find(tlv_tag::message_payload)), "hi");
    EXPECT_EQ(made.data->tlvs.u32(tlv_tag::qos_time_to_live), 90u);
    EXPECT_EQ(made.data->destination_addr, "447700900123");
    EXPECT_EQ(made.data->registered_delivery, 1);
    // A time that the message brings itself is not said twice.
    s.extras.tlvs = std::string("\x00\x17\x00\x04\x00\x00\x00\x05", 8);
    s.what->extras = std::make_shared<message_extras>(s.extras);
    const auto* own = out.submit(s.what, 1, noon).data;
    ASSERT_NE(own, nullptr);
    EXPECT_EQ(own->tlvs.u32(tlv_tag::qos_time_to_live), 5u);
    EXPECT_EQ(own->tlvs.raw().size(), 4u + 2u + 8u);
}

TEST(smpp_outgoing_fields, default_alphabet_may_be_ascii_or_utf8) {
    sample s("a\xC3\xA9@");
    s.options.quirks.dcs0_is_utf8 = true;
    EXPECT_EQ(text_of(s.submit().short_message), "a\xC3\xA9@");
    s.options.quirks.dcs0_is_utf8 = false;
    s.options.quirks.dcs0_is_ascii = true;
    outgoing out(s.options);
    EXPECT_NE(out.submit(s.what, 1, noon).refused, "");
    s.what->body = "a@";
    EXPECT_EQ(text_of(s.submit().short_message), "a@");
    // What says that it is GSM 7-bit is.
    s.what->data_coding = 0xF1;
    EXPECT_EQ(text_of(s.submit().short_message), std::string("a\0", 2));
}

TEST(smpp_outgoing_fields, plus_stays_where_the_peer_wants_it) {
    sample s("x");
    s.options.quirks.plus_in_addresses = true;
    s.what->from = "+447700900001";
    const smpp::submit_sm pdu = s.submit();
    EXPECT_EQ(pdu.source_addr, "+447700900001");
    EXPECT_EQ(pdu.destination_addr, "+447700900123");
    EXPECT_EQ(pdu.dest_addr_ton, smpp::ton::international);
}

TEST(smpp_outgoing_fields, plain_text_is_one_part_without_a_header) {
    sample s("hi @");
    outgoing out(s.options);
    EXPECT_EQ(out.plain_text(*s.what), std::string_view("hi \0", 4));
    s.what->body.assign(200, 'a');
    EXPECT_EQ(out.plain_text(*s.what), std::nullopt);
    s.what->body = "\xD0\x96";
    EXPECT_EQ(out.plain_text(*s.what), std::nullopt);
    s.what->body = "";
    EXPECT_EQ(out.plain_text(*s.what), "");
}

TEST(smpp_outgoing_fields, data_coding_may_name_cyrillic_or_hebrew) {
    sample s("\xD0\x96", encoding::ucs2);
    s.what->data_coding = 6;
    EXPECT_EQ(text_of(s.submit().short_message), "\xB6");
    s.what->data_coding = 7;
    outgoing out(s.options);
    EXPECT_NE(out.submit(s.what, 1, noon).refused, "");
}

TEST(smpp_outgoing_fields, national_language_is_named_in_every_part_whatever_the_form) {
    sample s("\xC5\x9E");
    s.extras.single_shift = 1;
    EXPECT_EQ(text_of(s.submit().short_message), std::string("\x03\x24\x01\x01", 4) + "\x1B\x53");
    EXPECT_EQ(s.last.pdu->esm_class, smpp::esm_class::udhi);
    s.what = std::make_shared<message>(*s.what);
    s.what->body = s.what->body + std::string(200, 'a');
    s.what->parts = 2;
    for (const long_form form : {long_form::header, long_form::sar, long_form::payload}) {
        s.options.longer = form;
        const smpp::submit_sm pdu = s.submit(2);
        EXPECT_EQ(pdu.esm_class, smpp::esm_class::udhi);
        EXPECT_TRUE(pdu.tlvs.empty());
        EXPECT_NE(text_of(pdu.short_message).substr(0, 9).find(std::string("\x24\x01\x01", 3)), std::string::npos);
    }
}

}  // namespace
}  // namespace hermod::connectors::smpp::outgoing_fields_test
