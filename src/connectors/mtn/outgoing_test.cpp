#include "connectors/mtn/outgoing.hpp"

#include "connectors/mtn/configured.hpp"
#include "connectors/mtn/md5.hpp"

namespace hermod::connectors::mtn::outgoing_test {

namespace {

const wall_time noon = *parse_rfc3339("2026-11-25T12:00:00Z");

written_call made(const writing& from) {
    const auto* call = std::get_if<written_call>(&from);
    EXPECT_TRUE(call) << std::get<unwritable>(from).why;
    return call ? *call : written_call{};
}

std::string refused(const writing& from) {
    const auto* why = std::get_if<unwritable>(&from);
    return why ? why->why : "it was made";
}

message in_parts(std::string text, std::uint8_t parts, encoding coding = encoding::gsm7) {
    message out = a_message(std::move(text));
    out.parts = parts;
    out.coding = coding;
    return out;
}

}  // namespace

TEST(mtn_outgoing, version_3_takes_a_name_and_our_correlator) {
    const auto call = made(call_of_part(v3(), a_message("h\xC3\xA9llo \"you\""), 1, noon));
    EXPECT_EQ(call.method, "POST");
    EXPECT_EQ(call.target, "/v3/sms/messages/sms/outbound");
    EXPECT_EQ(call.body,
              R"({"senderAddress":"MTN","receiverAddress":["2348030000001"],"message":"h)"
              "\xC3\xA9"
              R"(llo \"you\"","clientCorrelatorId":"m06HZ3V0CG0001-1","serviceCode":"MTN","requestDeliveryReceipt":true})");
}

TEST(mtn_outgoing, version_2_asks_for_one_receiver) {
    const auto call = made(call_of_part(v2(), a_message(), 1, noon));
    EXPECT_EQ(call.target, "/v2/messages/sms/outbound");
    EXPECT_NE(call.body.find("\"clientCorrelator\":\"m06HZ3V0CG0001-1\""), std::string::npos) << call.body;
}

TEST(mtn_outgoing, version_1_says_where_the_receipt_is_to_go_only_when_one_is_wanted) {
    const auto with = v1("public_url = \"https://us.example\"\ncaller = { open = true }\n");
    message what = a_message();
    EXPECT_NE(made(call_of_part(with, what, 1, noon)).body.find("\"notificationURL\":\"https://us.example/in/mtn/receipts\""),
              std::string::npos);
    what.receipt = false;
    EXPECT_EQ(made(call_of_part(with, what, 1, noon)).body.find("notificationURL"), std::string::npos);
}

TEST(mtn_outgoing, a_long_text_is_one_call_and_of_version_2_as_many_as_it_needs) {
    const std::string text = std::string(153, 'a') + std::string(47, 'b');
    const message what = in_parts(text, 2);
    EXPECT_TRUE(is_whole(v3(), what));
    EXPECT_NE(made(call_of_part(v3(), what, 1, noon)).body.find(text), std::string::npos);
    EXPECT_FALSE(is_whole(v2(), what));
    EXPECT_NE(made(call_of_part(v2(), what, 1, noon)).body.find("\"" + std::string(153, 'a') + "\""), std::string::npos);
    EXPECT_NE(made(call_of_part(v2(), what, 2, noon)).body.find("\"" + std::string(47, 'b') + "\""), std::string::npos);
    EXPECT_FALSE(is_whole(v3("long = \"parts\"\n"), what));
    std::string cyrillic;
    for (int i = 0; i < 100; ++i) cyrillic += "\xD0\xB6";
    EXPECT_TRUE(is_whole(v2(), in_parts(cyrillic, 2, encoding::ucs2))) << "two parts of UCS-2, and still 160 characters";
    const auto second = made(call_of_part(v2("long = \"parts\"\n"), in_parts(cyrillic, 2, encoding::ucs2), 2, noon));
    EXPECT_NE(second.body.find("\"" + cyrillic.substr(0, 66) + "\""), std::string::npos) << second.body;
}

TEST(mtn_outgoing, what_the_interface_cannot_say_is_refused_with_the_reason) {
    message binary = a_message("\x01\x02");
    binary.coding = encoding::binary;
    EXPECT_EQ(refused(call_of_part(v3(), binary, 1, noon)), "the interface takes no binary messages");
    message ported = a_message();
    ported.udh = std::string("\x06\x05\x04\x0b\x84\x00\x00", 7);
    EXPECT_EQ(refused(call_of_part(v3(), ported, 1, noon)), "the interface takes no user data header");
    EXPECT_NE(refused(call_of_part(parlayx_options(), a_message("page\x0c"), 1, noon)).find("message: "), std::string::npos);
}

TEST(mtn_outgoing, parlayx_has_the_digest_of_the_hour_and_asks_for_a_receipt) {
    const auto call =
        made(call_of_part(parlayx_options("service_id = \"35000001\"\nutc_offset_minutes = 60\n"), a_message("5 < 6"), 1, noon));
    EXPECT_EQ(call.target, "/SendSmsService/services/SendSms");
    for (const char* piece : {"<v2:timeStamp>20261125130000</v2:timeStamp>", "tel:2348030000001", "5 &lt; 6", "m06HZ3V0CG0001-1",
                              "https://us.example/in/mtn/receipts", "SmsNotification", "35000001"}) {
        const std::string word = std::string(piece).starts_with("<") ? "20261125130000" : piece;
        EXPECT_NE(call.body.find(word), std::string::npos) << piece << "\n" << call.body;
    }
    EXPECT_NE(call.body.find(wire::parlayx::sp_password("000201", "s3cret", "20261125130000", &md5)), std::string::npos);
    EXPECT_EQ(call.body.find(">s3cret<"), std::string::npos);
    message quiet = a_message();
    quiet.receipt = false;
    EXPECT_EQ(made(call_of_part(parlayx_options(), quiet, 1, noon)).body.find("receiptRequest"), std::string::npos);
    EXPECT_EQ(made(call_of_part(parlayx_options("header_addresses = \"none\"\n"), quiet, 1, noon)).body.find("OA>"),
              std::string::npos);
}

TEST(mtn_outgoing, md5_is_that_of_rfc_1321) {
    EXPECT_EQ(wire::parlayx::sp_password("a", "b", "c", &md5), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(mtn_outgoing, subscriptions_of_each_interface) {
    EXPECT_EQ(
        made(call_to_subscribe(v3(), "11221", noon)).body,
        R"({"serviceCode":"11221","callbackUrl":"https://us.example/in/mtn/messages?token=s3cret&code=11221","targetSystem":"hermod","deliveryReportUrl":"https://us.example/in/mtn/receipts?token=s3cret&code=11221"})");
    const auto renewed = made(call_to_renew(v3(), "11221", "sub/1", noon));
    EXPECT_EQ(renewed.method, "PATCH");
    EXPECT_EQ(renewed.target, "/v3/sms/messages/sms/subscription/sub%2F1");
    EXPECT_EQ(made(call_to_renew(v3(), "11221", "", noon)).method, "POST");
    EXPECT_EQ(made(call_to_unsubscribe(v3(), "11221", "7", noon)).method, "DELETE");
    const std::string reachable = "public_url = \"https://us.example\"\ncaller = { open = true }\n";
    EXPECT_EQ(made(call_to_subscribe(v2(reachable), "11221", noon)).target, "/v2/messages/sms/outbound/11221/subscription");
    EXPECT_EQ(made(call_to_unsubscribe(v2(reachable), "11221", "9", noon)).target,
              "/v2/messages/sms/outbound/11221/subscription/9");
    EXPECT_EQ(made(call_to_subscribe(v1(reachable), "11221", noon)).target, "/v1/messages/sms-listeners");
    EXPECT_EQ(made(call_to_unsubscribe(v1(reachable), "11221", "", noon)).target, "/v1/messages/sms-listeners/11221");
    const auto start = made(call_to_subscribe(parlayx_options(), "11221", noon));
    EXPECT_EQ(start.target, "/SmsNotificationManagerService/services/SmsNotificationManager");
    EXPECT_NE(start.body.find("hermod-mtn-11221"), std::string::npos);
    EXPECT_NE(made(call_to_unsubscribe(parlayx_options(), "11221", "", noon)).body.find("hermod-mtn-11221"), std::string::npos);
}

TEST(mtn_outgoing, questions_of_each_interface) {
    EXPECT_EQ(made(call_to_poll(v2(), "11221")).target, "/v2/messages/sms/inbound/registrations/11221/messages?maxBatchSize=100");
    EXPECT_EQ(made(call_to_poll(v1(), "11221")).target, "/v1/messages/sms?batchSize=100");
    EXPECT_EQ(made(call_for_status(v2(), {"MTN", "r1"}, noon)).target, "/v2/messages/sms/outbound/MTN/r1/deliveryStatus");
    EXPECT_EQ(made(call_for_status(v1(), {"MTN", "r1"}, noon)).target, "/v1/messages/sms/r1/status");
    EXPECT_NE(made(call_for_status(parlayx_options(), {"MTN", "r1"}, noon)).body.find("getSmsDeliveryStatus"), std::string::npos);
    EXPECT_EQ(refused(call_for_status(v3(), {"MTN", "r1"}, noon)), "version 3 cannot be asked");
}

TEST(mtn_outgoing, the_token_and_the_key_are_headers_of_madapi_alone) {
    std::vector<net::http_field> headers;
    const auto with = v3();
    const std::string bearer = "Bearer t";
    add_headers(headers, with, {"POST", "/", "{}"}, bearer);
    ASSERT_EQ(headers.size(), 4u);
    EXPECT_EQ(headers[2].value, "Bearer t");
    EXPECT_EQ(headers[3].name, "x-api-key");
    EXPECT_EQ(headers[3].value, "s3cret");
    add_headers(headers, parlayx_options(), {"POST", "/", "<x/>"}, "");
    ASSERT_EQ(headers.size(), 2u);
    EXPECT_EQ(headers[0].value, "text/xml; charset=utf-8");
    EXPECT_EQ(headers[1].name, "SOAPAction");
}

}  // namespace hermod::connectors::mtn::outgoing_test
