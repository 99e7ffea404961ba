#include "connectors/mtn/upkeep.hpp"

#include "connectors/mtn/configured.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn {

using namespace std::chrono_literals;
using kind = upkeep::errand::kind;

class mtn_upkeep : public testing::Test {
protected:
    void begin(mtn_options with) {
        how = std::move(with);
        made.emplace(how, connector_id{7});
        made->begin(now);
    }
    upkeep::errand next() {
        const auto due = made->due();
        EXPECT_TRUE(due);
        now = std::max(now, due.value_or(now));
        auto out = made->take(now, wall);
        EXPECT_TRUE(out);
        return out.value_or(upkeep::errand{});
    }
    upkeep::result answer(upkeep::errand of, int status, std::string body) {
        return made->answered(std::move(of), {status, body, {}}, now, wall);
    }

    mtn_options how;
    std::optional<upkeep> made;
    mono_time now{1h};
    wall_time wall = *parse_rfc3339("2026-11-25T12:00:00Z");
};

const std::string subscribed_3 = R"({"statusCode":"0000","data":{"subscriptionId":"s1"}})";

TEST_F(mtn_upkeep, subscribes_at_once_renews_and_gives_up_at_the_end) {
    begin(v3("codes = [\"11221\"]\nrenew_seconds = 600\n"));
    auto first = next();
    EXPECT_EQ(first.is, kind::subscribe);
    EXPECT_EQ(answer(first, 201, subscribed_3).done, "subscribed");
    const auto before = now;
    auto second = next();
    EXPECT_EQ(now - before, 600s);
    EXPECT_EQ(second.is, kind::renew);
    EXPECT_EQ(second.call.method, "PATCH");
    EXPECT_EQ(answer(second, 200, subscribed_3).done, "subscription renewed");
    made->leave();
    EXPECT_FALSE(made->has_left());
    auto last = next();
    EXPECT_EQ(last.is, kind::unsubscribe);
    EXPECT_EQ(last.call.target, "/v3/sms/messages/sms/subscription/s1");
    EXPECT_EQ(answer(last, 204, "").done, "unsubscribed");
    EXPECT_TRUE(made->has_left());
}

TEST_F(mtn_upkeep, tries_again_ever_more_slowly_and_says_what_is_wrong) {
    begin(v3("codes = [\"11221\"]\nreconnect_min_ms = 100\n"));
    for (const auto pause : {100ms, 200ms, 400ms}) {
        EXPECT_EQ(answer(next(), 403, R"({"statusCode":"4001","statusMessage":"not allowed"})").failed,
                  "HTTP 403, code 4001: not allowed");
        EXPECT_EQ(*made->due() - now, pause);
    }
    EXPECT_EQ(made->trouble(), "not subscribed to 11221: HTTP 403, code 4001: not allowed");
    EXPECT_EQ(made->unanswered(next(), "connection refused", now).failed, "connection refused");
    answer(next(), 201, subscribed_3);
    EXPECT_EQ(made->trouble(), "");
}

TEST_F(mtn_upkeep, a_subscription_that_cannot_be_renewed_is_made_anew) {
    begin(v3("codes = [\"11221\"]\n"));
    answer(next(), 201, subscribed_3);
    answer(next(), 404, "");
    auto again = next();
    EXPECT_EQ(again.is, kind::subscribe);
    EXPECT_EQ(again.call.method, "POST");
}

TEST_F(mtn_upkeep, what_another_run_left_behind_is_given_up_and_made_again) {
    begin(parlayx_options("codes = [\"11221\"]\n"));
    wire::parlayx::fault known;
    known.kind = wire::parlayx::fault_kind::service_exception;
    known.fault_code = known.message_id = "SVC0005";
    answer(next(), 500, *wire::parlayx::write_answer(known));
    auto clearing = next();
    EXPECT_EQ(clearing.is, kind::clear);
    EXPECT_NE(clearing.call.body.find("stopSmsNotification"), std::string::npos);
    answer(clearing, 200, *wire::parlayx::write_answer(wire::parlayx::stop_sms_notification_response{}));
    auto again = next();
    EXPECT_EQ(again.is, kind::subscribe);
    EXPECT_EQ(answer(again, 200, *wire::parlayx::write_answer(wire::parlayx::start_sms_notification_response{})).done,
              "subscribed");
}

TEST_F(mtn_upkeep, of_version_3_the_one_that_is_there_is_taken_with_a_warning) {
    begin(v3("codes = [\"11221\"]\n"));
    const auto got = answer(next(), 403, R"({"statusCode":"4004"})");
    EXPECT_NE(got.failed.find("registered already"), std::string::npos);
    EXPECT_EQ(made->trouble(), "");
    made->leave();
    EXPECT_TRUE(made->has_left()) << "nobody knows its id";
}

TEST_F(mtn_upkeep, leaves_subscriptions_where_it_is_told_to) {
    begin(v3("codes = [\"11221\"]\nunsubscribe = false\n"));
    answer(next(), 201, subscribed_3);
    made->leave();
    EXPECT_TRUE(made->has_left());
}

TEST_F(mtn_upkeep, a_subscription_that_is_made_while_leaving_is_given_up_all_the_same) {
    begin(v3("codes = [\"11221\"]\n"));
    auto under_way = next();
    made->leave();
    EXPECT_TRUE(made->has_left());
    answer(under_way, 201, subscribed_3);
    EXPECT_FALSE(made->has_left());
    EXPECT_EQ(next().is, kind::unsubscribe);
}

TEST_F(mtn_upkeep, polls_each_code_and_sooner_when_more_waits) {
    begin(v2("codes = [\"11221\", \"Name\"]\npoll_seconds = 20\n"));
    auto first = next();
    EXPECT_EQ(first.is, kind::poll);
    const auto got = answer(
        first, 200,
        R"({"data":{"totalNumberOfPendingMessages":2,"inboundSMSMessage":[{"senderAddress":"2348030000001","message":"a","messageID":"1"}]}})");
    EXPECT_EQ(got.came.messages.size(), 1u);
    EXPECT_EQ(*made->due() - now, 250ms);
    answer(next(), 200, "");
    EXPECT_EQ(*made->due() - now, 20s);
    EXPECT_FALSE(answer(next(), 500, "").failed.empty());
    EXPECT_NE(made->trouble().find("cannot ask for messages to 11221"), std::string::npos);
}

TEST_F(mtn_upkeep, what_a_poll_brings_while_leaving_is_brought_all_the_same) {
    begin(v2("codes = [\"11221\"]\n"));
    auto under_way = next();
    made->leave();
    EXPECT_TRUE(made->has_left());
    EXPECT_EQ(answer(under_way, 200, R"({"data":{"inboundSMSMessage":[{"senderAddress":"2348030000001","message":"a"}]}})")
                  .came.messages.size(),
              1u);
    EXPECT_TRUE(made->has_left());
}

TEST_F(mtn_upkeep, asks_for_a_part_until_its_last_word_and_tells_each_word_once) {
    begin(v1("status_seconds = 30\n"));
    made->await({{"MTN", "M9"}, "M9", "+2348030000001", {}, now + 1h, {}}, now);
    const auto begun = now;
    EXPECT_EQ(answer(next(), 200, R"({"messageId":"M9","deliveryStatus":"SENT"})").came.receipts.at(0).outcome, state::submitted);
    EXPECT_EQ(now - begun, 30s);
    EXPECT_TRUE(answer(next(), 200, R"({"messageId":"M9","deliveryStatus":"SENT"})").came.receipts.empty());
    EXPECT_EQ(now - begun, 90s);
    EXPECT_FALSE(answer(next(), 500, "").failed.empty());
    const auto last = answer(next(), 200, R"({"messageId":"M9","deliveryStatus":"DELIVERED"})");
    EXPECT_EQ(last.came.receipts.at(0).remote_id, "M9");
    EXPECT_EQ(last.came.receipts.at(0).outcome, state::delivered);
    EXPECT_EQ(made->awaiting(), 0u);
}

TEST_F(mtn_upkeep, asks_no_more_when_a_part_is_long_out_of_time) {
    begin(v1("status_seconds = 30\n"));
    made->await({{"MTN", "M9"}, "M9", "+2348030000001", {}, now + 1min, {}}, now);
    answer(next(), 404, "");
    answer(next(), 404, "");
    EXPECT_EQ(made->awaiting(), 0u);
}

TEST_F(mtn_upkeep, remembers_only_so_many_parts) {
    begin(v1("status_seconds = 30\n"));
    for (std::size_t i = 0; i < upkeep::most_awaited; ++i)
        ASSERT_TRUE(made->await({{"MTN", "M"}, "M", "1", {}, now + 1h, {}}, now));
    EXPECT_FALSE(made->await({{"MTN", "M"}, "M", "1", {}, now + 1h, {}}, now));
    EXPECT_EQ(made->awaiting(), upkeep::most_awaited);
}

}  // namespace hermod::connectors::mtn
