#include "connectors/http/answer_rules.hpp"

#include <gtest/gtest.h>

#include "connectors/http/configured.hpp"

namespace hermod::connectors::http {
namespace {

judgement judged(const std::string& rules, int status, std::string_view body, std::string_view retry_after = {}) {
    const http_options options = right_configuration(rules + "\n[request]\nurl = \"http://x.example/\"");
    heard answer(status, body, {}, [&](std::string_view name) { return name == "Retry-After" ? retry_after : std::string_view{}; });
    part_values values(options.values);
    EXPECT_TRUE(values.begin(a_message(), 1, false, wall_time{}));
    return options.answers.judge(answer, values, wall_time{});
}

using kind = verdict::kind;

}  // namespace

TEST(answer_rules, without_rules_the_status_decides) {
    const std::map<int, std::pair<kind, bool>> expected{{200, {kind::sent, false}},  {202, {kind::sent, false}},    {302, {kind::refused, false}},
                                                        {400, {kind::refused, false}}, {402, {kind::refused, false}}, {451, {kind::refused, false}}, {401, {kind::later, false}},  {403, {kind::later, false}},
                                                        {408, {kind::later, false}},   {429, {kind::later, true}},   {500, {kind::later, false}},
                                                        {503, {kind::later, true}}};
    for (const auto& [status, wanted] : expected) {
        const auto out = judged("", status, "");
        EXPECT_EQ(out.result.is, wanted.first) << status;
        EXPECT_EQ(out.result.throttled, wanted.second) << status;
        EXPECT_EQ(out.alarm, status == 401 || status == 403) << status;
        EXPECT_EQ(out.result.elsewhere, status == 402 || status == 451) << status;
    }
}

TEST(answer_rules, the_first_rule_that_fits_decides) {
    const std::string rules = R"(
[[answer]]
status = 200
where = "json:/messages/0/status"
is = "0"
verdict = "sent"
id = "json:/messages/0/message-id"
[[answer]]
status = "2xx"
where = "json:/messages/0/status"
verdict = "refused"
code = "json:/messages/0/status"
detail = "json:/messages/0/error-text")";
    const auto sent = judged(rules, 200, R"({"messages":[{"status":"0","message-id":"0A01"}]})");
    EXPECT_EQ(sent.result.is, kind::sent);
    EXPECT_EQ(sent.result.detail, "0A01");
    EXPECT_FALSE(sent.no_id);
    const auto refused = judged(rules, 200, R"({"messages":[{"status":"6","error-text":"bad to"}]})");
    EXPECT_EQ(refused.result.is, kind::refused);
    EXPECT_EQ(refused.result.code, 6u);
    EXPECT_EQ(refused.result.detail, "HTTP 200, code 6: bad to");
}

TEST(answer_rules, an_id_may_stand_in_xml_in_text_in_a_header_or_be_ours) {
    EXPECT_EQ(judged("[[answer]]\nverdict = \"sent\"\nid = \"xml:data/acceptreport/messageid\"", 200,
                     "<response><data><acceptreport><messageid>ERF</messageid></acceptreport></data></response>")
                  .result.detail,
              "ERF");
    EXPECT_EQ(judged("[[answer]]\nverdict = \"sent\"\nid = 'regex:^ID: (\\w+)'", 200, "ID: 77 ok").result.detail, "77");
    EXPECT_EQ(judged("[[answer]]\nverdict = \"sent\"\nid = \"template:{id}-{part}\"", 202, "0: Accepted").result.detail, "m06HZ3V0CG0001-1");
    EXPECT_EQ(judged("[[answer]]\nverdict = \"sent\"\nid = \"header:Retry-After\"", 202, "", "5").result.detail, "5");
}

TEST(answer_rules, a_success_without_an_id_is_a_success_under_an_id_of_ours) {
    const auto out = judged("[[answer]]\nstatus = \"2xx\"\nverdict = \"sent\"\nid = \"json:/id\"", 200, "{broken");
    EXPECT_EQ(out.result.is, kind::sent);
    EXPECT_TRUE(out.no_id);
    EXPECT_EQ(out.result.detail, "m06HZ3V0CG0001-1");
}

TEST(answer_rules, the_error_table_says_what_a_code_means) {
    const std::string rules = "error_code = \"json:/code\"\nerror_detail = \"json:/message\"\nerrors = { \"30007\" = \"final\", \"20429\" = "
                              "\"throttled\", busy = \"retry\", \"21612\" = \"next_route\" }\n";
    EXPECT_EQ(judged(rules, 500, R"({"code":30007,"message":"filtered"})").result.is, kind::refused);
    for (const int status : {400, 500}) {
        const auto next = judged(rules, status, R"({"code":21612})").result;
        EXPECT_EQ(next.is, kind::refused);
        EXPECT_TRUE(next.elsewhere);
    }
    EXPECT_FALSE(judged(rules, 402, R"({"code":30007})").result.elsewhere) << "the code decides, not the status";
    EXPECT_TRUE(judged(rules, 400, R"({"code":20429})").result.throttled);
    EXPECT_EQ(judged(rules, 400, R"({"code":"busy"})").result.is, kind::later);
    const auto plain = judged(rules, 400, R"({"code":21211,"message":"bad"})");
    EXPECT_EQ(plain.result.is, kind::refused);
    EXPECT_EQ(plain.result.code, 21211u);
    EXPECT_EQ(plain.result.detail, "HTTP 400, code 21211: bad");
}

TEST(answer_rules, an_answer_may_mean_that_nobody_knows) {
    const auto by_code = judged("error_code = \"json:/code\"\nerrors = { \"504\" = \"unsure\" }\n", 500, R"({"code":504})", "12").result;
    EXPECT_EQ(by_code.is, kind::unsure);
    EXPECT_EQ(by_code.detail, "HTTP 500, code 504");
    EXPECT_EQ(by_code.after, std::chrono::seconds{0}) << "when it is sent again, if at all, is the route's to say";
    EXPECT_EQ(judged("[[answer]]\nstatus = 504\nverdict = \"unsure\"\n", 504, "").result.is, kind::unsure);
}

TEST(answer_rules, a_rule_may_send_to_the_next_route) {
    const auto out = judged("[[answer]]\nbegins = \"no such country\"\nverdict = \"next_route\"\n", 200, "no such country here").result;
    EXPECT_EQ(out.is, kind::refused);
    EXPECT_TRUE(out.elsewhere);
}

TEST(answer_rules, retry_after_is_honoured) {
    EXPECT_EQ(judged("", 503, "", "12").result.after, std::chrono::seconds{12});
    EXPECT_EQ(judged("", 500, "", "12").result.after, std::chrono::seconds{12});
    EXPECT_EQ(judged("", 500, "").result.after, std::chrono::seconds{0});
}

TEST(answer_rules, begins_and_matches_look_into_the_text) {
    const std::string rules = "[[answer]]\nbegins = \"0:\"\nverdict = \"sent\"\n[[answer]]\nmatches = \"(?i)queue full\"\nverdict = \"throttled\"\n";
    EXPECT_EQ(judged(rules, 500, "0: Accepted").result.is, kind::sent);
    EXPECT_TRUE(judged(rules, 200, "Error: Queue FULL").result.throttled);
    EXPECT_EQ(judged(rules, 400, "else").result.is, kind::refused);
}

TEST(answer_rules, a_mistake_is_reported_with_its_place) {
    const auto problems = [](const std::string& rule) {
        return read_configuration("[request]\nurl = \"http://x.example/\"\n[[answer]]\n" + rule).problems;
    };
    using texts = std::vector<std::string>;
    EXPECT_EQ(problems("status = \"abc\"\nverdict = \"sent\""),
              texts{"c.toml:4:10: error: connector[0].answer[0].status: is no status: write a number like 202, or \"2xx\""});
    EXPECT_EQ(problems("verdict = \"send\""),
              texts{"c.toml:4:11: error: connector[0].answer[0].verdict: \"send\" is unknown, did you mean \"sent\"?"});
    EXPECT_EQ(problems("where = \"json:id\"\nverdict = \"sent\""),
              texts{"c.toml:4:9: error: connector[0].answer[0].where: \"json:id\" is no JSON pointer: it begins with \"/\""});
    EXPECT_EQ(problems("matches = \"(\"\nverdict = \"sent\""),
              texts{"c.toml:4:11: error: connector[0].answer[0].matches: is no regular expression of RE2: missing ): ("});
    EXPECT_EQ(problems("id = \"template:{nix}\"\nverdict = \"sent\"").size(), 1u);
}

}  // namespace hermod::connectors::http
