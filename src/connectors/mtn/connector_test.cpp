#include "connectors/mtn/connector.hpp"

#include <algorithm>

#include "calls/connector_stage.hpp"
#include "connectors/mtn/configured.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn {

using namespace std::chrono_literals;
using line_to_us = calls::scripted_provider::line;
using asked = calls::scripted_provider::request;

class mtn_connector_test : public calls::connector_stage {
protected:
    mtn_connector_test() { ::setenv("MTN_TEST_SECRET", "s3cret", 1); }

    std::string madapi(const std::string& version, const std::string& more = {}) {
        return "interface = \"madapi-" + version + "\"\nbase_url = \"" + provider.url("/v") +
               "\"\napi_key = \"env:MTN_TEST_SECRET\"\nreconnect_min_ms = 1\nreconnect_max_ms = 20\n" + more;
    }
    std::string parlayx(const std::string& more = {}) {
        return "interface = \"parlayx\"\nbase_url = \"" + provider.url("") +
               "\"\nsp_id = \"000201\"\nsp_password = \"env:MTN_TEST_SECRET\"\nreconnect_min_ms = 1\nreconnect_max_ms = 20\n" +
               more;
    }
    static std::string reachable() {
        return "public_url = \"https://us.example\"\ncaller = { query = \"token\", secret = \"env:MTN_TEST_SECRET\" }\n";
    }
    void start(const std::string& configuration, bool wait = true) {
        calls::connector_stage::start(
            make_connector(io.get_executor(), right_configuration(configuration), who(), clocks(), ports, ports, ports), wait);
    }
    void bring(std::string path, std::string body, std::string query = "token=s3cret") {
        out->visits()->visit_came({"POST", std::move(path), std::move(query), std::move(body), "192.0.2.7", {}},
                                  [this](visit_answer given) { answers.push_back(std::move(given)); });
        until([&] { return !answers.empty(); });
    }
    const asked* asked_for(const std::string& method, const std::string& target) const {
        const auto at = std::find_if(provider.requests.begin(), provider.requests.end(),
                                     [&](const asked& one) { return one.method == method && one.target.starts_with(target); });
        return at == provider.requests.end() ? nullptr : &*at;
    }
    std::vector<visit_answer> answers;
};

const std::string taken_3 = R"({"statusCode":"0000","transactionId":"t","data":{"status":"PENDING","subscriptionId":"s1"}})";

TEST_F(mtn_connector_test, a_message_leaves_and_its_receipt_finds_it) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, taken_3); };
    start(madapi("v3", reachable()));
    send(1);
    const verdict told = settle(1);
    EXPECT_EQ(told.is, verdict::kind::sent);
    EXPECT_EQ(told.detail, to_text(message_id{1}) + "-1");
    EXPECT_EQ(provider.requests.at(0).header("x-api-key"), "s3cret");
    bring("/in/mtn/receipts",
          R"({"clientCorrelatorId":")" + told.detail + R"(","receiverAddress":"447700900123","deliveryStatus":"DELIVERED"})");
    EXPECT_EQ(answers.at(0).status, 200);
    ASSERT_EQ(ports.reported.size(), 1u);
    EXPECT_EQ(ports.reported[0].remote_id, told.detail);
}

TEST_F(mtn_connector_test, a_failure_inside_of_http_200_is_a_failure) {
    provider.on_request = [](line_to_us& one, const asked&) {
        one.answer(200, R"({"statusCode":"5000","statusMessage":"bad parameters"})");
    };
    start(madapi("v3", reachable()));
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::refused);
    EXPECT_EQ(settle(1).code, 5000u);
}

TEST_F(mtn_connector_test, throttled_it_waits_and_goes_on) {
    int count = 0;
    provider.on_request = [&](line_to_us& one, const asked&) {
        const bool first = ++count == 1;
        one.answer(first ? 429 : 200, first ? R"({"statusCode":"1013"})" : taken_3);
    };
    start(madapi("v3", reachable()));
    send(1);
    EXPECT_TRUE(settle(1).throttled);
    EXPECT_EQ(out->capacity(), 0u);
    until([&] { return out->capacity() > 0; });
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
}

TEST_F(mtn_connector_test, no_answer_and_an_answer_that_tells_nothing_are_unsure) {
    bool close = true;
    provider.on_request = [&](line_to_us& one, const asked&) { close ? one.close() : one.answer(200, "<html>welcome</html>"); };
    start(madapi("v3", reachable()));
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::unsure);
    close = false;
    until([&] { return out->capacity() > 0; });
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::unsure);
}

TEST_F(mtn_connector_test, the_token_is_fetched_with_the_credentials_and_renewed_after_a_401) {
    int tokens = 0;
    provider.on_request = [&](line_to_us& one, const asked& request) {
        if (request.target == "/token")
            return one.answer(
                200, R"({"access_token":"t)" + std::to_string(++tokens) + R"(","token_type":"BearerToken","expires_in":"3599"})");
        one.answer(request.header("Authorization") == "Bearer t1" ? 401 : 200, taken_3);
    };
    start(madapi("v3", reachable() + "token_url = \"" + provider.url("/token") +
                           "\"\nclient_id = \"env:MTN_TEST_SECRET\"\nclient_secret = \"env:MTN_TEST_SECRET\"\n"));
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::sent);
    EXPECT_EQ(tokens, 2);
    const asked* form = asked_for("POST", "/token");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->body, "grant_type=client_credentials&client_id=s3cret&client_secret=s3cret");
}

TEST_F(mtn_connector_test, a_long_text_is_one_call_and_its_other_parts_end_as_the_first) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, taken_3); };
    start(madapi("v3", reachable()));
    const auto whole = text(9, std::string(300, 'a'), 2);
    send(1, whole, 1);
    send(2, whole, 2);
    settle(1);
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
    EXPECT_EQ(provider.requests.size(), 1u);
}

TEST_F(mtn_connector_test, it_subscribes_at_start_and_unsubscribes_at_stop) {
    provider.on_request = [](line_to_us& one, const asked& request) {
        one.answer(request.method == "DELETE" ? 204 : 201, request.method == "DELETE" ? "" : taken_3);
    };
    start(madapi("v3", reachable() + "codes = [\"11221\"]\n"));
    until([&] { return log.text.find("subscribed") != std::string::npos; });
    const asked* made = asked_for("POST", "/v/messages/sms/subscription");
    ASSERT_TRUE(made);
    EXPECT_NE(made->body.find("https://us.example/in/mtn/messages?token=s3cret&code=11221"), std::string::npos);
    stop();
    EXPECT_TRUE(asked_for("DELETE", "/v/messages/sms/subscription/s1"));
    EXPECT_EQ(log.text.find("s3cret"), std::string::npos) << "nothing secret is logged";
}

TEST_F(mtn_connector_test, a_subscription_that_is_refused_is_seen_in_its_health_and_hinders_no_message) {
    provider.on_request = [](line_to_us& one, const asked& request) {
        const bool subscription = request.target.find("subscription") != std::string::npos;
        one.answer(subscription ? 403 : 200, subscription ? R"({"statusCode":"4001","statusMessage":"no"})" : taken_3);
    };
    start(madapi("v3", reachable() + "codes = [\"11221\"]\n"));
    until([&] { return out->health().sentence.find("not subscribed to 11221: HTTP 403") != std::string::npos; });
    EXPECT_TRUE(out->health().usable);
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::sent);
}

TEST_F(mtn_connector_test, it_stops_in_time_when_nobody_answers_its_farewell) {
    provider.on_request = [](line_to_us& one, const asked& request) {
        if (request.method != "DELETE") one.answer(201, taken_3);
    };
    start(madapi("v3", reachable() + "codes = [\"11221\"]\n"));
    until([&] { return log.text.find("subscribed") != std::string::npos; });
    stop(200ms);
    EXPECT_TRUE(asked_for("DELETE", "/v/"));
}

TEST_F(mtn_connector_test, an_answer_under_way_is_waited_for_and_one_that_does_not_come_is_unsure) {
    provider.on_request = [](line_to_us&, const asked&) {};
    start(madapi("v3", reachable()));
    send(1);
    until([&] { return provider.requests.size() == 1; });
    stop(200ms);
    EXPECT_EQ(ports.verdicts.at(1).is, verdict::kind::unsure);
}

TEST_F(mtn_connector_test, polled_messages_are_stored_once_however_often_they_come) {
    provider.on_request = [](line_to_us& one, const asked&) {
        one.answer(
            200,
            R"({"data":{"totalNumberOfPendingMessages":9,"inboundSMSMessage":[{"senderAddress":"2348030000001","message":"a","messageID":"1"}]}})");
    };
    start(madapi("v2", "codes = [\"11221\"]\npoll_seconds = 1\nstatus_seconds = 0\n"));
    until([&] { return provider.requests.size() >= 3; });
    ASSERT_EQ(ports.inbound.size(), 1u);
    EXPECT_EQ(ports.inbound[0]->to, "11221");
}

TEST_F(mtn_connector_test, what_was_fetched_is_offered_until_the_store_keeps_it) {
    int polls = 0;
    provider.on_request = [&](line_to_us& one, const asked&) {
        one.answer(200,
                   ++polls == 1 ? R"({"data":{"inboundSMSMessage":[{"senderAddress":"2348030000001","message":"a"}]}})" : "");
    };
    ports.put_answer = put_result::kind::full;
    start(madapi("v2", "codes = [\"11221\"]\npoll_seconds = 1\nstatus_seconds = 0\n"));
    until([&] { return ports.inbound.size() == 1; });
    EXPECT_EQ(polls, 1);
    ports.put_answer = put_result::kind::stored;
    until([&] { return ports.inbound.size() == 2; });
    until([&] { return polls == 2; });
    EXPECT_EQ(ports.inbound.size(), 2u) << "and then no more";
}

TEST_F(mtn_connector_test, the_fate_of_a_message_is_asked_for_where_it_cannot_be_told) {
    provider.on_request = [](line_to_us& one, const asked& request) {
        one.answer(200, request.method == "POST" ? R"({"messages":[{"to":"1","messageId":"M9"}]})"
                                                 : R"({"messageId":"M9","deliveryStatus":"DELIVERED"})");
    };
    start(madapi("v1", "status_seconds = 1\n"));
    send(1);
    EXPECT_EQ(settle(1).detail, "M9");
    until([&] { return ports.reported.size() == 1; });
    EXPECT_EQ(ports.reported[0].remote_id, "M9");
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
}

TEST_F(mtn_connector_test, parlayx_there_and_back) {
    provider.on_request = [](line_to_us& one, const asked& request) {
        const auto read = wire::parlayx::read_request(request.body);
        if (!read) return one.answer(400);
        if (std::holds_alternative<wire::parlayx::send_sms>(read->body))
            return one.answer(200, *wire::parlayx::write_answer(wire::parlayx::send_sms_response{"r1"}));
        if (std::holds_alternative<wire::parlayx::start_sms_notification>(read->body))
            return one.answer(200, *wire::parlayx::write_answer(wire::parlayx::start_sms_notification_response{}));
        one.answer(200, *wire::parlayx::write_answer(wire::parlayx::stop_sms_notification_response{}));
    };
    start(parlayx(reachable() + "codes = [\"11221\"]\n"));
    send(1);
    EXPECT_EQ(settle(1).detail, to_text(message_id{1}) + "-1");
    bring("/in/mtn/receipts",
          *wire::parlayx::write({}, wire::parlayx::notify_sms_delivery_receipt{to_text(message_id{1}) + "-1",
                                                                               {{"447700900123", "DeliveredToTerminal"}}}));
    EXPECT_NE(answers.at(0).body.find("notifySmsDeliveryReceiptResponse"), std::string::npos);
    EXPECT_EQ(ports.reported.size(), 1u);
    until([&] { return log.text.find("subscribed") != std::string::npos; });
    stop();
    EXPECT_NE(provider.requests.back().body.find("stopSmsNotification"), std::string::npos);
}

TEST_F(mtn_connector_test, what_the_store_cannot_keep_is_a_soap_fault_and_who_does_not_know_the_secret_a_403) {
    start(parlayx(reachable()), false);
    ports.match = receipt_match::failed;
    const std::string told =
        *wire::parlayx::write({}, wire::parlayx::notify_sms_delivery_receipt{"x", {{"447700900123", "DeliveredToTerminal"}}});
    bring("/in/mtn/receipts", told);
    EXPECT_EQ(answers.at(0).status, 500);
    EXPECT_NE(answers.at(0).body.find("soapenv:Server"), std::string::npos);
    answers.clear();
    bring("/in/mtn/receipts", told, "token=wrong");
    EXPECT_EQ(answers.at(0).status, 403);
    EXPECT_EQ(ports.reported.size(), 1u);
}

TEST_F(mtn_connector_test, answers_leave_when_what_was_brought_is_on_disk) {
    start(madapi("v3", reachable()), false);
    ports.hold_receipts = true;
    out->visits()->visit_came({"POST",
                               "/in/mtn/receipts",
                               "token=s3cret",
                               R"({"clientCorrelatorId":"c","receiverAddress":"1","deliveryStatus":"DELIVERED"})",
                               "",
                               {}},
                              [this](visit_answer given) { answers.push_back(std::move(given)); });
    until([&] { return ports.held.size() == 1; });
    io.poll();
    EXPECT_TRUE(answers.empty());
    ports.held[0]();
    until([&] { return answers.size() == 1; });
    EXPECT_EQ(answers[0].status, 200);
}

}  // namespace hermod::connectors::mtn
