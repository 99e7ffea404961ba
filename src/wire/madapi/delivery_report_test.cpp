#include "wire/madapi/delivery_report.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

using reports = std::vector<delivery_report>;

delivery_report plain(std::string correlator, std::string receiver, std::string word) {
    delivery_report out;
    out.correlator = std::move(correlator);
    out.receiver = std::move(receiver);
    out.status = status_of(word);
    out.word = std::move(word);
    return out;
}

codec_error unread(std::string_view body) {
    const auto read = read_delivery_reports(body);
    EXPECT_FALSE(read) << body;
    return read ? codec_error{} : read.error();
}

}  // namespace

TEST(madapi_delivery_report, v3_with_everything) {
    const auto read = read_delivery_reports(
        R"({"clientCorrelatorId":"c-1","deliveryStatus":"UNDELIVERED","details":"absent","completedDate":"2026-11-25T10:00:05Z",)"
        R"("id":"9","error":"27","senderAddress":"MTN","receiverAddress":"23423456789","submittedDate":"2026-11-25T10:00:00Z"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (reports{{"c-1", "9", "23423456789", "MTN", "UNDELIVERED", delivery_status::undelivered, "27", "absent",
                               "2026-11-25T10:00:00Z", "2026-11-25T10:00:05Z"}}));
}

TEST(madapi_delivery_report, v3_as_others_may_write_it) {
    EXPECT_EQ(
        read_delivery_reports("\xEF\xBB\xBF {\"ClientCorrelatorID\":\" c-1 \",\"deliverystatus\":\"delivered\",\"error\":null,"
                              "\"receiverAddress\":23423456789}")
            .value(),
        (reports{plain("c-1", "23423456789", "delivered")}));
    EXPECT_EQ(read_delivery_reports(R"([{"clientCorrelatorId":"a","deliveryStatus":"ENROUTE"},{"clientCorrelatorId":"b",)"
                                    R"("deliveryStatus":"Blocked_By_User"}])")
                  .value(),
              (reports{plain("a", "", "ENROUTE"), plain("b", "", "Blocked_By_User")}))
        << "several, one with a word that nobody knows";
    EXPECT_EQ(read_delivery_reports(R"({"data":{"clientCorrelatorId":"a","deliveryStatus":"EXPIRED"}})").value(),
              (reports{plain("a", "", "EXPIRED")}));
    EXPECT_EQ(
        read_delivery_reports(R"({"clientCorrelatorId":"a","receiverAddress":["tel:+234"],"deliveryStatus":"READ"})").value(),
        (reports{plain("a", "+234", "READ")}));
}

TEST(madapi_delivery_report, v2_has_one_for_each_receiver) {
    auto first = plain("c-1", "23423456789", "DeliveredToTerminal"), second = plain("c-1", "23423456780", "MessageWaiting");
    first.id = second.id = "r-1";
    EXPECT_EQ(read_delivery_reports(R"({"data":{"requestId":"r-1","clientCorrelator":"c-1","deliveryStatus":[)"
                                    R"({"receiverAddress":"23423456789","status":"DeliveredToTerminal"},)"
                                    R"({"receiverAddress":"tel:23423456780","status":"MessageWaiting"}]}})")
                  .value(),
              (reports{first, second}));
}

TEST(madapi_delivery_report, v1) {
    auto one = plain("", "256770000001", "UNDELIVERABLE");
    one.id = "m1";
    EXPECT_EQ(read_delivery_reports(R"({"to":"256770000001","deliveryStatus":"UNDELIVERABLE","messageId":"m1"})").value(),
              reports{one});
    EXPECT_EQ(read_delivery_reports(R"({"messages":[{"to":"256770000001","deliveryStatus":"UNDELIVERABLE","messageId":"m1"}]})")
                  .value(),
              reports{one});
}

TEST(madapi_delivery_report, parlay_rest_in_json) {
    const reports expected{plain("cb", "+967777000001", "DeliveredToTerminal")};
    EXPECT_EQ(read_delivery_reports(R"({"deliveryInfoNotification":{"callbackData":"cb","deliveryInfo":)"
                                    R"({"address":"tel:+967777000001","deliveryStatus":"DeliveredToTerminal"}}})")
                  .value(),
              expected);
    EXPECT_EQ(read_delivery_reports(R"({"deliveryInfoNotification":{"callbackData":"cb","deliveryInfo":[)"
                                    R"({"address":"tel:+967777000001","deliveryStatus":"DeliveredToTerminal"}]}})")
                  .value(),
              expected);
}

TEST(madapi_delivery_report, parlay_rest_in_xml) {
    const reports expected{plain("cb", "967777000001", "DeliveredToNetwork"), plain("cb", "967777000002", "Odd")};
    EXPECT_EQ(read_delivery_reports("<?xml version='1.0'?>\n<msg:deliveryInfoNotification xmlns:msg='urn:oma:xml:rest:sms:1'>"
                                    "<callbackData>cb</callbackData><deliveryInfo><address>tel:967777000001</address>"
                                    "<deliveryStatus>DeliveredToNetwork</deliveryStatus></deliveryInfo><msg:deliveryInfo>"
                                    "<msg:address>967777000002</msg:address><msg:deliveryStatus> Odd </msg:deliveryStatus>"
                                    "</msg:deliveryInfo></msg:deliveryInfoNotification>")
                  .value(),
              expected);
    EXPECT_EQ(unread("<deliveryInfoNotification><callbackData>cb</callbackData></deliveryInfoNotification>"),
              (codec_error{errc::missing_member, "deliveryStatus"}));
    EXPECT_EQ(unread("<html/>").code, errc::missing_member);
    EXPECT_EQ(unread("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><deliveryInfoNotification/>").code, errc::not_xml);
    EXPECT_EQ(unread("<deliveryInfo").code, errc::not_xml);
}

TEST(madapi_delivery_report, must_say_what_became_of_which) {
    EXPECT_EQ(unread(R"({"clientCorrelatorId":"c"})"), (codec_error{errc::missing_member, "deliveryStatus"}));
    EXPECT_EQ(unread(R"({"deliveryStatus":"DELIVERED","receiverAddress":"1"})"),
              (codec_error{errc::missing_member, "clientCorrelatorId"}));
    EXPECT_EQ(unread(R"([{"clientCorrelatorId":"c","deliveryStatus":"DELIVERED"},{"deliveryStatus":"DELIVERED"}])").code,
              errc::missing_member)
        << "one bad report makes the whole call bad: it is answered once";
    EXPECT_EQ(unread(R"({"clientCorrelatorId":{"a":1},"deliveryStatus":true})").code, errc::missing_member);
    for (const char* body : {"", "{", "{\"a\":1}x", "nul", "{\"a\":\"\xFF\"}"})
        EXPECT_EQ(unread(body).code, errc::not_json) << body;
    for (const char* body : {"[]", "{}", "null", "1", "\"DELIVERED\""})
        EXPECT_EQ(unread(body).code, errc::missing_member) << body;
}

TEST(madapi_delivery_report, has_limits) {
    EXPECT_EQ(unread(std::string(256 * 1024 + 1, ' ')).code, errc::too_large);
    EXPECT_EQ(unread(std::string(33, '[') + std::string(33, ']')).code, errc::not_json);
    EXPECT_EQ(unread(std::string(32, '[') + std::string(32, ']')).code, errc::missing_member);
}

}  // namespace hermod::wire::madapi
