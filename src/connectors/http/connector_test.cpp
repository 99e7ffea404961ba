#include "connectors/http/connector.hpp"

#include "connectors/http/connector_stage.hpp"

namespace hermod::connectors::http {

class http_connector_test : public connector_stage {};

TEST_F(http_connector_test, a_message_leaves_as_the_configured_request_and_its_answer_names_it) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(201, R"({"id":"SM123"})"); };
    start(simple());
    send(1, text(1, "fish & chips \xC3\xA9"));
    const verdict& told = settle(1);
    EXPECT_EQ(told.is, verdict::kind::sent);
    EXPECT_EQ(told.detail, "SM123");
    ASSERT_EQ(provider.requests.size(), 1u);
    EXPECT_EQ(provider.requests[0].method, "POST");
    EXPECT_EQ(provider.requests[0].target, "/send");
    EXPECT_EQ(provider.requests[0].body, "to=%2B447700900123&text=fish+%26+chips+%C3%A9");
    EXPECT_EQ(provider.requests[0].header("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(out->counters().parts_sent, 1u);
}

TEST_F(http_connector_test, many_messages_share_a_few_connections) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    start(simple("connections = 4"));
    std::uint64_t next = 1;
    ports.on_ready = [&] {
        while (next <= 100 && out->capacity() > 0) send(next++);
    };
    ports.on_ready();
    until([&] { return ports.verdicts.size() == 100; });
    EXPECT_EQ(provider.requests.size(), 100u);
    EXPECT_LE(provider.lines.size(), 4u);
    EXPECT_EQ(out->counters().parts_sent, 100u);
}

TEST_F(http_connector_test, capacity_is_the_number_of_connections_that_are_free) {
    provider.on_request = [](line_to_us&, const asked&) {};
    start(simple("connections = 2"));
    EXPECT_EQ(out->capacity(), 2u);
    send(1);
    EXPECT_EQ(out->capacity(), 1u);
    send(2);
    EXPECT_EQ(out->capacity(), 0u);
    until([&] { return provider.requests.size() == 2; });
    for (const auto& one : provider.lines) one->answer(200, R"({"id":"x"})");
    settle(1);
    settle(2);
    until([&] { return out->capacity() == 2; });
}

TEST_F(http_connector_test, the_status_is_the_verdict_where_no_rule_fits) {
    int status = 0;
    provider.on_request = [&](line_to_us& one, const asked&) { one.answer(status, "why not"); };
    start(simple());
    const std::map<int, std::pair<verdict::kind, bool>> expected{{400, {verdict::kind::refused, false}},
                                                                 {404, {verdict::kind::refused, false}},
                                                                 {408, {verdict::kind::later, false}},
                                                                 {500, {verdict::kind::later, false}},
                                                                 {200, {verdict::kind::sent, false}}};
    std::uint64_t token = 0;
    for (const auto& [given, wanted] : expected) {
        status = given;
        send(++token);
        EXPECT_EQ(settle(token).is, wanted.first) << given;
        EXPECT_EQ(ports.verdicts[token].throttled, wanted.second) << given;
        if (wanted.first != verdict::kind::sent) {
            EXPECT_EQ(ports.verdicts[token].code, static_cast<std::uint32_t>(given));
        }
    }
}

TEST_F(http_connector_test, a_throttled_connector_takes_nothing_until_retry_after_has_passed) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(429, "", "Retry-After: 7\r\n"); };
    start(simple());
    send(1);
    const verdict& told = settle(1);
    EXPECT_EQ(told.is, verdict::kind::later);
    EXPECT_TRUE(told.throttled);
    EXPECT_EQ(told.after, 7s);
    EXPECT_EQ(out->capacity(), 0u);
    EXPECT_EQ(out->counters().throttled, 1u);
}

TEST_F(http_connector_test, after_a_throttling_answer_without_a_time_it_goes_on_by_itself) {
    int answers = 0;
    provider.on_request = [&](line_to_us& one, const asked&) { one.answer(++answers == 1 ? 503 : 200, R"({"id":"x"})"); };
    start(simple());
    send(1);
    EXPECT_TRUE(settle(1).throttled);
    EXPECT_EQ(out->capacity(), 0u);
    until([&] { return out->capacity() > 0; });
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
}

TEST_F(http_connector_test, a_request_without_an_answer_is_unsure) {
    provider.on_request = [](line_to_us& one, const asked&) { one.close(); };
    start(simple());
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::unsure);
    EXPECT_EQ(out->capacity(), 0u) << "not more of the same at once";
    EXPECT_EQ(out->counters().parts_unsure, 1u);
}

TEST_F(http_connector_test, an_answer_that_does_not_come_in_time_is_unsure) {
    provider.on_request = [](line_to_us&, const asked&) {};
    start(simple("answer_seconds = 1"));
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::unsure);
    EXPECT_EQ(out->counters().response_timeouts, 1u);
}

TEST_F(http_connector_test, an_answer_that_is_no_http_is_unsure) {
    provider.on_request = [](line_to_us& one, const asked&) { one.write("SSH-2.0-x\r\n\r\n"); };
    start(simple());
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::unsure);
    EXPECT_EQ(out->counters().pdu_errors, 1u);
}

TEST_F(http_connector_test, a_provider_that_is_not_there_costs_no_attempt_and_is_found_when_it_comes_back) {
    provider.go_away();
    start(simple(), false);
    EXPECT_EQ(out->capacity(), 0u);
    EXPECT_FALSE(out->health().usable);
    until([&] { return out->counters().bind_failures >= 2; });
    EXPECT_EQ(out->health().word, "connecting");
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::unsent);
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    provider.come_back();
    until([&] { return ports.ready_count > 0 && out->capacity() > 0; });
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
}

TEST_F(http_connector_test, a_provider_that_goes_away_between_two_messages_is_reached_again) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    start(simple());
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::sent);
    until([&] { return out->counters().window_used == 0; });
    provider.go_away();
    const auto before = net::mono_now();
    until([&] { return net::mono_now() - before > 10ms; });  // an idle connection is looked at from then on
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::unsent);
    EXPECT_EQ(out->capacity(), 0u);
    provider.come_back();
    until([&] { return out->capacity() > 0; });
    send(3);
    EXPECT_EQ(settle(3).is, verdict::kind::sent);
}

TEST_F(http_connector_test, a_provider_that_closes_idle_connections_costs_nothing) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})", "Connection: close\r\n"); };
    start(simple());
    for (std::uint64_t token = 1; token <= 3; ++token) {
        send(token);
        EXPECT_EQ(settle(token).is, verdict::kind::sent);
    }
    EXPECT_GE(provider.lines.size(), 3u);
}

TEST_F(http_connector_test, an_answer_that_lets_us_not_in_is_an_alarm_and_not_a_refusal) {
    int status = 401;
    provider.on_request = [&](line_to_us& one, const asked&) { one.answer(status, R"({"id":"x"})"); };
    start(simple());
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::later);
    EXPECT_FALSE(out->health().usable);
    EXPECT_EQ(out->health().word, "refused");
    EXPECT_NE(out->health().sentence.find("401"), std::string::npos);
    status = 200;
    until([&] { return out->capacity() > 0; });
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
    EXPECT_TRUE(out->health().usable);
}

TEST_F(http_connector_test, a_long_message_is_one_request_and_its_other_parts_end_as_the_first) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    start(simple());
    const auto whole = text(9, std::string(300, 'a'), 2);
    send(1, whole, 1);
    send(2, whole, 2);
    EXPECT_EQ(settle(1).detail, "x");
    EXPECT_EQ(settle(2).is, verdict::kind::sent);
    ASSERT_EQ(provider.requests.size(), 1u);
    EXPECT_NE(provider.requests[0].body.find("text=" + std::string(300, 'a')), std::string::npos);
    ASSERT_EQ(ports.reported.size(), 1u);
    EXPECT_EQ(ports.reported[0].remote_id, settle(2).detail);
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
}

TEST_F(http_connector_test, a_carried_part_is_sent_only_when_its_receipt_is_on_disk) {
    ports.hold_receipts = true;
    start(simple());
    send(1, text(9, std::string(300, 'a'), 2), 2);
    until([&] { return ports.held.size() == 1; });
    EXPECT_TRUE(ports.verdicts.empty());
    ports.match = receipt_match::failed;
    ports.held[0]();
    EXPECT_EQ(settle(1).is, verdict::kind::later);
}

TEST_F(http_connector_test, a_long_message_is_a_request_a_part_where_the_provider_does_not_split) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    start("long = \"parts\"\n[request]\nurl = \"" + provider.url("/s?udh={udh}&text={text}") + "\"\n");
    auto whole = std::make_shared<message>(*text(9, std::string(153, 'a') + std::string(100, 'b'), 2));
    whole->concat_ref = 0x2A;
    send(1, whole, 1);
    settle(1);
    send(2, whole, 2);
    settle(2);
    ASSERT_EQ(provider.requests.size(), 2u);
    EXPECT_EQ(provider.requests[0].target, "/s?udh=0500032a0201&text=" + std::string(153, 'a'));
    EXPECT_EQ(provider.requests[1].target, "/s?udh=0500032a0202&text=" + std::string(100, 'b'));
    EXPECT_EQ(provider.requests[0].method, "GET");
}

TEST_F(http_connector_test, binary_without_a_description_is_refused_and_nothing_is_sent) {
    start(simple());
    auto binary = std::make_shared<message>(*text(1));
    binary->coding = encoding::binary;
    send(1, binary);
    EXPECT_EQ(settle(1).is, verdict::kind::refused);
    EXPECT_TRUE(provider.requests.empty());
}

TEST_F(http_connector_test, a_rate_is_kept) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(200, R"({"id":"x"})"); };
    start(simple("rate = 20"));
    EXPECT_EQ(out->capacity(), 2u) << "a tenth of a second's worth";
    const auto begin = net::mono_now();
    std::uint64_t next = 1;
    ports.on_ready = [&] {
        while (next <= 8 && out->capacity() > 0) send(next++);
    };
    ports.on_ready();
    until([&] { return ports.verdicts.size() == 8; });
    EXPECT_GE(net::mono_now() - begin, 250ms);
}

TEST_F(http_connector_test, stopping_lets_a_request_under_way_have_its_answer) {
    provider.on_request = [](line_to_us&, const asked&) {};
    start(simple());
    send(1);
    until([&] { return provider.requests.size() == 1; });
    bool stopped = false;
    out->stop(5s, [&] { stopped = true; });
    EXPECT_EQ(out->capacity(), 0u);
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::unsent);
    EXPECT_FALSE(stopped);
    provider.lines.back()->answer(200, R"({"id":"late"})");
    until([&] { return stopped; });
    EXPECT_EQ(ports.verdicts[1].detail, "late");
    out.reset();
}

TEST_F(http_connector_test, stopping_gives_up_an_answer_that_does_not_come_as_unsure) {
    provider.on_request = [](line_to_us&, const asked&) {};
    start(simple());
    send(1);
    until([&] { return provider.requests.size() == 1; });
    stop(200ms);
    EXPECT_EQ(ports.verdicts.at(1).is, verdict::kind::unsure);
}

TEST_F(http_connector_test, it_stops_while_it_cannot_reach_the_provider) {
    provider.go_away();
    start(simple(), false);
    until([&] { return out->counters().bind_failures >= 1; });
    stop();
}

TEST_F(http_connector_test, nothing_secret_is_logged) {
    provider.on_request = [](line_to_us& one, const asked&) { one.answer(401, "no"); };
    ::setenv("HTTP_TEST_TOKEN", "s3cr3t", 1);
    set_log_switches({log_level::trace, true, true, false});
    start(simple("", "[auth]\ntype = \"bearer\"\ntoken = \"env:HTTP_TEST_TOKEN\"\n"));
    send(1);
    settle(1);
    set_log_switches({});
    EXPECT_EQ(provider.requests.at(0).header("Authorization"), "Bearer s3cr3t");
    EXPECT_FALSE(log.text.empty());
    EXPECT_EQ(log.text.find("s3cr3t"), std::string::npos);
}

}  // namespace hermod::connectors::http
