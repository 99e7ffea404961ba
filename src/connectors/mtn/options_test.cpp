#include "connectors/mtn/options.hpp"

#include "connectors/mtn/configured.hpp"

namespace hermod::connectors::mtn {

namespace {

std::string problems_of(const std::string& text) {
    ::setenv("MTN_TEST_SECRET", "s3cret", 1);
    std::string out;
    for (const auto& one : read_configuration(text).problems) out += one + "\n";
    return out;
}

}  // namespace

TEST(mtn_options, the_published_addresses_are_the_defaults) {
    const auto got = right_configuration(
        "interface = \"madapi-v3\"\nclient_id = \"env:MTN_TEST_SECRET\"\nclient_secret = \"env:MTN_TEST_SECRET\"\n"
        "public_url = \"https://us.example/\"\ncaller = { open = true }\n");
    EXPECT_EQ(got.origin.host, "api.mtn.com");
    EXPECT_TRUE(got.origin.tls);
    EXPECT_EQ(got.base, "/v3/sms");
    ASSERT_TRUE(got.token);
    EXPECT_EQ(got.token->endpoint.target, "/v1/oauth/access_token/accesstoken?grant_type=client_credentials");
    EXPECT_TRUE(got.token->credentials_in_body);
    EXPECT_EQ(paths_of(got), (std::vector<std::string>{"/in/mtn/receipts", "/in/mtn/messages"}));
    EXPECT_EQ(got.receipts_url("11221"), "https://us.example/in/mtn/receipts?code=11221");
}

TEST(mtn_options, our_address_has_the_secret_that_a_caller_must_show) {
    EXPECT_EQ(v3().messages_url("MTN & co"), "https://us.example/in/mtn/messages?token=s3cret&code=MTN%20%26%20co");
}

TEST(mtn_options, what_cannot_be_told_is_asked_for) {
    EXPECT_EQ(v2("codes = [\"11221\"]\n").poll.count(), 10);
    EXPECT_EQ(v2().status.count(), 60);
    EXPECT_EQ(v1("codes = [\"11221\"]\npublic_url = \"https://us.example\"\ncaller = { open = true }\n").poll.count(), 0);
    EXPECT_EQ(v3("service_code = \"11221\"\n").codes, std::vector<std::string>{"11221"});
    EXPECT_EQ(parlayx_options().status.count(), 0);
}

TEST(mtn_options, parlayx_has_the_paths_of_the_sdp_behind_its_base) {
    const auto got = parlayx_options("manager_path = \"/manage\"\nutc_offset_minutes = 60\nheader_addresses = \"bare\"\n");
    EXPECT_EQ(got.origin.port, 8310);
    EXPECT_EQ(got.send_path, "/SendSmsService/services/SendSms");
    EXPECT_EQ(got.manager_path, "/manage");
    EXPECT_EQ(got.utc_offset, std::chrono::minutes{60});
    EXPECT_EQ(got.addresses, header_addresses::bare);
}

TEST(mtn_options, mistakes_say_what_and_where) {
    const std::string key = "api_key = \"env:MTN_TEST_SECRET\"\n", v3_key = "interface = \"madapi-v3\"\n" + key;
    EXPECT_EQ(problems_of(key), "c.toml:1:1: error: connector[0].interface: is missing\n");
    EXPECT_EQ(problems_of("interface = \"madapi-v4\"\n" + key),
              "c.toml:1:13: error: connector[0].interface: \"madapi-v4\" is unknown, did you mean \"madapi-v1\"?\n");
    EXPECT_NE(problems_of("interface = \"madapi-v3\"\n").find("nothing would say who we are"), std::string::npos);
    EXPECT_NE(problems_of("interface = \"parlayx\"\nsp_id = \"1\"\n").find("connector[0].base_url: is missing"),
              std::string::npos);
    EXPECT_NE(problems_of(v3_key + "sp_id = \"1\"\n").find("belongs to interface = \"parlayx\""), std::string::npos);
    EXPECT_NE(problems_of(v3_key + "base_url = \"ftp://x\"\n").find("is no URL"), std::string::npos);
    EXPECT_NE(problems_of(v3_key + "public_url = \"https://us.example\"\n").find("connector[0].caller: is missing"),
              std::string::npos);
    EXPECT_NE(problems_of(v3_key + "poll_seconds = 5\n").find("only madapi-v1"), std::string::npos);
    EXPECT_NE(problems_of(v3_key + "errors = { \"3001\" = \"perhaps\" }\n").find("connector[0].errors.3001"), std::string::npos);
    EXPECT_NE(problems_of(v3_key).find("no receipts"), std::string::npos);
    EXPECT_NE(problems_of(v3_key + "client_id = \"env:MTN_TEST_SECRET\"\n").find("need each other"), std::string::npos);
}

}  // namespace hermod::connectors::mtn
