#include "connectors/http/connector_stage.hpp"

namespace hermod::connectors::http {

class http_connector_auth : public connector_stage {
protected:
    http_connector_auth() {
        ::setenv("HTTP_TEST_USER", "me", 1);
        ::setenv("HTTP_TEST_PASSWORD", "pa:ss", 1);
    }
    std::string oauth2(const std::string& more = {}) {
        return simple("", "[auth]\ntype = \"oauth2\"\nurl = \"" + provider.url("/token") +
                              "\"\nclient_id = \"env:HTTP_TEST_USER\"\nclient_secret = \"env:HTTP_TEST_PASSWORD\"\n" + more);
    }
    // Tokens "t1", "t2", ...; a request is taken only with the last one that is good.
    void serve_tokens(int lifetime) {
        provider.on_request = [this, lifetime](line_to_us& one, const asked& request) {
            if (request.target == "/token") {
                token_requests.push_back(request);
                return one.answer(200, R"({"access_token":"t)" + std::to_string(token_requests.size()) + R"(","token_type":"Bearer","expires_in":)" +
                                           std::to_string(lifetime) + "}");
            }
            if (request.header("Authorization") != "Bearer " + good) return one.answer(401, "no");
            one.answer(200, R"({"id":"x"})");
        };
    }
    std::vector<asked> token_requests;
    std::string good = "t1";
};

TEST_F(http_connector_auth, basic_is_user_and_password) {
    start(simple("", "[auth]\ntype = \"basic\"\nuser = \"env:HTTP_TEST_USER\"\npassword = \"env:HTTP_TEST_PASSWORD\"\n"));
    send(1);
    settle(1);
    EXPECT_EQ(provider.requests.at(0).header("Authorization"), "Basic bWU6cGE6c3M=");
}

TEST_F(http_connector_auth, a_header_of_any_name) {
    start(simple("", "[auth]\ntype = \"header\"\nheader = \"X-Key\"\nprefix = \"App \"\nvalue = \"env:HTTP_TEST_USER\"\n"));
    send(1);
    settle(1);
    EXPECT_EQ(provider.requests.at(0).header("X-Key"), "App me");
}

TEST_F(http_connector_auth, the_body_is_signed) {
    start(simple("", "[signature]\nheader = \"X-Sig\"\nsecret = \"env:HTTP_TEST_USER\"\nprefix = \"v1=\"\nencoding = \"base64\"\nhash = \"sha512\"\n"));
    send(1);
    settle(1);
    EXPECT_EQ(provider.requests.at(0).header("X-Sig"), "v1=" + in_form(octet_form::base64, hmac(hash::sha512, "me", provider.requests[0].body)));
}

TEST_F(http_connector_auth, one_token_serves_many_messages) {
    serve_tokens(3600);
    start(oauth2("scope = \"sms send\"\n"));
    for (std::uint64_t token = 1; token <= 3; ++token) {
        send(token);
        EXPECT_EQ(settle(token).is, verdict::kind::sent);
    }
    ASSERT_EQ(token_requests.size(), 1u);
    EXPECT_EQ(token_requests[0].body, "grant_type=client_credentials&scope=sms%20send");
    EXPECT_EQ(token_requests[0].header("Authorization"), "Basic bWU6cGElM0Fzcw==");
}

TEST_F(http_connector_auth, a_token_that_is_refused_is_renewed_once_and_the_message_goes) {
    serve_tokens(3600);
    start(oauth2());
    good = "t2";
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::sent);
    EXPECT_EQ(token_requests.size(), 2u);
    good = "none";
    send(2);
    EXPECT_EQ(settle(2).is, verdict::kind::later) << "not for ever";
    EXPECT_EQ(token_requests.size(), 3u);
}

TEST_F(http_connector_auth, many_at_once_ask_for_one_token) {
    serve_tokens(3600);
    start(oauth2());
    good = "t2";  // all five are refused with t1 and need another
    for (std::uint64_t token = 1; token <= 5; ++token) send(token);
    for (std::uint64_t token = 1; token <= 5; ++token) EXPECT_EQ(settle(token).is, verdict::kind::sent);
    EXPECT_EQ(token_requests.size(), 2u);
}

TEST_F(http_connector_auth, without_a_token_nothing_is_sent_and_no_attempt_is_counted) {
    int status = 500;
    provider.on_request = [&](line_to_us& one, const asked& request) {
        if (request.target == "/token") return one.answer(status, R"({"access_token":"t","expires_in":"60"})");
        one.answer(200, R"({"id":"x"})");
    };
    start(oauth2(), false);
    until([&] { return out->counters().bind_failures >= 1; });
    EXPECT_EQ(out->capacity(), 0u);
    EXPECT_NE(out->health().sentence.find("no token of 127.0.0.1: HTTP 500"), std::string::npos) << out->health().sentence;
    status = 200;
    until([&] { return out->capacity() > 0; });
    send(1);
    EXPECT_EQ(settle(1).is, verdict::kind::sent);
}

}  // namespace hermod::connectors::http
