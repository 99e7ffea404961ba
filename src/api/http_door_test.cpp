#include "api/http_door_fixture.hpp"

namespace hermod::api {
namespace {

using namespace door_test;
using testing::HasSubstr;
using testing::Not;

}  // namespace

TEST_F(api, accepts_a_message_once_it_is_stored) {
    const auto out = post(good);
    EXPECT_EQ(out.status, 202);
    EXPECT_EQ(out.content_type, "application/json");
    ASSERT_EQ(in.stored.size(), 1u);
    const auto id = to_text(in.stored[0]->id);
    EXPECT_EQ(out.body, R"({"id":")" + id + R"(","state":"accepted","encoding":"gsm7","parts":1,"client_ref":"order \"1\""})");
    EXPECT_THAT(std::string(out.extra_headers()), HasSubstr("Location: /v1/messages/" + id + "\r\n"));
    EXPECT_EQ(in.stored[0]->account, shop);
    EXPECT_EQ(load->waiting, 0u);
    EXPECT_EQ(door.count().messages_accepted, 1u);
    EXPECT_EQ(door.count().accept_times[0], 1u);
}

TEST_F(api, waits_for_the_store) {
    in.hold = true;
    const sent what("POST", "/v1/messages", "Content-Type: application/json\r\nAuthorization: Bearer shop-key\r\n", good);
    std::optional<net::http_response> out;
    spawn(what, out);
    EXPECT_FALSE(out);
    EXPECT_EQ(load->waiting, 1u);
    in.held.front()->put_done({});
    poll();
    ASSERT_TRUE(out);
    EXPECT_EQ(out->status, 202);
    EXPECT_EQ(load->waiting, 0u);
}

TEST_F(api, turns_an_account_away_that_waits_for_too_much) {
    in.hold = true;
    const std::string headers = "Content-Type: application/json\r\nAuthorization: Bearer shop-key\r\n";
    std::deque<std::optional<net::http_response>> outs(11);
    const sent what("POST", "/v1/messages", headers, good);
    for (auto& out : outs) spawn(what, out);
    EXPECT_EQ(in.held.size(), 10u);
    ASSERT_TRUE(outs[10]);
    EXPECT_EQ(code(*outs[10]), "too_many_requests");
    EXPECT_EQ(outs[10]->status, 429);
    EXPECT_THAT(std::string(outs[10]->extra_headers()), HasSubstr("Retry-After: 1\r\n"));
    for (auto* reply : in.held) reply->put_done({});
    poll();
    EXPECT_EQ(load->waiting, 0u);
    in.hold = false;
    EXPECT_EQ(post(good).status, 202);
}

TEST_F(api, says_when_the_store_is_full_or_has_failed) {
    in.answer = put_result::kind::full;
    auto out = post(good);
    EXPECT_EQ(out.status, 503);
    EXPECT_EQ(code(out), "store_full");
    EXPECT_THAT(std::string(out.extra_headers()), HasSubstr("Retry-After: "));
    in.answer = put_result::kind::failed;
    EXPECT_EQ(code(post(good)), "store_failed");
    EXPECT_EQ(door.count().messages_accepted, 0u);
}

TEST_F(api, answers_bad_input_with_a_problem_that_points_at_it) {
    const struct {
        std::string body;
        int status;
        const char *code, *pointer;
    } table[] = {
        {"", 400, "malformed_json", nullptr},
        {"{", 400, "malformed_json", nullptr},
        {"\x80", 400, "malformed_json", nullptr},
        {R"({"text":"\ud800"})", 400, "malformed_json", nullptr},
        {R"({"to":"+1","text":"x","validity_seconds":NaN})", 400, "malformed_json", nullptr},
        {std::string(100'000, '['), 400, "malformed_json", nullptr},
        {"[]", 422, "invalid_message", ""},
        {R"({"to":"+1","txt":"x"})", 422, "invalid_message", "/txt"},
        {R"({"to":7,"text":"x"})", 422, "invalid_message", "/to"},
        {R"({"to":"+1","text":"x","validity_seconds":1.5})", 422, "invalid_message", "/validity_seconds"},
        {R"({"to":"079","text":"x"})", 422, "invalid_number", "/to"},
        {R"({"to":"+1","text":"refuse"})", 422, "text_too_long", "/text"},
        {R"({"to":"+1","text":""})", 202, "", nullptr},  // accept/ has the word on texts
    };
    for (const auto& row : table) {
        const auto out = post(row.body);
        EXPECT_EQ(out.status, row.status) << row.body.substr(0, 80);
        if (row.status == 202) continue;
        EXPECT_EQ(code(out), row.code) << row.body.substr(0, 80);
        if (!row.pointer) continue;
        EXPECT_EQ(std::string(parsed(out).at("errors").at(0).at("pointer").as_string()), row.pointer) << row.body;
    }
    EXPECT_EQ(in.stored.size(), 1u);
}

TEST_F(api, wants_json) {
    for (const char* type : {"", "Content-Type: text/plain\r\n", "Content-Type: application/json; charset=latin1\r\n"})
        EXPECT_EQ(code(ask("POST", "/v1/messages", type, good)), "unsupported_media_type");
}

TEST_F(api, knows_nobody_without_a_key) {
    for (const char* key : {"", "wrong", "shop-ke"}) {
        const auto out = ask("POST", "/v1/messages", "Content-Type: application/json\r\n", good, key);
        EXPECT_EQ(out.status, 401) << key;
        EXPECT_EQ(code(out), "unauthorized");
        EXPECT_THAT(std::string(out.extra_headers()), HasSubstr("WWW-Authenticate: Bearer"));
    }
    EXPECT_EQ(ask("GET", "/v1/messages", "", "", "wrong").status, 401);
    EXPECT_EQ(door.count().unauthorized, 4u);
    EXPECT_TRUE(in.stored.empty());
}

// Its first try has taken what the second one lacks: credit, a token, the place of what may not come twice.
TEST_F(api, gives_the_first_answer_also_where_the_same_request_would_be_refused_now) {
    const auto first = post(good, "Idempotency-Key: k1\r\n");
    in.no_more = true;
    const auto again = post(good, "Idempotency-Key: k1\r\n");
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(post(R"({"to":"+41791234567","text":"other"})", "Idempotency-Key: k1\r\n").status, 422);
    const auto fresh = post(good, "Idempotency-Key: k2\r\n");
    EXPECT_EQ(fresh.status, 409);
    EXPECT_THAT(fresh.body, HasSubstr("duplicate"));
    EXPECT_FALSE(in.seen.contains("k2")) << "what was refused may be tried again with its key";
    EXPECT_EQ(post(good).status, 409);
    EXPECT_EQ(in.stored.size(), 1u);
}

TEST_F(api, gives_the_first_answer_again_for_the_same_key) {
    const auto first = post(good, "Idempotency-Key: \"k1\"\r\n");
    const auto again = post(good, "Idempotency-Key: k1\r\n");
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, first.body);
    EXPECT_THAT(std::string(first.extra_headers()), Not(HasSubstr("Idempotency-Replayed")));
    EXPECT_THAT(std::string(again.extra_headers()), HasSubstr("Idempotency-Replayed: true\r\n"));
    EXPECT_THAT(std::string(again.extra_headers()), HasSubstr(std::string(first.extra_headers())));  // the Location
    EXPECT_EQ(in.stored.size(), 1u);
    EXPECT_EQ(door.count().replays, 1u);
    EXPECT_EQ(in.seen.at("k1").account, shop);
}

TEST_F(api, refuses_a_key_that_comes_with_another_request) {
    post(good, "Idempotency-Key: k1\r\n");
    EXPECT_EQ(code(post(R"({"to":"+1","text":"other"})", "Idempotency-Key: k1\r\n")), "idempotency_conflict");
    EXPECT_EQ(code(post("[" + std::string(good) + "]", "Idempotency-Key: k1\r\n", "/v1/messages/batch")), "idempotency_conflict");
    EXPECT_EQ(code(post(good, "Idempotency-Key: \"\"\r\n")), "invalid_idempotency_key");
    EXPECT_EQ(in.stored.size(), 1u);
}

TEST_F(api, takes_a_batch_in_which_each_message_has_its_result) {
    const auto out =
        post(R"({"messages":[{"to":"+1","text":"a","client_ref":"r"},{"to":"1","text":"b"},{"to":"+2"},{"to":"+3","text":"c"}]})",
             "", "/v1/messages/batch");
    EXPECT_EQ(out.status, 202);
    const auto o = parsed(out);
    EXPECT_EQ(o.at("accepted").to_number<int>(), 2);
    EXPECT_EQ(o.at("refused").to_number<int>(), 2);
    const auto& results = o.at("results").as_array();
    ASSERT_EQ(results.size(), 4u);
    EXPECT_EQ(results[0].at("client_ref").as_string(), "r");
    EXPECT_EQ(std::string(results[0].at("id").as_string()), to_text(in.stored[0]->id));
    EXPECT_EQ(results[1].at("problem").at("code").as_string(), "invalid_number");
    EXPECT_EQ(results[1].at("problem").at("errors").at(0).at("pointer").as_string(), "/messages/1/to");
    EXPECT_EQ(results[2].at("problem").at("errors").at(0).at("pointer").as_string(), "/messages/2/text");
    EXPECT_EQ(results[3].at("index").to_number<int>(), 3);
    EXPECT_EQ(in.stored.size(), 2u);
    EXPECT_EQ(door.count().messages_refused, 2u);
}

TEST_F(api, stores_nothing_of_a_batch_that_is_refused_as_a_whole) {
    const auto none = post(R"([{"to":"1","text":"b"}])", "Idempotency-Key: k\r\n", "/v1/messages/batch");
    EXPECT_EQ(none.status, 422);
    EXPECT_EQ(code(none), "all_refused");
    EXPECT_EQ(parsed(none).at("results").as_array().size(), 1u);
    EXPECT_EQ(code(post("[]", "", "/v1/messages/batch")), "invalid_message");
    EXPECT_TRUE(in.stored.empty());
    EXPECT_TRUE(in.seen.empty());
}

TEST_F(api, answers_what_needs_no_key) {
    EXPECT_EQ(ask("GET", "/livez", "", "", "").status, 200);
    EXPECT_EQ(ask("GET", "/metrics", "", "", "").body, "hermod_up 1\n");
    EXPECT_EQ(parsed(ask("GET", "/", "", "", "")).at("version").as_string(), "1.2.3");
    EXPECT_EQ(ask("GET", "/openapi.yaml", "", "", "").body, openapi_text());
    EXPECT_THAT(std::string(openapi_text()), HasSubstr("openapi: 3.1"));
    EXPECT_EQ(ask("GET", "/readyz", "", "", "").status, 200);
    ready = {false, {{"store", false, "the disk is full"}}};
    const auto not_ready = ask("GET", "/readyz", "", "", "");
    EXPECT_EQ(not_ready.status, 503);
    EXPECT_EQ(parsed(not_ready).at("checks").at(0).at("detail").as_string(), "the disk is full");
    EXPECT_EQ(parsed(ask("GET", "/problems/no_route", "", "", "")).at("status").to_number<int>(), 422);
    EXPECT_EQ(code(ask("GET", "/problems/nothing", "", "", "")), "not_found");
}

TEST_F(api, knows_its_paths_and_their_methods) {
    EXPECT_EQ(code(ask("GET", "/v2/messages")), "not_found");
    const auto out = ask("PUT", "/v1/messages");
    EXPECT_EQ(code(out), "method_not_allowed");
    EXPECT_THAT(std::string(out.extra_headers()), HasSubstr("Allow: POST, GET, HEAD\r\n"));
    EXPECT_EQ(door.count().requests[static_cast<std::size_t>(operation::none)][4], 2u);
}

TEST_F(api, refuses_new_messages_when_it_stops) {
    door.stop();
    const auto out = post(good);
    EXPECT_EQ(code(out), "stopping");
    EXPECT_THAT(std::string(out.extra_headers()), HasSubstr("Retry-After"));
    EXPECT_EQ(ask("GET", "/readyz", "", "", "").status, 503);
}

TEST(problems, have_codes_of_their_own_and_a_page_each) {
    std::map<std::string_view, int> seen;
    for (const auto& kind : problem_kinds()) {
        EXPECT_EQ(++seen[kind.code], 1) << kind.code;
        EXPECT_EQ(&kind_of(kind.code), &kind);
        EXPECT_TRUE(kind.status >= 400 && kind.status < 600 && !kind.title.empty() && !kind.meaning.empty());
    }
    EXPECT_EQ(kind_of("something_new").code, "refused");
    const auto of = problem_of(refusal{"", "something_new", "because"}, "/3", false);
    EXPECT_EQ(of.errors.front().code, "something_new");
}

}  // namespace hermod::api
