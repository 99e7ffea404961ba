#include "wire/madapi/token.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {
namespace {

using namespace std::chrono_literals;

token read(std::string_view body) {
    const auto answer = read_token_answer(200, body);
    EXPECT_TRUE(answer) << body;
    return answer ? std::get<token>(*answer) : token{};
}

codec_error unread(std::string_view body) {
    const auto answer = read_token_answer(200, body);
    EXPECT_FALSE(answer) << body;
    return answer ? codec_error{} : answer.error();
}

}  // namespace

TEST(madapi_token, reads_the_portals_answer) {
    EXPECT_EQ(read(R"({"access_token":"abcDEF-._~+/=","token_type":"BearerToken","expires_in":"3599","status":"approved"})"),
              (token{"abcDEF-._~+/=", 3599s}));
}

TEST(madapi_token, reads_what_the_standard_says) {
    EXPECT_EQ(read(R"({"access_token":"a","token_type":"bearer","expires_in":3600})"), (token{"a", 3600s}));
    EXPECT_EQ(read(R"({"access_token":"a","token_type":"Bearer"})"), (token{"a", std::nullopt}));
    EXPECT_EQ(read(R"({"access_token":"a","expires_in":3599.0})"), (token{"a", 3599s}));
    EXPECT_EQ(read(R"({"access_token":"a","expires_in":0})"), (token{"a", 0s}));
    EXPECT_EQ(read(R"({"access_token":"a","expires_in":null})"), (token{"a", std::nullopt}));
}

TEST(madapi_token, refuses_what_would_break_out_of_a_header) {
    for (const char* bad : {"a b", "a\\r\\nX-Evil: 1", "a\\u0000", "\u20AC", "a,b", "a\\\"b"})
        EXPECT_EQ(unread(std::string(R"({"access_token":")") + bad + "\"}"), (codec_error{errc::bad_value, "access_token"}))
            << bad;
    EXPECT_EQ(unread(R"({"access_token":")" + std::string(9000, 'a') + "\"}").code, errc::bad_value);
}

TEST(madapi_token, refuses_what_is_no_token) {
    EXPECT_EQ(unread("{}"), (codec_error{errc::missing_member, "access_token"}));
    EXPECT_EQ(unread(R"({"access_token":""})").code, errc::missing_member);
    EXPECT_EQ(unread(R"({"access_token":"a","token_type":"mac"})"), (codec_error{errc::bad_value, "token_type"}));
    for (const char* life : {"-1", "\"soon\"", "\"\"", "3599.5", "99999999999", "true", "\"3599s\""})
        EXPECT_EQ(unread(std::string(R"({"access_token":"a","expires_in":)") + life + "}"),
                  (codec_error{errc::bad_value, "expires_in"}))
            << life;
    EXPECT_EQ(unread("access_token=a").code, errc::not_json);
}

TEST(madapi_token, a_refusal_says_why) {
    const auto refused = [](int status, std::string_view body) {
        return std::get<failure>(read_token_answer(status, body).value());
    };
    EXPECT_EQ(refused(400, R"({"error":"invalid_client","error_description":"no such client"})"),
              (failure{400, "invalid_client", "no such client", "", failure_class::authorisation}));
    EXPECT_EQ(refused(400, R"({"error":"invalid_request"})").what, failure_class::final);
    EXPECT_EQ(refused(401, "").what, failure_class::authorisation);
    EXPECT_EQ(refused(503, "<html/>").what, failure_class::retry);
}

}  // namespace hermod::wire::madapi
