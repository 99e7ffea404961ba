#include "api/http_door_fixture.hpp"

namespace hermod::api::http_door_credit_test {
namespace {

using namespace door_test;

constexpr const char* as_json = "Content-Type: application/json\r\n";
constexpr const char* path = "/v1/accounts/shop/credit";

}  // namespace

TEST_F(api, credit_is_put_in_once_a_reference) {
    const auto mine = purses.of("shop");
    const char* entry = R"({"amount":"12.5","reference":"inv-1","reason":"\"first\" payment"})";
    const auto first = ask("POST", path, as_json, entry, "root-key");
    EXPECT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(parsed(first).at("balance").as_string(), "12.500");
    EXPECT_EQ(parsed(first).at("entry").at("reason").as_string(), "\"first\" payment");
    const auto again = ask("POST", path, as_json, R"({"amount":12.5,"reference":"inv-1"})", "root-key");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(parsed(again).at("balance").as_string(), "12.500");
    EXPECT_EQ(parsed(again).at("entry").at("reason").as_string(), "\"first\" payment") << "the entry is the first one";
    const auto other = ask("POST", path, as_json, R"({"amount":13,"reference":"inv-1"})", "root-key");
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(code(other), "reference_conflict");
    EXPECT_EQ(store.written.size(), 1u);
    EXPECT_EQ(parsed(ask("POST", path, as_json, R"({"amount":"-0.001","reference":"fix"})", "root-key")).at("balance").as_string(), "12.499");
    EXPECT_EQ(mine->look(now).balance(), 12'499);
}

TEST_F(api, shows_a_purse_with_its_entries_in_pages) {
    const auto mine = purses.of("shop");
    mine->follow({}, {true, 100, 0, 7'000, std::nullopt});
    for (const char* entry : {R"({"amount":1,"reference":"a"})", R"({"amount":2,"reference":"b"})", R"({"amount":3,"reference":"c"})"})
        ASSERT_EQ(ask("POST", path, as_json, entry, "root-key").status, 201);
    const auto out = ask("GET", std::string(path) + "?limit=2", "", "", "root-key");
    ASSERT_EQ(out.status, 200) << out.body;
    const auto answer = parsed(out);
    EXPECT_TRUE(answer.at("prepaid").as_bool());
    EXPECT_EQ(answer.at("balance").as_string(), "6.000");
    EXPECT_EQ(answer.at("day").at("quota").to_number<int>(), 100);
    EXPECT_EQ(answer.at("day").at("cap").as_string(), "7.000");
    EXPECT_FALSE(answer.at("month").as_object().contains("quota"));
    ASSERT_EQ(answer.at("entries").as_array().size(), 2u);
    EXPECT_EQ(answer.at("entries").as_array()[0].at("reference").as_string(), "c");
    const auto rest = ask("GET", std::string(path) + "?cursor=" + std::string(answer.at("next_cursor").as_string()), "", "", "root-key");
    EXPECT_EQ(parsed(rest).at("entries").as_array().size(), 1u);
    EXPECT_FALSE(parsed(rest).contains("next_cursor"));
}

TEST_F(api, an_account_sees_its_own_credit_and_puts_none_in) {
    purses.of("shop");
    purses.of("bank");
    EXPECT_EQ(ask("GET", path).status, 200);
    EXPECT_EQ(code(ask("GET", "/v1/accounts/bank/credit")), "forbidden");
    EXPECT_EQ(code(ask("POST", path, as_json, R"({"amount":1,"reference":"a"})")), "forbidden");
    EXPECT_EQ(code(ask("GET", path, "", "", "")), "unauthorized");
}

TEST_F(api, an_account_that_is_not_there_has_no_credit) {
    EXPECT_EQ(ask("GET", "/v1/accounts/nobody/credit", "", "", "root-key").status, 404);
    EXPECT_EQ(ask("POST", "/v1/accounts/nobody/credit", as_json, R"({"amount":1,"reference":"a"})", "root-key").status, 404);
}

TEST_F(api, an_entry_that_is_none_is_refused_with_its_places) {
    purses.of("shop");
    const auto pointers = [this](std::string_view body) {
        std::vector<std::string> out;
        const auto answer = parsed(ask("POST", path, as_json, body, "root-key"));
        EXPECT_EQ(answer.at("code").as_string(), "invalid_message") << body;
        for (const auto& one : answer.at("errors").as_array()) out.emplace_back(one.at("pointer").as_string());
        return out;
    };
    using places = std::vector<std::string>;
    EXPECT_EQ(pointers("{}"), (places{"/amount", "/reference"}));
    for (const char* amount : {"0", "\"0.0001\"", "0.0001", "true", "null", "1e12", "\"1,5\""})
        EXPECT_EQ(pointers(R"({"reference":"a","amount":)" + std::string(amount) + "}"), places{"/amount"}) << amount;
    EXPECT_EQ(pointers(R"({"amount":1,"reference":"a b"})"), places{"/reference"});
    EXPECT_EQ(pointers(R"({"amount":1,"reference":")" + std::string(65, 'x') + "\"}"), places{"/reference"});
    EXPECT_EQ(pointers(R"({"amount":1,"reference":"a","reason":7,"more":1})"), (places{"/reason", "/more"}));
    EXPECT_EQ(code(ask("POST", path, as_json, "[]", "root-key")), "malformed_json");
    EXPECT_EQ(code(ask("POST", path, "", "{}", "root-key")), "unsupported_media_type");
    EXPECT_EQ(code(ask("GET", std::string(path) + "?limit=0", "", "", "root-key")), "invalid_query");
    EXPECT_EQ(code(ask("GET", std::string(path) + "?cursor=x", "", "", "root-key")), "invalid_query");
    EXPECT_TRUE(store.written.empty());
}

TEST_F(api, credit_that_a_failed_store_did_not_keep_does_not_count) {
    const auto mine = purses.of("shop");
    store.writes = put_result::kind::failed;
    EXPECT_EQ(code(ask("POST", path, as_json, R"({"amount":1,"reference":"a"})", "root-key")), "store_failed");
    EXPECT_EQ(mine->look(now).balance(), 0);
}

TEST_F(api, a_message_shows_its_price_and_whether_it_was_given_back) {
    record paid = kept(shop);
    auto m = std::make_shared<message>(*paid.what);
    m->price = 70;
    m->refunds = refund_rejected;
    paid.what = m;
    store.records = {paid};
    const std::string one = "/v1/messages/" + to_text(m->id);
    EXPECT_EQ(parsed(ask("GET", one)).at("price").as_string(), "0.070");
    EXPECT_FALSE(parsed(ask("GET", one)).contains("refunded"));
    store.records[0].now = state::rejected;
    EXPECT_TRUE(parsed(ask("GET", one)).at("refunded").as_bool());
}

}  // namespace hermod::api::http_door_credit_test
