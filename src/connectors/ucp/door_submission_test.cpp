#include "connectors/ucp/door_submission.hpp"

#include <gtest/gtest.h>

#include "text/utf.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"

namespace hermod::connectors::ucp::door_submission_test {
namespace {

using namespace std::chrono_literals;
using wire::ucp::error_code;
using wire::ucp::submit_message;

const wall_time now = parse_rfc3339("2026-11-25T22:30:30.5Z").value();
const door_clock an_hour_ahead{60min};
const dialect plain;

submit_message hello() {
    return {.adc = "447700900123", .oadc = "88222", .mt = "3", .msg = "4869"};
}
door_submission taken(const submit_message& pdu, const dialect& quirks = plain) {
    auto read = read_submission(pdu, {quirks, an_hour_ahead, now});
    EXPECT_TRUE(read.good) << read.why;
    return read.good.value_or(door_submission{});
}
int refused(const submit_message& pdu, const dialect& quirks = plain) {
    const auto read = read_submission(pdu, {quirks, an_hour_ahead, now});
    EXPECT_FALSE(read.good);
    EXPECT_NE(*read.why, '\0');
    return static_cast<int>(read.wrong);
}

TEST(ucp_door_submission, reads_a_text_with_its_addresses) {
    const auto got = taken(hello());
    EXPECT_EQ(got.adc, "447700900123");
    EXPECT_EQ(got.to, "+447700900123");
    EXPECT_EQ(got.from, "88222");
    EXPECT_EQ(got.body, "Hi");
    EXPECT_EQ(got.coding, encoding::gsm7);
    EXPECT_FALSE(got.receipt);
    EXPECT_FALSE(got.validity);
    EXPECT_EQ(got.extras, nullptr);
    const submission view = got.view(account_id{7}, "447700900123:251126233030");
    EXPECT_EQ(view.client_ref, "447700900123:251126233030");
    EXPECT_EQ(view.via, told_by::session);
    EXPECT_EQ(view.callbacks, callback_none);
}

TEST(ucp_door_submission, reads_recipients_with_and_without_00_and_nothing_else) {
    auto pdu = hello();
    pdu.adc = "00447700900123";
    EXPECT_EQ(taken(pdu).to, "+447700900123");
    for (const auto wrong : {"", "00", "44a", "+447700900123"}) {
        pdu.adc = wrong;
        EXPECT_EQ(refused(pdu), 6) << wrong;
    }
}

TEST(ucp_door_submission, reads_senders_by_otoa) {
    auto pdu = hello();
    pdu.oadc = "447700900999";
    EXPECT_EQ(taken(pdu).from, "447700900999");
    pdu.otoa = "1139";
    EXPECT_EQ(taken(pdu).from, "+447700900999");
    pdu.oadc = "10412614190438AB4D";
    pdu.otoa = "5039";
    EXPECT_EQ(taken(pdu).from, "ALPHA@NUM");
    pdu.oadc = "";
    EXPECT_EQ(refused(pdu), 2);
    pdu.otoa = "";
    EXPECT_EQ(taken(pdu).from, "");
}

TEST(ucp_door_submission, reads_amsg_in_the_gsm_alphabet_or_in_ira) {
    auto pdu = hello();
    pdu.msg = "00401B281B65";
    EXPECT_EQ(taken(pdu).body, "@¡{€");
    dialect ira;
    ira.amsg_is_ira = true;
    pdu.msg = "40417B";
    const auto got = taken(pdu, ira);
    EXPECT_EQ(got.body, "@A{");
    EXPECT_EQ(got.coding, std::nullopt);
    pdu.msg = "FF";
    EXPECT_EQ(refused(pdu), 28);
    pdu.msg = "4";
    EXPECT_EQ(refused(pdu), 2);
    pdu.msg = "4G";
    EXPECT_EQ(refused(pdu), 2);
}

TEST(ucp_door_submission, reads_numeric_text_and_refuses_none) {
    auto pdu = hello();
    pdu.mt = "2";
    pdu.msg = "0123456789";
    EXPECT_EQ(taken(pdu).body, "0123456789");
    pdu.mt = "";
    EXPECT_EQ(refused(pdu), 23);
}

TEST(ucp_door_submission, refuses_a_numeric_text_of_other_characters) {
    submit_message pdu;
    pdu.adc = "447700900123";
    pdu.mt = "2";
    pdu.msg = "+46 70-123*4#";
    EXPECT_TRUE(read_submission(pdu, {plain, an_hour_ahead, now}).good);
    for (const char* wrong : {"48\xff", "4A", "\x01"}) {
        pdu.msg = wrong;
        EXPECT_EQ(refused(pdu), 2) << wrong;
    }
}

TEST(ucp_door_submission, reads_transparent_data_by_its_coding) {
    auto pdu = hello();
    pdu.mt = "4";
    pdu.nb = "0016";
    pdu.msg = "0436";
    EXPECT_EQ(taken(pdu).coding, encoding::binary);  // without a word on its coding
    pdu.xser = "020108";
    auto got = taken(pdu);
    EXPECT_EQ(got.body, "ж");
    EXPECT_EQ(got.coding, encoding::ucs2);
    EXPECT_EQ(got.data_coding, 0);
    pdu.xser = "020118";
    got = taken(pdu);
    EXPECT_EQ(got.coding, encoding::ucs2);
    EXPECT_EQ(got.data_coding, 0x18);
    pdu.xser = "0201F5";
    got = taken(pdu);
    EXPECT_EQ(got.coding, encoding::binary);
    EXPECT_EQ(got.body, "\x04\x36");
    EXPECT_EQ(got.data_coding, 0xF5);
    pdu.xser = "020100";  // packed septets: "Hi"
    pdu.nb = "0014";
    pdu.msg = "C834";
    got = taken(pdu);
    EXPECT_EQ(got.coding, encoding::gsm7);
    EXPECT_EQ(got.body, "Hi");
    pdu.nb = "0099";
    EXPECT_EQ(refused(pdu), 2);
}

TEST(ucp_door_submission, reads_the_class_of_mcls) {
    auto pdu = hello();
    pdu.mcls = "0";
    EXPECT_EQ(taken(pdu).data_coding, 0x10);
    pdu.xser = "020100";  // XSer is the newer word
    EXPECT_EQ(taken(pdu).data_coding, 0);
}

TEST(ucp_door_submission, keeps_a_header_and_half_a_pair_in_a_part) {
    auto pdu = hello();
    pdu.xser = "0106050003070201";
    EXPECT_EQ(taken(pdu).udh, std::string("\x05\x00\x03\x07\x02\x01", 6));
    pdu.mt = "4";
    pdu.nb = "0016";
    pdu.msg = "D83D";
    pdu.xser = "0106050003070201020108";
    const auto got = taken(pdu);
    EXPECT_EQ(got.coding, encoding::binary);
    EXPECT_EQ(got.data_coding, 8);
    EXPECT_EQ(got.body, "\xD8\x3D");
    pdu.xser = "020108";
    EXPECT_EQ(refused(pdu), 28);
    pdu.xser = "0106050003070202011";
    EXPECT_EQ(refused(pdu), 2);
    pdu.xser = "010605000307";
    EXPECT_EQ(refused(pdu), 2);
    pdu.xser = "0102FF00";
    EXPECT_EQ(refused(pdu), 2);
}

TEST(ucp_door_submission, reads_times_in_the_doors_own_zone) {
    auto pdu = hello();
    pdu.vp = "2511262345";  // a quarter to midnight here is a quarter to eleven in UTC
    EXPECT_EQ(taken(pdu).validity, 869s);
    pdu.vp = "2511262330";  // this minute still counts
    EXPECT_EQ(taken(pdu).validity, 29s);
    pdu.vp = "2511262329";
    EXPECT_EQ(refused(pdu), 22);
    pdu.vp = "9999999999";
    EXPECT_EQ(refused(pdu), 22);
    pdu.vp = "";
    pdu.dd = "1";
    pdu.ddt = "2611260030";
    EXPECT_EQ(taken(pdu).not_before, parse_rfc3339("2026-11-25T23:30:00Z").value());
    pdu.vp = "2611260130";
    EXPECT_EQ(taken(pdu).validity, 1h);  // from then on
    pdu.vp = "";
    pdu.ddt = "2411260030";
    EXPECT_EQ(taken(pdu).not_before, wall_time{});  // past: at once
    pdu.ddt = "2611280030";
    EXPECT_EQ(refused(pdu), 22);
    pdu.dd = "0";
    EXPECT_EQ(taken(pdu).not_before, wall_time{});
}

TEST(ucp_door_submission, reads_which_notifications_are_wanted) {
    auto pdu = hello();
    pdu.nt = "7";
    EXPECT_EQ(taken(pdu).callbacks, callback_none);  // NRq asks, NT only says of what
    pdu.nrq = "1";
    const std::pair<const char*, int> rows[] = {{"", callback_final},
                                                {"0", callback_none},
                                                {"1", callback_success},
                                                {"2", callback_failure},
                                                {"3", callback_final},
                                                {"4", callback_intermediate},
                                                {"7", callback_final | callback_intermediate}};
    for (const auto& [nt, callbacks] : rows) {
        pdu.nt = nt;
        EXPECT_EQ(taken(pdu).callbacks, callbacks) << nt;
        EXPECT_EQ(taken(pdu).receipt, callbacks != callback_none) << nt;
    }
    dialect other;
    other.nt_buffered_first = true;
    pdu.nt = "6";
    EXPECT_EQ(taken(pdu, other).callbacks, callback_final);
}

TEST(ucp_door_submission, keeps_what_else_is_wished) {
    auto pdu = hello();
    pdu.rpid = "0127";
    pdu.pr = "2";
    pdu.rpi = "1";
    pdu.xser =
        "0C03616263"
        "0D0101";
    auto got = taken(pdu);
    ASSERT_TRUE(got.extras);
    EXPECT_EQ(got.extras->protocol_id, 127);
    EXPECT_EQ(got.extras->priority, 2);
    EXPECT_EQ(got.extras->esm_class, 0x81);  // tried once
    EXPECT_EQ(got.extras->tlvs, std::string("\x06\x0B\x00\x03"
                                            "abc",
                                            7));
    pdu.nrq = "1";
    EXPECT_EQ(taken(pdu).extras->esm_class, 0x80);  // who wants to be told must have the other
    pdu.rpid = "0300";
    EXPECT_EQ(refused(pdu), 2);
}

TEST(ucp_door_submission, reads_the_older_operations) {
    const auto sms = taken(as_submit(
        wire::ucp::sms_transfer{.adc = "447700900123", .oadc = "88222", .nrq = "1", .vp = "2511262345", .amsg = "4869"}));
    EXPECT_EQ(sms.body, "Hi");
    EXPECT_EQ(sms.callbacks, callback_final);
    EXPECT_EQ(sms.validity, 869s);
    const auto call = taken(as_submit(wire::ucp::call_input{.adc = "447700900123", .oadc = "88222", .mt = "2", .msg = "42"}));
    EXPECT_EQ(call.body, "42");
    wire::ucp::multiple_call_input many{.oadc = "88222", .mt = "3", .msg = "4869"};
    EXPECT_EQ(taken(as_submit(many, "447700900124")).to, "+447700900124");
    wire::ucp::supplementary_call_input more{.adc = "447700900123", .oadc = "88222"};
    more.mt = "3";
    more.msg = "4869";
    more.um = "1";
    more.dd = "1";
    more.ddt = "2611260030";
    EXPECT_EQ(refusal_of(more), error_code::none);
    EXPECT_EQ(taken(as_submit(more)).extras->priority, 3);
    EXPECT_NE(taken(as_submit(more)).not_before, wall_time{});
    more.rp = "1";
    EXPECT_EQ(static_cast<int>(refusal_of(more)), 10);
    more.rp = "";
    more.rc = "1";
    EXPECT_EQ(static_cast<int>(refusal_of(more)), 16);
    more.ga = wire::ucp::address_list(1, "north");
    EXPECT_EQ(static_cast<int>(refusal_of(more)), 9);
}

TEST(ucp_door_submission, a_modification_keeps_what_it_does_not_say) {
    message old;
    old.to = "+447700900123";
    old.from = "88222";
    old.body = "Hi";
    old.udh = std::string("\x03\x24\x01\x01", 4);
    old.callbacks = callback_final;
    old.receipt = true;
    old.not_before = now + 1h;
    old.expires_at = now + 3h;
    auto more = std::make_shared<message_extras>();
    more->priority = 1;
    old.extras = more;
    auto got = read_modification({.adc = "447700900123"}, old, {plain, an_hour_ahead, now});
    ASSERT_TRUE(got.good);
    EXPECT_EQ(got.good->body, "Hi");
    EXPECT_EQ(got.good->udh, old.udh);
    EXPECT_EQ(got.good->validity, 2h);
    EXPECT_EQ(got.good->not_before, now + 1h);
    EXPECT_EQ(got.good->callbacks, callback_final);
    EXPECT_EQ(got.good->extras->priority, 1);
    wire::ucp::modify_message pdu{.adc = "447700900123", .nrq = "0", .mt = "3", .msg = "596F"};
    pdu.pr = "3";
    got = read_modification(pdu, old, {plain, an_hour_ahead, now});
    ASSERT_TRUE(got.good);
    EXPECT_EQ(got.good->body, "Yo");
    EXPECT_EQ(got.good->udh, "");
    EXPECT_FALSE(got.good->receipt);
    EXPECT_EQ(got.good->extras->priority, 3);
}

TEST(ucp_door_submission, a_refusal_has_its_code_and_a_sentence_that_sm_can_carry) {
    EXPECT_EQ(code_of({"to", "no_route", ""}), error_code::adc_invalid);
    EXPECT_EQ(code_of({"body", "text_too_long", ""}), error_code::message_too_long);
    EXPECT_EQ(code_of({"", "something_new", ""}), error_code::operation_not_allowed);
    EXPECT_EQ(sm_text("a/b é"), "a?b ??");
    EXPECT_EQ(sm_text(std::string(200, 'x')).size(), 128u);
}

}  // namespace
}  // namespace hermod::connectors::ucp::door_submission_test
