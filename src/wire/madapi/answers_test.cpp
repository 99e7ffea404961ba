#include "wire/madapi/answers.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

accepted taken(version v, int status, std::string_view body) {
    const auto read = read_outbound_answer(v, status, body);
    EXPECT_TRUE(read) << body;
    if (!read) return {};
    EXPECT_TRUE(std::holds_alternative<accepted>(*read)) << body;
    return std::holds_alternative<accepted>(*read) ? std::get<accepted>(*read) : accepted{};
}

failure refused(version v, int status, std::string_view body) {
    const auto read = read_outbound_answer(v, status, body);
    EXPECT_TRUE(read) << body;
    if (!read) return {};
    EXPECT_TRUE(std::holds_alternative<failure>(*read)) << body;
    return std::holds_alternative<failure>(*read) ? std::get<failure>(*read) : failure{};
}

constexpr std::string_view v3_ok =
    R"({"statusCode":"0000","statusMessage":"Sent","transactionId":"t-1","data":{"status":"PENDING"}})";

}  // namespace

TEST(madapi_answers, v3_takes_a_message) {
    EXPECT_EQ(taken(version::v3, 200, v3_ok), (accepted{"t-1", "", "PENDING", {}}));
    EXPECT_EQ(taken(version::v3, 200, R"({"statuscode":0})"), accepted{}) << "the code as a number, nothing else said";
}

TEST(madapi_answers, v3_a_failure_hides_in_200) {
    EXPECT_EQ(refused(version::v3, 200, R"({"statusCode":"6001","statusMessage":"Insufficient funds","transactionId":"t-2"})"),
              (failure{200, "6001", "Insufficient funds", "t-2", failure_class::funds}));
    EXPECT_EQ(refused(version::v3, 201, R"({"statusCode":"0001"})").what, failure_class::final);
    EXPECT_EQ(refused(version::v3, 429, "slow down").what, failure_class::throttled);
    EXPECT_EQ(refused(version::v3, 500, v3_ok).what, failure_class::retry) << "a code of success does not make a 500 good";
}

TEST(madapi_answers, v2_answers_with_an_id_or_as_v3_does) {
    EXPECT_EQ(taken(version::v2, 201, R"({"data":{"requestId":"r-1"}})").request_id, "r-1");
    EXPECT_EQ(taken(version::v2, 201, R"({"data":{"requestId":12345}})").request_id, "12345");
    EXPECT_EQ(taken(version::v2, 200, v3_ok).transaction_id, "t-1");
    EXPECT_EQ(refused(version::v2, 200, R"({"statusCode":"5000"})").code, "5000");
}

TEST(madapi_answers, v1_answers_for_each_receiver) {
    EXPECT_EQ(taken(version::v1, 201,
                    R"({"messages":[{"to":"tel:256770000001","deliveryStatus":"PENDING","messageId":"m1","smsStatusURL":"u"},)"
                    R"({"to":256770000002,"deliveryStatus":"REJECTED"}]})")
                  .receivers,
              (std::vector<receiver_answer>{{"256770000001", "m1", "PENDING", "u"}, {"256770000002", "", "REJECTED", ""}}));
}

TEST(madapi_answers, nobody_knows_what_a_good_status_with_a_bad_body_means) {
    const auto error = [](version v, std::string_view body) { return read_outbound_answer(v, 200, body).error(); };
    EXPECT_EQ(error(version::v3, "<html/>").code, errc::not_json);
    EXPECT_EQ(error(version::v3, "").code, errc::not_json);
    EXPECT_EQ(error(version::v3, "{}"), (codec_error{errc::missing_member, "statusCode"}));
    EXPECT_EQ(error(version::v3, "[1]"), (codec_error{errc::missing_member, "statusCode"}));
    EXPECT_EQ(error(version::v2, R"({"data":{}})"), (codec_error{errc::missing_member, "requestId"}));
    EXPECT_EQ(error(version::v1, R"({"messages":[]})"), (codec_error{errc::missing_member, "messages"}));
}

TEST(madapi_answers, to_a_subscription) {
    const auto id = [](int status, std::string_view body) {
        return std::get<subscribed>(read_subscription_answer(status, body).value()).id;
    };
    EXPECT_EQ(id(200, R"({"statusCode":"0000","data":{"subscriptionId":"s-1"}})"), "s-1");
    EXPECT_EQ(id(201, R"({"subscriptionId":"s-2"})"), "s-2");
    EXPECT_EQ(id(200, R"({"statusCode":"0000"})"), "");
    EXPECT_EQ(id(204, ""), "") << "a deletion";
    const auto read = read_subscription_answer(403, R"({"statusCode":"4004","statusMessage":"exists"})").value();
    EXPECT_EQ(std::get<failure>(read).code, already_registered_code);
    EXPECT_EQ(read_subscription_answer(200, "gone").error().code, errc::not_json);
}

TEST(madapi_answers, to_a_question_for_the_status) {
    const auto read = read_status_answer(200, R"({"data":{"requestId":"r-1","clientCorrelator":"c-1","deliveryStatus":[)"
                                              R"({"receiverAddress":"tel:+23423456789","status":"DeliveredToTerminal"}]}})");
    ASSERT_TRUE(read);
    const auto& reports = std::get<std::vector<delivery_report>>(*read);
    ASSERT_EQ(reports.size(), 1);
    EXPECT_EQ(reports[0].id, "r-1");
    EXPECT_EQ(reports[0].status, delivery_status::delivered);
    EXPECT_EQ(std::get<failure>(read_status_answer(404, "").value()).what, failure_class::final);
    EXPECT_EQ(std::get<failure>(read_status_answer(200, R"({"statusCode":"1000"})").value()).code, "1000");
    EXPECT_EQ(read_status_answer(200, "{}").error().code, errc::missing_member);
}

TEST(madapi_answers, to_a_poll) {
    const auto read = read_poll_answer(
        200, R"({"data":{"numberOfMessagesInThisBatch":1,"totalNumberOfPendingMessages":8,"inboundSMSMessage":[{"dateTime":"d",)"
             R"("registrationId":"11221","message":"Hi","senderAddress":"23423456789","messageID":"m-1"}]}})");
    ASSERT_TRUE(read);
    const inbound_batch expected{{{"23423456789", "", "Hi", "m-1", "d", "11221", ""}}, 0, 8};
    EXPECT_EQ(std::get<inbound_batch>(*read), expected);
    EXPECT_EQ(std::get<inbound_batch>(read_poll_answer(204, "").value()), inbound_batch{});
    EXPECT_EQ(std::get<failure>(read_poll_answer(200, R"({"statusCode":"3003"})").value()).what, failure_class::unsure);
    EXPECT_EQ(std::get<failure>(read_poll_answer(500, "").value()).what, failure_class::retry);
    EXPECT_EQ(read_poll_answer(200, "no").error().code, errc::not_json);
}

}  // namespace hermod::wire::madapi
