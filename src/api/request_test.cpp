#include "api/request.hpp"

#include <gtest/gtest.h>

#include "api/json_text.hpp"
#include "api/keys.hpp"
#include "api/routes.hpp"

namespace hermod::api {
namespace {

std::string key_of(std::vector<std::string_view> values) {
    net::http_head head;
    for (const auto value : values) head.fields.push_back({"Idempotency-KEY", value});
    const auto read = read_idempotency_key(head);
    if (std::holds_alternative<problem>(read)) return "refused";
    const auto& key = std::get<0>(read);
    return key ? "key " + *key : "none";
}

}  // namespace

TEST(api_request, reads_idempotency_keys_bare_and_quoted) {
    EXPECT_EQ(key_of({}), "none");
    EXPECT_EQ(key_of({"8e03978e-40d5-43dd-bc93-6894a57f9324"}), "key 8e03978e-40d5-43dd-bc93-6894a57f9324");
    EXPECT_EQ(key_of({R"("a b")"}), "key a b");
    EXPECT_EQ(key_of({R"("a\"\\b")"}), R"(key a"\b)");
    EXPECT_EQ(key_of({std::string(255, 'k')}), "key " + std::string(255, 'k'));
    const std::string too_long(256, 'k');
    for (const std::string_view bad :
         {"", "a b", "a,b", R"("a)", R"("a"b")", R"("\x")", R"("")", R"("a\")", "\"", "caf\xC3\xA9", too_long.c_str()})
        EXPECT_EQ(key_of({bad}), "refused") << bad;
    EXPECT_EQ(key_of({"a", "a"}), "refused");
}

TEST(api_request, knows_json_by_its_content_type) {
    for (const char* good : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                             "application/json;charset=\"UTF-8\"", "application/json ; x=y"})
        EXPECT_TRUE(is_json(good)) << good;
    for (const char* bad :
         {"", "text/json", "application/json; charset=latin1", "application/jsonp", "application/x-www-form-urlencoded", "json"})
        EXPECT_FALSE(is_json(bad)) << bad;
}

TEST(api_request, reads_a_filter) {
    const auto read = read_filter(
        "state=delivered&to=+41791234567&from=%2B4179&client_ref=a+b%26c&since=2026-11-23T15:00:23+01:00&limit=7&cursor=");
    ASSERT_TRUE(std::holds_alternative<store::filter>(read));
    const auto& f = std::get<store::filter>(read);
    EXPECT_EQ(f.now, state::delivered);
    EXPECT_EQ(f.to, "+41791234567");
    EXPECT_EQ(f.from, "+4179");
    EXPECT_EQ(f.client_ref, "a b&c");
    EXPECT_EQ(to_rfc3339(f.since), "2026-11-23T14:00:23.000000Z");
    EXPECT_EQ(f.limit, 7u);
    EXPECT_EQ(f.before, store::filter{}.before);
    EXPECT_EQ(std::get<store::filter>(read_filter("tag=spring:otp")).tag, "spring:otp");
    EXPECT_TRUE(std::holds_alternative<problem>(read_filter("tag=a,b")));
    EXPECT_EQ(std::get<store::filter>(read_filter("to=079+123+45+67")).to, "079 123 45 67");
    const auto id = id_source(1).next(from_micros(1'795'446'023'123'456));
    EXPECT_EQ(std::get<store::filter>(read_filter("cursor=" + to_text(id))).before, id);
}

TEST(api_request, refuses_parameters_that_mean_nothing) {
    for (const char* bad : {"state=gone", "since=yesterday", "cursor=abc", "limit=0", "limit=1001", "limit=ten", "limit=-1",
                            "limit=5x", "stat=delivered", "%ff=1"}) {
        const auto read = read_filter(bad);
        ASSERT_TRUE(std::holds_alternative<problem>(read)) << bad;
        EXPECT_EQ(std::get<problem>(read).kind->code, "invalid_query");
    }
    EXPECT_NE(std::get<problem>(read_filter("stat=x")).detail.find("did you mean \"state\"?"), std::string::npos);
    EXPECT_EQ(std::get<std::size_t>(read_limit("", 100)), 100u);
    EXPECT_EQ(std::get<std::size_t>(read_limit("limit=5", 100)), 5u);
    EXPECT_TRUE(std::holds_alternative<problem>(read_limit("state=x", 100)));
}

TEST(api_keys, knows_a_key_by_its_digest_alone) {
    keys known;
    known.add(keys::digest_of("secret"), {account_id{7}, false, std::make_shared<account_load>()});
    known.add(keys::digest_of("root"), {account_id{8}, true, std::make_shared<account_load>()});
    ASSERT_TRUE(known.find("Bearer secret"));
    EXPECT_EQ(known.find("Bearer secret")->account, account_id{7});
    EXPECT_TRUE(known.find("bearer  root ")->admin);
    for (const char* bad : {"", "Bearer", "Bearer ", "Bearer secre", "Bearer secret2", "Basic secret", "secret", "Bearersecret"})
        EXPECT_FALSE(known.find(bad)) << bad;
    EXPECT_FALSE(keys().find("Bearer secret"));
}

TEST(api_keys, an_empty_key_lets_nobody_in) {
    keys known;
    known.add(keys::digest_of(""), {account_id{7}, true, std::make_shared<account_load>()});
    EXPECT_FALSE(known.find(""));
    EXPECT_FALSE(known.find("Bearer "));
}

TEST(digest, is_sha_256) {
    // FIPS 180-4's example of one block.
    const digest of = sha256({"a", "", "bc"});
    EXPECT_EQ(of[0], 0xba);
    EXPECT_EQ(of[1], 0x78);
    EXPECT_EQ(of[31], 0xad);
    EXPECT_NE(sha256({"abd"}), of);
}

TEST(api_routes, find_their_operation_and_say_what_a_path_takes) {
    EXPECT_EQ(find_route("POST", "/v1/messages").row->what, operation::post_message);
    EXPECT_EQ(find_route("POST", "/v1/messages/batch").row->what, operation::post_batch);
    EXPECT_EQ(find_route("GET", "/v1/messages").row->what, operation::list_messages);
    const auto one = find_route("GET", "/v1/messages/m123");
    EXPECT_EQ(one.row->what, operation::get_message);
    EXPECT_EQ(one.variable, "m123");
    EXPECT_EQ(find_route("HEAD", "/livez").row->what, operation::livez);
    EXPECT_FALSE(find_route("HEAD", "/v1/events").row);
    EXPECT_EQ(find_route("DELETE", "/v1/messages").allow, "POST, GET, HEAD");
    EXPECT_EQ(find_route("GET", "/v1/messages/batch").allow, "POST");
    EXPECT_EQ(find_route("POST", "/v1/messages/m123").allow, "GET, HEAD, DELETE");
    for (const char* nothing : {"/v1", "/v1/messages/", "/v1/messages/a/b", "//", "/livez/", "", "*"})
        EXPECT_TRUE(!find_route("GET", nothing).row && find_route("GET", nothing).allow.empty()) << nothing;
}

TEST(api_json_text, writes_base64_in_quotes) {
    std::string out = "x";
    append_base64(out, std::string_view("\x00\x01\x02\x03", 4));
    EXPECT_EQ(out, "x\"AAECAw==\"");
}

}  // namespace hermod::api
