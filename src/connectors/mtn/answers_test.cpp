#include "connectors/mtn/answers.hpp"

#include "connectors/mtn/configured.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn {

namespace {

const wall_time noon = *parse_rfc3339("2026-11-25T12:00:00Z");

judged_part judged(const mtn_options& with, int status, std::string_view body, std::string_view retry_after = {}) {
    return judge_part(with, {status, body, retry_after}, "m1-1", noon);
}

std::string soap(const wire::parlayx::answer& body) {
    return *wire::parlayx::write_answer(body);
}

wire::parlayx::fault exception(std::string id) {
    wire::parlayx::fault out;
    out.kind = wire::parlayx::fault_kind::service_exception;
    out.fault_code = id;
    out.message_id = id;
    out.text = "no %1";
    out.variables = {"luck"};
    return out;
}

}  // namespace

TEST(mtn_answers, our_correlator_names_the_part_and_version_1_names_it_itself) {
    const auto three = judged(v3(), 200, R"({"statusCode":"0000","transactionId":"t1","data":{"status":"PENDING"}})");
    EXPECT_EQ(three.result.is, verdict::kind::sent);
    EXPECT_EQ(three.result.detail, "m1-1");
    const auto two = judged(v2(), 201, R"({"data":{"requestId":"r1"}})");
    EXPECT_EQ(two.result.detail, "m1-1");
    EXPECT_EQ(two.their_id, "r1");
    const auto one = judged(v1(), 201, R"({"messages":[{"to":"+2348","deliveryStatus":"PENDING","messageId":"M9"}]})");
    EXPECT_EQ(one.result.detail, "M9");
    EXPECT_EQ(one.their_id, "M9");
    const auto nameless = judged(v1(), 201, R"({"messages":[{"to":"+2348"}]})");
    EXPECT_EQ(nameless.result.is, verdict::kind::sent);
    EXPECT_TRUE(nameless.no_id);
    const auto x = judged(parlayx_options(), 200, soap(wire::parlayx::send_sms_response{"req-1"}));
    EXPECT_EQ(x.result.detail, "m1-1");
    EXPECT_EQ(x.their_id, "req-1");
}

TEST(mtn_answers, a_failure_inside_of_http_200_is_one) {
    struct expected {
        const char* code;
        verdict::kind is;
        bool throttled, alarm;
    };
    for (const auto& [code, is, throttled, alarm] :
         {expected{"5000", verdict::kind::refused, false, false}, expected{"3001", verdict::kind::later, false, false},
          expected{"1013", verdict::kind::later, true, false}, expected{"4000", verdict::kind::later, false, true},
          expected{"6000", verdict::kind::later, false, true}, expected{"3003", verdict::kind::unsure, false, false}}) {
        const auto got = judged(v3(), 200, std::string(R"({"statusCode":")") + code + R"(","statusMessage":"no"})");
        EXPECT_EQ(got.result.is, is) << code;
        EXPECT_EQ(got.result.throttled, throttled) << code;
        EXPECT_EQ(got.alarm, alarm) << code;
        EXPECT_EQ(std::to_string(got.result.code), code);
        EXPECT_EQ(got.result.detail, std::string("HTTP 200, code ") + code + ": no");
    }
}

TEST(mtn_answers, the_status_counts_where_there_is_no_code_and_an_answer_that_tells_nothing_is_unsure) {
    EXPECT_EQ(judged(v3(), 503, "<html>").result.is, verdict::kind::later);
    EXPECT_EQ(judged(v3(), 502, "").result.is, verdict::kind::unsure);
    EXPECT_EQ(judged(v3(), 400, "").result.is, verdict::kind::refused);
    EXPECT_TRUE(judged(v3(), 401, "").alarm);
    EXPECT_EQ(judged(v3(), 200, "<html>").result.is, verdict::kind::unsure);
    EXPECT_EQ(judged(v2(), 200, "{}").result.is, verdict::kind::unsure);
    const auto slow = judged(v3(), 429, "", "7");
    EXPECT_TRUE(slow.result.throttled);
    EXPECT_EQ(slow.result.after, std::chrono::seconds{7});
    EXPECT_EQ(judged(v1(), 201, R"({"messages":[{"to":"1","deliveryStatus":"REJECTED","messageId":"M"}]})").result.is,
              verdict::kind::refused);
}

TEST(mtn_answers, the_table_of_the_configuration_decides) {
    const auto with = v3("errors = { \"5001\" = \"retry\", \"3001\" = \"final\", \"429\" = \"alarm\", \"1000\" = \"unsure\", \"4001\" = \"next_route\" }\n");
    const auto next = judged(with, 400, R"({"statusCode":"4001"})").result;
    EXPECT_EQ(next.is, verdict::kind::refused);
    EXPECT_TRUE(next.elsewhere);
    EXPECT_EQ(judged(with, 200, R"({"statusCode":"5001"})").result.is, verdict::kind::later);
    EXPECT_EQ(judged(with, 500, R"({"statusCode":"3001"})").result.is, verdict::kind::refused);
    EXPECT_TRUE(judged(with, 429, "").alarm);
    EXPECT_EQ(judged(with, 404, R"({"statusCode":"1000"})").result.is, verdict::kind::unsure);
}

TEST(mtn_answers, faults_of_parlayx) {
    const auto refused = judged(parlayx_options(), 500, soap(exception("SVC0004")));
    EXPECT_EQ(refused.result.is, verdict::kind::refused);
    EXPECT_EQ(refused.result.detail, "HTTP 500, code SVC0004: no luck");
    wire::parlayx::fault server;
    server.fault_code = "soapenv:Server";
    server.fault_string = "busy";
    EXPECT_EQ(judged(parlayx_options(), 500, soap(server)).result.is, verdict::kind::later);
    EXPECT_TRUE(judged(parlayx_options(), 429, soap(server)).result.throttled);
    EXPECT_TRUE(judged(parlayx_options(), 401, soap(server)).alarm);
    EXPECT_EQ(judged(parlayx_options("errors = { SVC0001 = \"throttled\" }\n"), 500, soap(exception("SVC0001"))).result.throttled,
              true);
    EXPECT_EQ(judged(parlayx_options(), 200, "<html/>").result.is, verdict::kind::unsure);
    EXPECT_EQ(judged(parlayx_options(), 200, soap(wire::parlayx::stop_sms_notification_response{})).result.is,
              verdict::kind::unsure);
    EXPECT_EQ(judged(parlayx_options(), 404, "").result.is, verdict::kind::refused);
    EXPECT_TRUE(judged(parlayx_options(), 403, "no").alarm);
}

TEST(mtn_answers, a_subscription_that_is_there_already_is_made) {
    const auto fresh = read_subscribed(v3(), {201, R"({"statusCode":"0000","data":{"subscriptionId":"s1"}})", {}});
    EXPECT_EQ(std::get<subscribed_as>(fresh).id, "s1");
    EXPECT_TRUE(std::get<subscribed_as>(read_subscribed(v3(), {403, R"({"statusCode":"4004"})", {}})).was_already);
    EXPECT_TRUE(std::get<subscribed_as>(read_subscribed(parlayx_options(), {500, soap(exception("SVC0005")), {}})).was_already);
    EXPECT_EQ(std::get<failed_call>(read_subscribed(v3(), {403, R"({"statusCode":"4001"})", {}})).what, meaning::alarm);
    EXPECT_TRUE(std::holds_alternative<failed_call>(read_subscribed(parlayx_options(), {200, "", {}})));
}

TEST(mtn_answers, giving_up_what_is_not_there_is_well) {
    EXPECT_FALSE(read_unsubscribed(v3(), {404, "", {}}));
    EXPECT_FALSE(read_unsubscribed(v3(), {204, "", {}}));
    EXPECT_TRUE(read_unsubscribed(v3(), {500, "", {}}));
    EXPECT_FALSE(read_unsubscribed(parlayx_options(), {200, soap(wire::parlayx::stop_sms_notification_response{}), {}}));
    EXPECT_TRUE(read_unsubscribed(parlayx_options(), {500, soap(exception("SVC0001")), {}}));
}

}  // namespace hermod::connectors::mtn
