#include "wire/madapi/requests.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include "wire/madapi/version.hpp"

namespace hermod::wire::madapi {
namespace {

template <class What>
void writes(const What& what, std::string_view method, std::string_view path, std::string_view body) {
    const auto request = write(what);
    ASSERT_TRUE(request) << request.error().field;
    EXPECT_EQ(request->method, method);
    EXPECT_EQ(request->path, path);
    EXPECT_EQ(request->body, body);
    EXPECT_NO_THROW(boost::json::parse(request->body.empty() ? "{}" : request->body));
}

v3::outbound outbound_v3() {
    return {"MTN", {"23423456789"}, "Hello", "7d1c2a4e-0000-0000-0000-000000000001", "11221", "", false};
}

}  // namespace

TEST(madapi_requests, bases_as_published) {
    EXPECT_EQ(published_base(version::v3), "https://api.mtn.com/v3/sms");
    EXPECT_EQ(published_base(version::v2), "https://api.mtn.com/v2");
    EXPECT_EQ(published_base(version::v1), "https://api.mtn.com/v1/messages");
}

TEST(madapi_requests, v3_outbound) {
    v3::outbound what = outbound_v3();
    writes(
        what, "POST", "/messages/sms/outbound",
        R"({"senderAddress":"MTN","receiverAddress":["23423456789"],"message":"Hello",)"
        R"("clientCorrelatorId":"7d1c2a4e-0000-0000-0000-000000000001","serviceCode":"11221","requestDeliveryReceipt":false})");
    what.sender_address.clear();
    what.receiver_address = {"+23423456789", "23423456780"};
    what.message = "\"Tea\" & \\ \u20AC\n";
    what.keyword = "news";
    what.request_delivery_receipt = true;
    writes(what, "POST", "/messages/sms/outbound",
           R"({"receiverAddress":["23423456789","23423456780"],"message":"\"Tea\" & \\ )"
           "\u20AC"
           R"(\n","clientCorrelatorId":"7d1c2a4e-0000-0000-0000-000000000001","serviceCode":"11221","keyword":"news",)"
           R"("requestDeliveryReceipt":true})");
}

TEST(madapi_requests, v3_a_sender_is_its_own_service_code_when_there_is_no_other) {
    v3::outbound what = outbound_v3();
    what.service_code.clear();
    const auto body = boost::json::parse(write(what)->body).as_object();
    EXPECT_EQ(body.at("senderAddress"), "MTN");
    EXPECT_EQ(body.at("serviceCode"), "MTN");
    what.sender_address.clear();
    EXPECT_EQ(write(what).error(), (codec_error{errc::missing_member, "serviceCode"}));
}

TEST(madapi_requests, v3_subscriptions) {
    writes(v3::subscription{"11221", "https://gw.example.org/mo?a=1", "hermod", "https://gw.example.org/dlr"}, "POST",
           "/messages/sms/subscription",
           R"({"serviceCode":"11221","callbackUrl":"https://gw.example.org/mo?a=1","targetSystem":"hermod",)"
           R"("deliveryReportUrl":"https://gw.example.org/dlr"})");
    writes(v3::subscription{"11221", "https://gw.example.org/mo", "hermod", ""}, "POST", "/messages/sms/subscription",
           R"({"serviceCode":"11221","callbackUrl":"https://gw.example.org/mo","targetSystem":"hermod"})");
    writes(v3::subscription_change{"s/1", {"", "https://gw.example.org/new", "", ""}, {"a", "b"}}, "PATCH",
           "/messages/sms/subscription/s%2F1", R"({"callbackUrl":"https://gw.example.org/new","keywords":["a","b"]})");
    writes(v3::deletion{"b2f4"}, "DELETE", "/messages/sms/subscription/b2f4", "");
}

TEST(madapi_requests, v2_every_call) {
    writes(v2::outbound{"MTN", {"23423456789"}, "Hello", "c-1"}, "POST", "/messages/sms/outbound",
           R"({"senderAddress":"MTN","receiverAddress":["23423456789"],"message":"Hello","clientCorrelator":"c-1"})");
    writes(v2::status_request{"MTN Info", "r?1"}, "GET", "/messages/sms/outbound/MTN%20Info/r%3F1/deliveryStatus", "");
    writes(v2::subscription{"11221", "https://gw.example.org/n", "hermod"}, "POST", "/messages/sms/outbound/11221/subscription",
           R"({"notifyUrl":"https://gw.example.org/n","targetSystem":"hermod"})");
    writes(v2::deletion{"11221", "7"}, "DELETE", "/messages/sms/outbound/11221/subscription/7", "");
    writes(v2::poll{"11221", 50}, "GET", "/messages/sms/inbound/registrations/11221/messages?maxBatchSize=50", "");
    writes(v2::poll{"11221", 0}, "GET", "/messages/sms/inbound/registrations/11221/messages", "");
}

TEST(madapi_requests, v1_every_call) {
    writes(
        v1::outbound{{"256770000001", "256770000002"}, "Hello", "MTN", "https://gw.example.org/n", "c"}, "POST", "/sms",
        R"({"to":["256770000001","256770000002"],"body":"Hello","from":"MTN","notificationURL":"https://gw.example.org/n","clientId":"c"})");
    writes(v1::status_request{"m1"}, "GET", "/sms/m1/status", "");
    writes(v1::poll{20}, "GET", "/sms?batchSize=20", "");
    writes(v1::listener{"https://gw.example.org/mo", "11221", ""}, "POST", "/sms-listeners",
           R"({"callbackURL":"https://gw.example.org/mo","accessCode":"11221"})");
    writes(v1::deletion{"11221"}, "DELETE", "/sms-listeners/11221", "");
}

TEST(madapi_requests, refuse_what_the_interface_would_refuse) {
    v3::outbound what = outbound_v3();
    what.client_correlator_id.append("x");
    EXPECT_EQ(write(what).error(), (codec_error{errc::too_long, "clientCorrelatorId", 36}));
    what.client_correlator_id.clear();
    EXPECT_EQ(write(what).error(), (codec_error{errc::missing_member, "clientCorrelatorId"}));
    what = outbound_v3();
    what.receiver_address.clear();
    EXPECT_EQ(write(what).error(), (codec_error{errc::missing_member, "receiverAddress"}));
    what.receiver_address = {"+"};
    EXPECT_EQ(write(what).error(), (codec_error{errc::missing_member, "receiverAddress"}));
    what = outbound_v3();
    what.message = "ab\xC3";
    EXPECT_EQ(write(what).error(), (codec_error{errc::not_utf8, "message", 2}));

    v2::outbound old{"MTN", {"1", "2"}, "x", "c"};
    EXPECT_EQ(write(old).error(), (codec_error{errc::too_many, "receiverAddress"}));
    old.receiver_address.pop_back();
    for (int i = 0; i < 159; ++i) old.message += "\u20AC";
    EXPECT_TRUE(write(old)) << "160 characters, not octets";
    old.message += "y";
    EXPECT_EQ(write(old).error(), (codec_error{errc::too_long, "message", 160}));
    EXPECT_EQ(write(v3::deletion{""}).error(), (codec_error{errc::missing_member, "id"}));
    EXPECT_EQ(write(v3::deletion{".."}).error(), (codec_error{errc::bad_value, "id"}));
    EXPECT_EQ(write(v3::deletion{"a\xFF"}).error(), (codec_error{errc::not_utf8, "id", 1}));
}

}  // namespace hermod::wire::madapi
