#include "api/http_door_fixture.hpp"

namespace hermod::api::http_door_modems_test {
namespace {

using namespace door_test;

constexpr const char* as_json = "Content-Type: application/json\r\n";

}  // namespace

TEST_F(api, shows_an_administrator_the_modems) {
    modem_status one;
    one.name = "sim1";
    one.device = "/dev/ttyUSB0";
    one.usable = one.registered = true;
    one.word = "ready";
    one.operator_name = "Acme \"Mobile\"";
    one.signal_dbm = -71;
    one.sent_day = 3;
    modem_status other;
    other.name = "sim2";
    modems = {{"sims", std::make_shared<const std::vector<modem_status>>(std::vector<modem_status>{one, other})}};
    const auto out = ask("GET", "/v1/modems", "", "", "root-key");
    ASSERT_EQ(out.status, 200) << out.body;
    const auto answer = parsed(out);
    const auto& all = answer.at("modems").as_array();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].at("connector").as_string(), "sims");
    EXPECT_EQ(all[0].at("operator").as_string(), "Acme \"Mobile\"");
    EXPECT_EQ(all[0].at("signal_dbm").to_number<int>(), -71);
    EXPECT_EQ(all[0].at("sent_day").to_number<int>(), 3);
    EXPECT_TRUE(all[0].at("usable").as_bool());
    EXPECT_FALSE(all[1].as_object().contains("signal_dbm")) << "not known";
}

TEST_F(api, without_modems_the_list_is_empty) {
    EXPECT_EQ(ask("GET", "/v1/modems", "", "", "root-key").body, R"({"modems":[]})");
}

TEST_F(api, modems_are_an_administrators_only) {
    EXPECT_EQ(code(ask("GET", "/v1/modems")), "forbidden");
    EXPECT_EQ(code(ask("POST", "/v1/ussd", as_json, R"({"modem":"sim1","code":"*100#"})")), "forbidden");
    EXPECT_EQ(code(ask("GET", "/v1/modems", "", "", "")), "unauthorized");
    EXPECT_TRUE(ussd_asked.empty());
}

TEST_F(api, asks_by_ussd_and_tells_the_answer) {
    const auto out = ask("POST", "/v1/ussd", as_json, R"({"modem":"sim1","code":"*100#"})", "root-key");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.body, R"({"result":"done","text":"Balance 3,50"})");
    EXPECT_EQ(ussd_asked, std::vector<std::string>{"sim1 *100#"});
    ussd_says = {ussd_answer::kind::unavailable, "there is no modem \"sim9\""};
    EXPECT_EQ(code(ask("POST", "/v1/ussd", as_json, R"({"modem":"sim9","code":"*100#"})", "root-key")), "modem_unavailable");
}

TEST_F(api, a_ussd_question_that_is_none_is_refused_with_its_place) {
    const auto asked = [this](std::string_view body, const char* headers = as_json) {
        return code(ask("POST", "/v1/ussd", headers, body, "root-key"));
    };
    EXPECT_EQ(asked("{"), "malformed_json");
    EXPECT_EQ(asked("[]"), "malformed_json");
    EXPECT_EQ(asked(R"({"modem":"sim1"})"), "invalid_message");
    EXPECT_EQ(asked(R"({"modem":1,"code":"*100#"})"), "invalid_message");
    EXPECT_EQ(asked(R"({"modem":"sim1","code":"*100#","more":1})"), "invalid_message");
    EXPECT_EQ(asked(R"({"modem":"sim1","code":")" + std::string(183, '1') + "\"}"), "invalid_message");
    EXPECT_EQ(asked(R"({"modem":"sim1","code":"*100#"})", ""), "unsupported_media_type");
    EXPECT_TRUE(ussd_asked.empty());
}

}  // namespace hermod::api::http_door_modems_test
