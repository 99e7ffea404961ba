// The simulated MTN over loopback, spoken to by a bare client, with a server that takes what it brings.
#include "simulate/mtn/mtn_provider.hpp"

#include "simulate/provider/provider_stage.hpp"
#include "wire/madapi/answers.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::simulate::mtn {
namespace {

using provider::client;

class simulated_mtn : public provider::provider_stage {
protected:
    simulated_mtn() {
        how.port = 0;
        how.first_id = 7;
    }
    client& start() { return provider_stage::start(std::make_unique<mtn_provider>(io.get_executor(), how)); }
    static std::string hello(const std::string& sender = "11221") {
        return R"({"senderAddress":")" + sender +
               R"(","receiverAddress":["2348030000001"],"message":"hello","clientCorrelatorId":"m1-1","serviceCode":")" + sender +
               R"(","requestDeliveryReceipt":true})";
    }
    std::string subscription() const {
        return R"({"serviceCode":"11221","callbackUrl":")" + base + R"(/m","targetSystem":"x","deliveryReportUrl":")" + base +
               R"(/r"})";
    }
    static std::string soap(const wire::parlayx::request& what) {
        wire::parlayx::request_header header;
        header.sp_id = "1";
        return *wire::parlayx::write(header, what);
    }
    options how;
};

TEST_F(simulated_mtn, version_3_brings_receipts_and_messages_where_the_subscription_says) {
    how.echo_number = "+2348030000001";
    client& c = start();
    c.post(subscription(), {}, "/v3/sms/messages/sms/subscription");
    EXPECT_EQ(c.next_text(), R"(201 {"statusCode":"0000","statusMessage":"registered","data":{"subscriptionId":"1"}})");
    c.post(subscription(), {}, "/v3/sms/messages/sms/subscription");
    EXPECT_EQ(c.next_text(), R"(403 {"statusCode":"4004","statusMessage":"already registered"})");
    c.post(hello(), {}, "/v3/sms/messages/sms/outbound");
    EXPECT_EQ(c.next_text(),
              R"(200 {"statusCode":"0000","statusMessage":"accepted","transactionId":"7","data":{"status":"PENDING"}})");
    c.until([&] { return provider->numbers().deliveries_answered == 2; });
    std::string receipt = heard.requests[0], message = heard.requests[1];
    if (message.starts_with("POST /r")) std::swap(receipt, message);
    EXPECT_TRUE(receipt.starts_with(
        R"(POST /r {"clientCorrelatorId":"m1-1","deliveryStatus":"DELIVERED","id":"7","senderAddress":"11221","receiverAddress":"2348030000001")"))
        << receipt;
    EXPECT_TRUE(
        message.starts_with(R"(POST /m {"id":"7","senderAddress":"2348030000001","receiverAddress":"11221","message":"hello")"))
        << message;
    c.write("DELETE /v3/sms/messages/sms/subscription/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(c.next().status, 204);
    c.post(hello(), {}, "/v3/sms/messages/sms/outbound");
    EXPECT_EQ(c.next().status, 200);
    EXPECT_EQ(provider->numbers().receipts_sent, 1u) << "nobody is registered";
}

TEST_F(simulated_mtn, version_2_and_1_are_asked) {
    how.undelivered_percent = 100;
    client& c = start();
    c.post(R"({"senderAddress":"11221","receiverAddress":["2348030000001"],"message":"hello","clientCorrelator":"m1-1"})", {},
           "/v2/messages/sms/outbound");
    EXPECT_EQ(c.next_text(), R"(201 {"data":{"requestId":"7"}})");
    c.get("/v2/messages/sms/outbound/11221/7/deliveryStatus");
    EXPECT_EQ(
        c.next_text(),
        R"(200 {"data":{"requestId":"7","clientCorrelator":"m1-1","deliveryStatus":[{"receiverAddress":"2348030000001","status":"DeliveryImpossible"}]}})");
    c.post(R"({"to":["+2348030000001"],"body":"hello","from":"11221"})", {}, "/v1/messages/sms");
    EXPECT_EQ(c.next_text(), R"(201 {"messages":[{"to":"+2348030000001","deliveryStatus":"PENDING","messageId":"8"}]})");
    c.get("/v1/messages/sms/8/status");
    EXPECT_EQ(c.next_text(), R"(200 {"messageId":"8","to":"+2348030000001","deliveryStatus":"UNDELIVERABLE"})");
    c.get("/v1/messages/sms/99/status");
    EXPECT_EQ(c.next().status, 404);
    provider->send_inbound("2348030000001", "11221", "hi");
    c.get("/v2/messages/sms/inbound/registrations/11221/messages?maxBatchSize=5");
    const auto batch = c.next();
    const auto read = wire::madapi::read_poll_answer(batch.status, batch.body);
    ASSERT_EQ(std::get<wire::madapi::inbound_batch>(*read).messages.size(), 1u) << batch.body;
    EXPECT_EQ(std::get<wire::madapi::inbound_batch>(*read).messages[0].message, "hi");
    c.get("/v1/messages/sms?batchSize=5");
    EXPECT_EQ(c.next_text(), R"(200 {"messages":[]})");
}

TEST_F(simulated_mtn, asks_for_a_token_and_for_the_key) {
    how.client_id = "us";
    how.client_secret = "s&cret";
    how.api_key = "key";
    client& c = start();
    c.post("grant_type=client_credentials&client_id=us&client_secret=no", {},
           "/v1/oauth/access_token?grant_type=client_credentials");
    EXPECT_EQ(c.next().status, 401);
    c.post("grant_type=client_credentials&client_id=us&client_secret=s%26cret", {}, "/v1/oauth/access_token/accesstoken");
    EXPECT_EQ(c.next_text(), R"(200 {"access_token":"token-1","token_type":"BearerToken","expires_in":"3599"})");
    for (const auto& [headers, status] : {std::pair{"", 401}, std::pair{"Authorization: Bearer token-1\r\n", 401},
                                          std::pair{"Authorization: Bearer token-2\r\nx-api-key: key\r\n", 401},
                                          std::pair{"Authorization: Bearer token-1\r\nx-api-key: key\r\n", 200}}) {
        c.post(hello(), headers, "/v3/sms/messages/sms/outbound");
        EXPECT_EQ(c.next().status, status) << headers;
    }
}

TEST_F(simulated_mtn, a_failure_is_said_as_the_interface_says_it) {
    how.errors = {{{200, "5000"}, 100}};
    client& c = start();
    c.post(hello(), {}, "/v3/sms/messages/sms/outbound");
    EXPECT_EQ(c.next_text(), R"(200 {"statusCode":"5000","statusMessage":"refused as this simulation was told to"})");
    how.errors = {{{500, "SVC0001"}, 100}};
    client& x = start();
    x.post(soap(wire::parlayx::send_sms{{"2348030000001"}, "MTN", "hello", {}}), {}, "/SendSmsService/services/SendSms");
    const auto refused = x.next();
    EXPECT_EQ(refused.status, 500);
    const auto read = wire::parlayx::read_answer(refused.body);
    EXPECT_EQ(std::get<wire::parlayx::fault>(*read).message_id, "SVC0001");
    x.post("{}", {}, "/v3/sms/messages/sms/outbound");
    EXPECT_EQ(x.next().status, 400);
    x.get("/elsewhere");
    EXPECT_EQ(x.next().status, 404);
}

TEST_F(simulated_mtn, parlayx_notifies_the_endpoints_that_it_was_given) {
    how.echo_number = "2348030000001";
    client& c = start();
    const auto manager = "/SmsNotificationManagerService/services/SmsNotificationManager";
    c.post(soap(wire::parlayx::start_sms_notification{{base + "/m", "notifySmsReception", "c1"}, "11221", ""}), {}, manager);
    EXPECT_EQ(c.next().status, 200);
    c.post(soap(wire::parlayx::start_sms_notification{{base + "/m", "notifySmsReception", "c1"}, "11221", ""}), {}, manager);
    const auto again = wire::parlayx::read_answer(c.next().body);
    EXPECT_TRUE(wire::parlayx::is_duplicate_correlator(std::get<wire::parlayx::fault>(*again)));
    c.post(soap(wire::parlayx::send_sms{
               {"2348030000001"}, "11221", "hi", wire::parlayx::simple_reference{base + "/r", "SmsNotification", "m1-1"}}),
           {}, "/SendSmsService/services/SendSms");
    const auto sent = wire::parlayx::read_answer(c.next().body);
    EXPECT_EQ(std::get<wire::parlayx::send_sms_response>(*sent).result, "7");
    c.until([&] { return provider->numbers().deliveries_answered == 2; });
    std::string both = heard.requests[0] + heard.requests[1];
    for (const char* piece :
         {"POST /r ", "POST /m ", "notifySmsDeliveryReceipt", "notifySmsReception", "DeliveredToTerminal", "m1-1", "c1"})
        EXPECT_NE(both.find(piece), std::string::npos) << piece;
    c.post(soap(wire::parlayx::get_sms_delivery_status{"7"}), {}, "/SendSmsService/services/SendSms");
    EXPECT_NE(c.next().body.find("DeliveredToTerminal"), std::string::npos);
    c.post(soap(wire::parlayx::stop_sms_notification{"c1"}), {}, manager);
    EXPECT_EQ(c.next().status, 200);
    c.post(soap(wire::parlayx::stop_sms_notification{"c1"}), {}, manager);
    EXPECT_EQ(c.next().status, 500);
}

}  // namespace
}  // namespace hermod::simulate::mtn
