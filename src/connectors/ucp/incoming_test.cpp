#include "connectors/ucp/incoming.hpp"

#include <gtest/gtest.h>

#include "text/utf.hpp"

namespace hermod::connectors::ucp::incoming_test {
namespace {

using wire::ucp::deliver_message;
using wire::ucp::delivery_notification;

const wall_time now = parse_rfc3339("2026-11-23T15:27:30Z").value();
const deliver_message plain{.adc = "2371", .oadc = "447700900123", .scts = "231126152730", .mt = "3", .msg = "4869201B65"};
const delivery_notification told{.adc = "2371", .oadc = "447700900123", .scts = "231126152730", .dst = "0", .rsn = "000",
                                 .dscts = "231126152735"};

TEST(ucp_incoming, message_from_a_handset_is_read_as_text) {
    const handset_message got = read_message(plain, {});
    EXPECT_EQ(got.from, "447700900123");
    EXPECT_EQ(got.to, "2371");
    EXPECT_EQ(got.body, "Hi €");
    EXPECT_FALSE(got.coding);
    EXPECT_EQ(got.data_coding, 0);
    EXPECT_FALSE(got.extras);
}

TEST(ucp_incoming, originator_is_read_as_otoa_says) {
    EXPECT_EQ(originator_of("447700900123", "1139", {}), "+447700900123");
    EXPECT_EQ(originator_of("10412614190438AB4D", "5039", {}), "ALPHA@NUM");
    EXPECT_EQ(originator_of("XYZ", "5039", {}), "XYZ");  // no name: as it came
    EXPECT_EQ(originator_of("447700900123", "", {}), "447700900123");
    EXPECT_EQ(originator_of("", "1139", {}), "");
    dialect quirks;
    quirks.numbers_are_international = true;
    EXPECT_EQ(originator_of("447700900123", "", quirks), "+447700900123");
    EXPECT_EQ(originator_of("00447700900123", "", quirks), "+447700900123");
    EXPECT_EQ(originator_of("88222", "", quirks), "88222");
}

TEST(ucp_incoming, amsg_is_gsm_or_what_the_dialect_says) {
    dialect ira;
    ira.amsg_is_ira = true;
    deliver_message pdu = plain;
    pdu.msg = "00405B";
    EXPECT_EQ(read_message(pdu, {}).body, "@¡Ä");
    pdu.msg = "405B";
    EXPECT_EQ(read_message(pdu, ira).body, "@[");
}

TEST(ucp_incoming, numeric_message_is_its_digits) {
    deliver_message pdu = plain;
    pdu.mt = "2";
    pdu.msg = "1234";
    EXPECT_EQ(read_message(pdu, {}).body, "1234");
    EXPECT_FALSE(read_message(pdu, {}).coding);
}

TEST(ucp_incoming, transparent_data_are_read_by_their_coding) {
    deliver_message pdu = plain;
    pdu.mt = "4";
    pdu.nb = "0032";
    pdu.msg = "0416044B";
    pdu.xser = "020108";
    handset_message got = read_message(pdu, {});
    EXPECT_EQ(got.body, "Жы");
    EXPECT_EQ(got.data_coding, 8);
    EXPECT_FALSE(got.coding);
    pdu.xser = "020104";
    got = read_message(pdu, {});
    EXPECT_EQ(got.coding, encoding::binary);
    EXPECT_EQ(got.body, "\x04\x16\x04\x4B");
    pdu.xser = "";
    EXPECT_EQ(read_message(pdu, {}).coding, encoding::binary);
    EXPECT_EQ(read_message(pdu, {}).data_coding, 4);
    pdu.nb = "0035";
    pdu.msg = "C8329BFD06";
    pdu.xser = "020100";
    EXPECT_EQ(read_message(pdu, {}).body, "Hello");
    pdu.xser = "";
    pdu.dcs = "0";
    EXPECT_EQ(read_message(pdu, {}).body, "Hello");
}

TEST(ucp_incoming, class_is_kept_in_data_coding) {
    deliver_message pdu = plain;
    pdu.mcls = "0";
    EXPECT_EQ(read_message(pdu, {}).data_coding, 0x10);
    pdu.mt = "4";
    pdu.msg = "01";
    pdu.mcls = "1";
    EXPECT_EQ(read_message(pdu, {}).data_coding, 0x15);
    pdu.xser = "0201F6";
    EXPECT_EQ(read_message(pdu, {}).data_coding, 0xF6);
}

TEST(ucp_incoming, header_is_kept_and_a_language_is_used_up) {
    deliver_message pdu = plain;
    pdu.xser = "0106050003340201";
    EXPECT_EQ(read_message(pdu, {}).udh, std::string("\x05\x00\x03\x34\x02\x01", 6));
    pdu.msg = "1B09";
    pdu.xser = "010403240103";
    const handset_message got = read_message(pdu, {});
    EXPECT_EQ(got.body, "ç");
    EXPECT_EQ(got.udh, "");
    ASSERT_TRUE(got.extras);
    EXPECT_EQ(got.extras->single_shift, 3);
    pdu.xser = "0106050003";  // says more than it holds
    EXPECT_EQ(read_message(pdu, {}).udh, "");
}

TEST(ucp_incoming, half_of_a_pair_waits_for_the_other_part) {
    deliver_message pdu = plain;
    pdu.mt = "4";
    pdu.msg = "0041D83D";
    pdu.xser = "0106050003340201020108";
    const handset_message got = read_message(pdu, {});
    EXPECT_EQ(got.body, "A\xEF\xBF\xBD");
    ASSERT_TRUE(got.extras);
    EXPECT_EQ(got.extras->last_half, 0xD83D);
    pdu.xser = "020108";  // no part of anything
    EXPECT_FALSE(read_message(pdu, {}).extras);
}

TEST(ucp_incoming, pid_and_reply_path_are_kept) {
    deliver_message pdu = plain;
    pdu.rpid = "0064";
    pdu.rpi = "1";
    const handset_message got = read_message(pdu, {});
    ASSERT_TRUE(got.extras);
    EXPECT_EQ(got.extras->protocol_id, 64);
    EXPECT_EQ(got.extras->esm_class, 0x80);
}

TEST(ucp_incoming, nothing_that_a_centre_sends_is_refused_for_its_text) {
    for (const char* mt : {"", "2", "3", "4"})
        for (const char* msg : {"", "X", "123", "ZZ", "FF", "D83D"})
            for (const char* xser : {"", "02", "020108", "020104", "0201FF", "0105050003340201020108"}) {
                deliver_message pdu = plain;
                pdu.mt = mt;
                pdu.msg = msg;
                pdu.xser = xser;
                const handset_message got = read_message(pdu, {});
                if (!got.coding) {
                    EXPECT_TRUE(text::is_utf8(got.body)) << mt << ' ' << msg << ' ' << xser;
                }
            }
}

TEST(ucp_incoming, notification_is_the_networks_word) {
    const auto got = read_notification(told, {}, connector_id{7}, now);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->connector, connector_id{7});
    EXPECT_EQ(got->remote_id, "447700900123:231126152730");
    EXPECT_EQ(got->recipient, "447700900123");
    EXPECT_EQ(got->outcome, state::delivered);
    EXPECT_EQ(got->code, 0u);
    EXPECT_EQ(got->at, now);
    EXPECT_EQ(got->detail, "delivered");
}

TEST(ucp_incoming, notification_of_a_buffered_message_is_not_the_end) {
    delivery_notification pdu = told;
    pdu.dst = "1";
    pdu.rsn = "107";
    const auto got = read_notification(pdu, {}, connector_id{7}, now);
    EXPECT_EQ(got->outcome, state::submitted);
    EXPECT_EQ(got->detail, "buffered: absent subscriber (Rsn 107)");
    pdu.dst = "";
    EXPECT_EQ(read_notification(pdu, {}, connector_id{7}, now)->outcome, state::submitted);
}

TEST(ucp_incoming, notification_of_a_failure_says_why) {
    delivery_notification pdu = told;
    pdu.dst = "2";
    pdu.rsn = "101";
    const auto got = read_notification(pdu, {}, connector_id{7}, now);
    EXPECT_EQ(got->outcome, state::undelivered);
    EXPECT_EQ(got->code, 101u);
    EXPECT_EQ(got->detail, "not delivered: unknown subscriber (Rsn 101)");
    pdu.rsn = "250";
    EXPECT_EQ(read_notification(pdu, {}, connector_id{7}, now)->detail, "not delivered: unknown reason (Rsn 250)");
}

TEST(ucp_incoming, recipient_is_one_name_however_the_centre_spells_it) {
    for (const char* oadc : {"447700900123", "00447700900123", "0447700900123"}) {
        delivery_notification pdu = told;
        pdu.oadc = oadc;
        EXPECT_EQ(read_notification(pdu, {}, connector_id{7}, now)->remote_id, "447700900123:231126152730") << oadc;
    }
    delivery_notification pdu = told;
    pdu.otoa = "1139";
    EXPECT_EQ(read_notification(pdu, {}, connector_id{7}, now)->remote_id, "447700900123:231126152730");
    EXPECT_EQ(read_notification(pdu, {}, connector_id{7}, now)->recipient, "+447700900123");
    dialect quirks;
    quirks.national_receipts = true;
    pdu.oadc = "07700900123";
    EXPECT_EQ(read_notification(pdu, quirks, connector_id{7}, now)->remote_id, "0900123:231126152730");
}

TEST(ucp_incoming, notification_that_names_no_message_is_nobodys) {
    delivery_notification pdu = told;
    pdu.oadc = "";
    EXPECT_FALSE(read_notification(pdu, {}, connector_id{7}, now));
    pdu = told;
    pdu.scts = "";
    EXPECT_FALSE(read_notification(pdu, {}, connector_id{7}, now));
    pdu.scts = "999999999999";
    EXPECT_FALSE(read_notification(pdu, {}, connector_id{7}, now));
}

}  // namespace
}  // namespace hermod::connectors::ucp::incoming_test
