#include "wire/madapi/inbound.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

inbound_message only(std::string_view body) {
    const auto read = read_inbound(body);
    EXPECT_TRUE(read) << body;
    if (!read || read->messages.size() != 1) return {};
    EXPECT_EQ(read->unreadable, 0) << body;
    return read->messages[0];
}

}  // namespace

TEST(madapi_inbound, reads_a_push_under_the_names_of_the_interface) {
    EXPECT_EQ(only(R"({"senderAddress":"tel:+23423456789","receiverAddress":"11221","message":" Yes ","id":"9",)"
                   R"("dateTime":"2026-11-25T10:00:00Z","linkId":"l"})"),
              (inbound_message{"+23423456789", "11221", " Yes ", "9", "2026-11-25T10:00:00Z", "", "l"}))
        << "blanks of the message are the sender's";
}

TEST(madapi_inbound, reads_a_push_under_other_names_and_in_other_places) {
    inbound_message expected;
    expected.sender = "256770000001";
    expected.receiver = "11221";
    expected.message = "Hi";
    for (const char* body :
         {R"({"from":"256770000001","to":"11221","body":"Hi"})", R"({"msisdn":256770000001,"shortCode":11221,"text":"Hi"})",
          R"({"senderAddress":"256770000001","receiverAddress":["11221"],"message":"Hi"})",
          R"([{"SenderAddress":"256770000001","serviceCode":"11221","Message":"Hi"}])",
          R"({"statusMessage":"x","data":{"senderAddress":"256770000001","receiverAddress":"11221","message":"Hi"}})",
          R"({"inboundSMSMessageNotification":{"callbackData":"c","inboundSMSMessage":{"destinationAddress":"tel:11221",)"
          R"("senderAddress":"tel:256770000001","message":"Hi"}}})",
          R"({"message":{"sender":"256770000001","accessCode":"11221","content":"Hi"}})"})
        EXPECT_EQ(only(body), expected) << body;
}

TEST(madapi_inbound, a_message_may_be_empty_or_a_number) {
    EXPECT_EQ(only(R"({"senderAddress":"1","message":""})").message, "");
    EXPECT_EQ(only(R"({"senderAddress":"1","message":42})").message, "42");
}

TEST(madapi_inbound, a_push_without_sender_or_message_is_refused) {
    EXPECT_EQ(read_inbound(R"({"message":"Hi"})").error(), (codec_error{errc::missing_member, "senderAddress"}));
    EXPECT_EQ(read_inbound(R"({"senderAddress":"1"})").error(), (codec_error{errc::missing_member, "message"}));
    EXPECT_EQ(read_inbound("{}").error().code, errc::missing_member);
    EXPECT_EQ(read_inbound("[]").error().code, errc::missing_member);
    EXPECT_EQ(read_inbound("").error().code, errc::not_json);
    EXPECT_EQ(read_inbound("from=1&text=Hi").error().code, errc::not_json);
}

TEST(madapi_inbound, what_cannot_be_read_beside_others_is_counted) {
    const auto read = read_inbound(R"([{"senderAddress":"1","message":"a"},{"senderAddress":"2"},7])");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->messages.size(), 1);
    EXPECT_EQ(read->unreadable, 2);
}

TEST(madapi_inbound, a_poll_may_bring_nothing) {
    for (const char* body : {"", " \n", R"({"data":{"numberOfMessagesInThisBatch":0,"inboundSMSMessage":[]}})",
                             R"({"data":{"numberOfMessagesInThisBatch":0}})", R"({"numberOfMessagesInThisBatch":"0"})", "[]"}) {
        const auto read = read_inbound_batch(body);
        ASSERT_TRUE(read) << body;
        EXPECT_EQ(*read, inbound_batch{}) << body;
    }
    EXPECT_EQ(read_inbound_batch("{}")->unreadable, 1) << "not nothing: something that we do not know";
}

TEST(madapi_inbound, a_poll_says_how_many_are_left) {
    const auto pending = [](const std::string& count) {
        return read_inbound_batch(R"({"data":{"totalNumberOfPendingMessages":)" + count + "}}")->pending;
    };
    EXPECT_EQ(pending("7"), 7u);
    EXPECT_EQ(pending("\"7\""), 7u);
    EXPECT_EQ(pending("\"many\""), std::nullopt);
    EXPECT_EQ(pending("-1"), std::nullopt);
    EXPECT_EQ(pending("1e300"), std::nullopt);
}

}  // namespace hermod::wire::madapi
