#include "net/http_message.hpp"

#include <gtest/gtest.h>

#include "net/clocks.hpp"

namespace hermod::net {
namespace {

constexpr std::string_view date = "Mon, 23 Nov 2026 15:00:23 GMT";

std::string written(const http_response& response, reply_frame frame = {}) {
    std::string out;
    append_response(out, response, frame, date);
    return out;
}

TEST(http_message, writes_a_response_as_rfc_9112_wants_it) {
    http_response response(202, "application/json", "{}");
    ASSERT_TRUE(response.set("X-Id", "7"));
    EXPECT_EQ(written(response),
              "HTTP/1.1 202 Accepted\r\nDate: Mon, 23 Nov 2026 15:00:23 GMT\r\nContent-Type: application/json\r\n"
              "Content-Length: 2\r\nX-Id: 7\r\n\r\n{}");
}

TEST(http_message, says_what_happens_to_the_connection) {
    const http_response response(200);
    EXPECT_NE(written(response, {.keep_alive = false}).find("\r\nConnection: close\r\n"), std::string::npos);
    EXPECT_EQ(written(response).find("Connection"), std::string::npos);
    EXPECT_NE(written(response, {.http_1_1 = false}).find("HTTP/1.0 200 OK"), std::string::npos);
    EXPECT_NE(written(response, {.http_1_1 = false}).find("\r\nConnection: keep-alive\r\n"), std::string::npos);
}

TEST(http_message, writes_no_body_where_none_may_be) {
    EXPECT_TRUE(written({200, "text/plain", "hello"}, {.bodyless = true}).ends_with("Content-Length: 5\r\n\r\n"));
    const auto none = written({204, "", "hello"});
    EXPECT_TRUE(none.ends_with("GMT\r\n\r\n")) << none;
}

TEST(http_message, refuses_headers_that_would_split_the_response) {
    http_response response;
    for (const std::string value : {"a\r\nX: y", "a\nb", "a\rb", "\x7f"}) EXPECT_FALSE(response.set("X", value));
    EXPECT_FALSE(response.set("X", std::string("a\0b", 3)));
    for (const auto* name : {"", "A B", "A:", "A\r\nB", "Content-Length", "transfer-encoding", "Connection", "Date"}) {
        EXPECT_FALSE(response.set(name, "1")) << name;
    }
    EXPECT_EQ(response.extra_headers(), "");
    response.content_type = "text/plain\r\nX: y";
    EXPECT_EQ(written(response).find("X: y"), std::string::npos);
}

TEST(http_message, writes_problems_as_json_whatever_the_detail_holds) {
    const auto response = problem(400, "Bad Request", "a \"quote\", a \\, a \n, a \xff");
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body,
              R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"a \"quote\", a \\, a \u000a, a \u00ff"})");
}

TEST(clocks, write_the_date_of_http) {
    EXPECT_EQ(http_date(parse_rfc3339("2026-11-23T15:00:23.9Z").value()), date);
    EXPECT_EQ(http_date(parse_rfc3339("1970-01-01T00:00:00Z").value()), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date(parse_rfc3339("2024-02-29T23:59:59Z").value()), "Thu, 29 Feb 2024 23:59:59 GMT");
}

}  // namespace
}  // namespace hermod::net
