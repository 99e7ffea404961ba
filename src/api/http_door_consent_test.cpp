// Opt-outs and held messages over HTTP.
#include "api/http_door_fixture.hpp"

namespace hermod::api {
namespace {

using namespace door_test;

constexpr const char* as_json = "Content-Type: application/json\r\n";

}  // namespace

TEST_F(api, an_account_lists_its_own_opt_outs_and_an_administrator_all) {
    opted_out.rows = {{"+41791234567", "", shop, now, "handset"},
                      {"+41791234568", "shop", bank, now, "api"},
                      {"+41791234569", "", {}, now, "api"}};
    auto out = ask("GET", "/v1/opt-outs");
    ASSERT_EQ(out.status, 200) << out.body;
    EXPECT_EQ(out.body,
              R"({"opt_outs":[{"to":"+41791234567","account":"shop","since":"2026-11-23T15:00:23.123456Z","by":"handset"}]})");
    out = ask("GET", "/v1/opt-outs?limit=2", "", "", "root-key");
    const auto page = parsed(out);
    EXPECT_EQ(page.at("opt_outs").as_array().size(), 2u);
    out = ask("GET", "/v1/opt-outs?limit=2&cursor=" + std::string(page.at("next_cursor").as_string()), "", "", "root-key");
    EXPECT_EQ(opted_out.asked.after->to, "+41791234568");
    EXPECT_EQ(opted_out.asked.after->from, "shop");
    EXPECT_EQ(opted_out.asked.after->account, bank);
    ask("GET", "/v1/opt-outs?account=*&to=%2B41791234569", "", "", "root-key");
    EXPECT_TRUE(opted_out.asked.everybodys);
    EXPECT_EQ(opted_out.asked.to, "+41791234569");
}

TEST_F(api, a_question_about_opt_outs_that_is_none_is_refused) {
    for (const char* target : {"/v1/opt-outs?to=Shop", "/v1/opt-outs?cursor=xx", "/v1/opt-outs?cursor=2f", "/v1/opt-outs?limit=0",
                               "/v1/opt-outs?account=shop", "/v1/opt-outs?from=x", "/v1/opt-outs?nonsense=1"})
        EXPECT_EQ(code(ask("GET", target)), "invalid_query") << target;
    EXPECT_EQ(code(ask("GET", "/v1/opt-outs?account=nobody", "", "", "root-key")), "invalid_query");
    EXPECT_EQ(code(ask("DELETE", "/v1/opt-outs")), "invalid_query");
    EXPECT_EQ(code(ask("GET", "/v1/opt-outs", "", "", "")), "unauthorized");
}

TEST_F(api, adds_one_opt_out_or_many) {
    auto out = ask("POST", "/v1/opt-outs", as_json, R"({"to":"+41791234567","from":"Shop","since":"2020-01-02T03:04:05Z"})");
    EXPECT_EQ(out.body, R"({"changed":1})");
    ASSERT_EQ(opted_out.changes.size(), 1u);
    EXPECT_EQ(opted_out.changes[0].what.account, shop);
    EXPECT_EQ(opted_out.changes[0].what.from, "Shop");
    EXPECT_EQ(to_rfc3339(opted_out.changes[0].what.since), "2020-01-02T03:04:05.000000Z");
    out = ask("POST", "/v1/opt-outs", as_json,
              R"({"opt_outs":[{"to":"+41791234567","account":"*"},{"to":"+41791234568","account":"shop"}]})", "root-key");
    EXPECT_EQ(out.body, R"({"changed":2})");
    EXPECT_FALSE(opted_out.changes[0].what.account);
    EXPECT_EQ(opted_out.changes[1].what.account, shop);
    EXPECT_EQ(opted_out.changes[1].what.since, now);
}

TEST_F(api, opt_outs_with_a_mistake_change_nothing_and_say_where) {
    const auto asked = [this](std::string_view body) { return parsed(ask("POST", "/v1/opt-outs", as_json, body)); };
    const auto pointer = [&](std::string_view body) {
        return std::string(asked(body).at("errors").as_array().at(0).at("pointer").as_string());
    };
    EXPECT_EQ(asked("{").at("code").as_string(), "malformed_json");
    EXPECT_EQ(asked("[]").at("code").as_string(), "malformed_json");
    EXPECT_EQ(pointer("{}"), "/to");
    EXPECT_EQ(pointer(R"({"to":"Shop"})"), "/to");
    EXPECT_EQ(pointer(R"({"to":"+41791234567","more":1})"), "/more");
    EXPECT_EQ(pointer(R"({"to":"+41791234567","account":"*"})"), "/account");
    EXPECT_EQ(pointer(R"({"to":"+41791234567","since":"yesterday"})"), "/since");
    EXPECT_EQ(pointer(R"({"opt_outs":[{"to":"+41791234567"},{"to":1}]})"), "/opt_outs/1/to");
    EXPECT_EQ(pointer(R"({"opt_outs":[7]})"), "/opt_outs/0");
    EXPECT_EQ(code(ask("POST", "/v1/opt-outs", "", R"({"to":"+41791234567"})")), "unsupported_media_type");
    EXPECT_TRUE(opted_out.changes.empty());
}

TEST_F(api, takes_an_opt_out_back_or_says_that_there_is_none) {
    const auto out = ask("DELETE", "/v1/opt-outs?to=%2B41791234567&from=Shop");
    EXPECT_EQ(out.status, 200) << out.body;
    ASSERT_EQ(opted_out.changes.size(), 1u);
    EXPECT_TRUE(opted_out.changes[0].taken_back);
    EXPECT_EQ(opted_out.changes[0].what.from, "Shop");
    opted_out.changed = 0;
    EXPECT_EQ(code(ask("DELETE", "/v1/opt-outs?to=%2B41791234567")), "not_found");
    opted_out.changed.reset();
    EXPECT_EQ(code(ask("DELETE", "/v1/opt-outs?to=%2B41791234567")), "store_failed");
}

TEST_F(api, held_messages_are_an_administrators_only) {
    EXPECT_EQ(code(ask("GET", "/v1/held")), "forbidden");
    EXPECT_EQ(code(ask("POST", "/v1/held/m06HZ3V0CG0001/release")), "forbidden");
    EXPECT_EQ(code(ask("POST", "/v1/held/m06HZ3V0CG0001/refuse")), "forbidden");
    EXPECT_TRUE(held.said.empty());
}

TEST_F(api, lists_releases_and_refuses_held_messages) {
    record one = kept(shop);
    auto what = std::make_shared<message>(*one.what);
    auto extras = std::make_shared<message_extras>();
    extras->keyword = "hold links";
    what->extras = extras;
    one.what = what;
    store.records = {one};
    const auto id = to_text(one.what->id);
    const auto out = ask("GET", "/v1/held", "", "", "root-key");
    ASSERT_EQ(out.status, 200) << out.body;
    const auto row = parsed(out).at("held").as_array().at(0).as_object();
    EXPECT_EQ(row.at("account").as_string(), "shop");
    EXPECT_EQ(row.at("message").at("held_by").as_string(), "links");
    EXPECT_EQ(store.asked.now, state::held);
    EXPECT_EQ(ask("POST", "/v1/held/" + id + "/release", "", "", "root-key").body,
              R"({"id":")" + id + R"(","result":"released"})");
    EXPECT_EQ(ask("POST", "/v1/held/" + id + "/refuse", as_json, R"({"reason":"no gambling"})", "root-key").status, 200);
    EXPECT_EQ(ask("POST", "/v1/held/" + id + "/refuse", "", "", "root-key").status, 200);
    EXPECT_EQ(held.said, (std::vector<std::string>{"release " + id, "refuse " + id + " no gambling",
                                                   "refuse " + id + " refused by an administrator"}));
    EXPECT_EQ(code(ask("POST", "/v1/held/" + id + "/refuse", as_json, R"({"reason":""})", "root-key")), "invalid_message");
    EXPECT_EQ(code(ask("POST", "/v1/held/" + id + "/refuse", as_json, R"({"why":"x"})", "root-key")), "invalid_message");
    held.answer = holds_reply::outcome::not_held;
    EXPECT_EQ(code(ask("POST", "/v1/held/" + id + "/release", "", "", "root-key")), "not_held");
    EXPECT_EQ(code(ask("POST", "/v1/held/nonsense/release", "", "", "root-key")), "not_held");
}

}  // namespace hermod::api
