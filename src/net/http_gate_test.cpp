#include "net/http_gate.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/error.hpp"

namespace hermod::net {
namespace {

namespace http = boost::beast::http;

constexpr auto ok = gate_reason::none;

struct gate_case {
    const char* name;
    std::string block;
    gate_reason reason;
};

std::string get(const std::string& headers) { return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"; }
std::string post(const std::string& headers) { return "POST /p HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"; }
std::string many_fields(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "X-" + std::to_string(i) + ": v\r\n";
    return text;
}

// NOLINTBEGIN: a table
const std::vector<gate_case> requests{
    {"plain_get", get(""), ok},
    {"plain_post", post("Content-Length: 5\r\n"), ok},
    {"chunked", post("Transfer-Encoding: chunked\r\n"), ok},
    {"chunked_in_capitals", post("Transfer-Encoding: CHUNKED\r\n"), ok},
    {"chunked_with_outer_space", post("Transfer-Encoding:\t chunked \t\r\n"), ok},
    {"query", "GET /a/b%20c?x=1&y=%zz[]|{} HTTP/1.1\r\nHost: a:8080\r\n\r\n", ok},
    {"ipv6_host", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", ok},
    {"options_star", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", ok},
    {"absolute_form", "GET http://A.example/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n", ok},
    {"http_1_0_without_host", "GET / HTTP/1.0\r\n\r\n", ok},
    {"empty_value", get("X-Empty:\r\n"), ok},
    {"obs_text_value", get("X-Name: caf\xc3\xa9\r\n"), ok},
    {"tab_in_value", get("X-Tab: a\tb\r\n"), ok},
    {"length_zero", post("Content-Length: 0\r\n"), ok},
    {"expect_continue", post("Content-Length: 5\r\nExpect: 100-Continue\r\n"), ok},
    {"hundred_fields", "GET / HTTP/1.1\r\nHost: a\r\n" + many_fields(99) + "\r\n", ok},

    {"bare_lf_everywhere", "GET / HTTP/1.1\nHost: a\n\n", gate_reason::bare_lf},
    {"bare_lf_after_request_line", "GET / HTTP/1.1\nHost: a\r\n\r\n", gate_reason::bare_lf},
    {"bare_lf_in_fields", get("A: b\nTransfer-Encoding: chunked\r\n"), gate_reason::bare_lf},
    {"bare_lf_at_the_end", "GET / HTTP/1.1\r\nHost: a\r\n\n", gate_reason::bare_lf},
    {"bare_cr_in_value", get("A: b\rTransfer-Encoding: chunked\r\n"), gate_reason::bare_cr},
    {"bare_cr_in_name", get("A\rB: c\r\n"), gate_reason::bare_cr},
    {"double_cr", get("A: b\r\r\n"), gate_reason::bare_cr},
    {"obs_fold_space", get("A: b\r\n c\r\n"), gate_reason::obs_fold},
    {"obs_fold_tab", get("A: b\r\n\tc\r\n"), gate_reason::obs_fold},
    {"obs_fold_of_length", post("Content-Length: 5\r\n , 6\r\n"), gate_reason::obs_fold},
    {"fold_before_first_field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", gate_reason::obs_fold},
    {"space_before_colon", post("Content-Length : 5\r\n"), gate_reason::space_before_colon},
    {"tab_before_colon", post("Transfer-Encoding\t: chunked\r\n"), gate_reason::space_before_colon},
    {"nul_in_value", get(std::string("A: b\0c\r\n", 8)), gate_reason::control_character},
    {"nul_in_name", get(std::string("A\0B: c\r\n", 8)), gate_reason::control_character},
    {"escape_in_value", get("A: \x1b[2J\r\n"), gate_reason::control_character},
    {"del_in_value", get("A: \x7f\r\n"), gate_reason::control_character},
    {"vertical_tab_around_chunked", post("Transfer-Encoding: \x0b" "chunked\r\n"), gate_reason::control_character},
    {"no_colon", get("nonsense\r\n"), gate_reason::bad_field_name},
    {"empty_name", get(": x\r\n"), gate_reason::bad_field_name},
    {"parenthesis_in_name", get("A(b): x\r\n"), gate_reason::bad_field_name},
    {"method_with_brace", "G{T / HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_method},
    {"no_method", " / HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_method},
    {"empty_line_first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"two_spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"space_in_target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"no_version", "GET /\r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"space_after_version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"lower_case_version", "GET / http/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_request_line},
    {"http_2", "PRI * HTTP/2.0\r\n\r\n", gate_reason::bad_version},
    {"http_1_2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", gate_reason::bad_version},
    {"http_0_9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", gate_reason::bad_version},
    {"utf8_target", "GET /caf\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"fragment_target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"fragment_in_query", "GET /a?b#c HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"backslash_path", "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"broken_escape", "GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"tab_in_target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"relative_target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"star_of_get", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", gate_reason::bad_target},
    {"other_scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"userinfo_target", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::bad_target},
    {"absolute_form_of_other_host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::other_host},
    {"absolute_form_of_other_port", "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n", gate_reason::other_host},
    {"missing_host", "GET / HTTP/1.1\r\n\r\n", gate_reason::missing_host},
    {"duplicate_host", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", gate_reason::duplicate_host},
    {"empty_host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", gate_reason::bad_host},
    {"host_with_path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", gate_reason::bad_host},
    {"host_with_user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", gate_reason::bad_host},
    {"host_list", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", gate_reason::bad_host},
    {"host_with_bad_port", "GET / HTTP/1.1\r\nHost: a:8o\r\n\r\n", gate_reason::bad_host},
    {"host_with_open_bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", gate_reason::bad_host},
    {"equal_lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n"), gate_reason::duplicate_content_length},
    {"different_lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n"), gate_reason::duplicate_content_length},
    {"length_list", post("Content-Length: 5, 5\r\n"), gate_reason::bad_content_length},
    {"signed_length", post("Content-Length: +5\r\n"), gate_reason::bad_content_length},
    {"negative_length", post("Content-Length: -1\r\n"), gate_reason::bad_content_length},
    {"hex_length", post("Content-Length: 0x5\r\n"), gate_reason::bad_content_length},
    {"octal_length", post("Content-Length: 010\r\n"), gate_reason::bad_content_length},
    {"empty_length", post("Content-Length:\r\n"), gate_reason::bad_content_length},
    {"huge_length", post("Content-Length: 18446744073709551621\r\n"), gate_reason::bad_content_length},
    {"length_with_inner_space", post("Content-Length: 5 5\r\n"), gate_reason::bad_content_length},
    {"length_then_chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), gate_reason::length_with_encoding},
    {"chunked_then_length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), gate_reason::length_with_encoding},
    {"length_then_gzip", post("Content-Length: 5\r\nTransfer-Encoding: gzip\r\n"), gate_reason::length_with_encoding},
    {"gzip_then_length", post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"), gate_reason::bad_transfer_encoding},
    {"gzip", post("Transfer-Encoding: gzip\r\n"), gate_reason::bad_transfer_encoding},
    {"gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n"), gate_reason::bad_transfer_encoding},
    {"chunked_chunked", post("Transfer-Encoding: chunked, chunked\r\n"), gate_reason::bad_transfer_encoding},
    {"chunked_identity", post("Transfer-Encoding: chunked, identity\r\n"), gate_reason::bad_transfer_encoding},
    {"identity", post("Transfer-Encoding: identity\r\n"), gate_reason::bad_transfer_encoding},
    {"xchunked", post("Transfer-Encoding: xchunked\r\n"), gate_reason::bad_transfer_encoding},
    {"quoted_chunked", post("Transfer-Encoding: \"chunked\"\r\n"), gate_reason::bad_transfer_encoding},
    {"empty_encoding", post("Transfer-Encoding:\r\n"), gate_reason::bad_transfer_encoding},
    {"two_encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), gate_reason::duplicate_transfer_encoding},
    {"chunked_then_identity", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), gate_reason::duplicate_transfer_encoding},
    {"chunked_in_http_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", gate_reason::encoding_in_http_1_0},
    {"connection_of_words", get("Connection: a b\r\n"), gate_reason::bad_connection},
    {"connection_with_empty_element", get("Connection: close,,x\r\n"), gate_reason::bad_connection},
    {"unknown_expectation", post("Expect: magic\r\n"), gate_reason::bad_expectation},
    {"too_many_fields", "GET / HTTP/1.1\r\nHost: a\r\n" + many_fields(100) + "\r\n", gate_reason::too_many_fields},
    {"too_large", get("A: " + std::string(17000, 'x') + "\r\n"), gate_reason::head_too_large},
    {"no_empty_line", "GET / HTTP/1.1\r\nHost: a\r\n", gate_reason::truncated},
    {"bytes_behind_the_head", get("") + "x", gate_reason::truncated},
};

const std::vector<gate_case> responses{
    {"ok", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", ok},
    {"no_reason_phrase", "HTTP/1.1 202 \r\nContent-Length: 0\r\n\r\n", ok},
    {"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ok},
    {"until_close", "HTTP/1.0 200 OK\r\n\r\n", ok},
    {"no_content", "HTTP/1.1 204 No Content\r\n\r\n", ok},
    {"no_content_of_length_zero", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", ok},
    {"not_modified_with_length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", ok},
    {"interim", "HTTP/1.1 100 Continue\r\n\r\n", ok},
    {"no_content_with_body", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", gate_reason::body_not_allowed},
    {"interim_with_chunks", "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n", gate_reason::body_not_allowed},
    {"two_digits", "HTTP/1.1 20 OK\r\n\r\n", gate_reason::bad_status_line},
    {"status_999", "HTTP/1.1 999 OK\r\n\r\n", gate_reason::bad_status_line},
    {"letters", "HTTP/1.1 2x0 OK\r\n\r\n", gate_reason::bad_status_line},
    {"no_space_behind_status", "HTTP/1.1 200\r\n\r\n", gate_reason::bad_status_line},
    {"http_2", "HTTP/2.0 200 OK\r\n\r\n", gate_reason::bad_version},
    {"cr_in_reason", "HTTP/1.1 200 O\rK\r\n\r\n", gate_reason::bare_cr},
    {"bare_lf", "HTTP/1.1 200 OK\nContent-Length: 2\n\n", gate_reason::bare_lf},
    {"two_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n", gate_reason::duplicate_content_length},
    {"length_and_chunked", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", gate_reason::length_with_encoding},
    {"chunked_and_length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n", gate_reason::length_with_encoding},
    {"gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", gate_reason::bad_transfer_encoding},
    {"fold", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\n", gate_reason::obs_fold},
};
// NOLINTEND

// How Beast understands the same head: the length of the body it reads when offered `body` behind it.
template <bool Request>
testing::AssertionResult beast_agrees(const std::string& block, const http_head& head) {
    http::parser<Request, http::string_body> parser;
    parser.header_limit(64 * 1024);
    parser.eager(true);
    const auto length = static_cast<std::size_t>(head.content_length.value_or(0));
    const bool bodyless = !Request && (head.status < 200 || head.status == 304);
    const auto expected = head.chunked ? 5 : head.until_close || bodyless ? 0 : length;
    const auto text = block + (head.chunked ? "5\r\nhello\r\n0\r\n\r\n" : std::string(expected, 'x'));
    error_code failed;
    std::size_t used = 0;
    while (used < text.size() && !parser.is_done() && !failed) {
        used += parser.put(boost::asio::buffer(text.data() + used, text.size() - used), failed);
    }
    if (failed) return testing::AssertionFailure() << "Beast: " << failed.message();
    if (head.until_close) parser.put_eof(failed);
    if (!parser.is_done() || used != text.size() || parser.get().body().size() != expected) {
        return testing::AssertionFailure() << "Beast read " << parser.get().body().size() << " bytes of " << expected;
    }
    return testing::AssertionSuccess();
}

TEST(http_gate, judges_every_request_of_the_table_and_beast_agrees_on_those_let_through) {
    for (const auto& one : requests) {
        http_head head;
        const auto refusal = check_request(one.block, head);
        EXPECT_EQ(refusal.name(), name_of(one.reason)) << one.name;
        if (!refusal) {
            EXPECT_TRUE(beast_agrees<true>(one.block, head)) << one.name;
        }
    }
    EXPECT_GT(requests.size(), 90u);
}

TEST(http_gate, judges_every_response_of_the_table_and_beast_agrees_on_those_let_through) {
    for (const auto& one : responses) {
        http_head head;
        const auto refusal = check_response(one.block, head);
        EXPECT_EQ(refusal.name(), name_of(one.reason)) << one.name;
        if (!refusal) {
            EXPECT_TRUE(beast_agrees<false>(one.block, head)) << one.name;
        }
    }
}

TEST(http_gate, tells_the_facts_of_framing) {
    http_head head;
    ASSERT_FALSE(check_request("POST /v1/x?a=b HTTP/1.1\r\nHost: h:1\r\nConnection: x, Close\r\nContent-Length: 12\r\nX-A:  1 \r\n\r\n", head));
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.path, "/v1/x");
    EXPECT_EQ(head.query, "a=b");
    EXPECT_EQ(head.host, "h:1");
    EXPECT_EQ(head.content_length, 12u);
    EXPECT_FALSE(head.keep_alive);
    EXPECT_EQ(head.field("x-a"), "1");
    EXPECT_EQ(head.field("x-b"), "");
    ASSERT_FALSE(check_request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", head));
    EXPECT_TRUE(head.keep_alive);
    EXPECT_FALSE(head.http_1_1);
    EXPECT_FALSE(head.content_length);  // nothing of the last request stays
    EXPECT_EQ(head.fields.size(), 1u);
    ASSERT_FALSE(check_request(post("Content-Length: 1\r\nExpect: 100-continue\r\n"), head));
    EXPECT_TRUE(head.expect_continue);
}

TEST(http_gate, says_where_and_why) {
    http_head head;
    const std::string block = "GET / HTTP/1.1\r\nHost: a\r\nA: b\x01\r\n\r\n";
    const auto refusal = check_request(block, head);
    EXPECT_EQ(refusal.position, block.find('\x01'));
    EXPECT_EQ(refusal.status(), 400);
    EXPECT_EQ(refusal.sentence(), "a control character stands in the head (byte 29)");
    EXPECT_EQ(gate_refusal{gate_reason::bad_version}.status(), 505);
    EXPECT_EQ(gate_refusal{gate_reason::head_too_large}.status(), 431);
    EXPECT_EQ(gate_refusal{gate_reason::bad_transfer_encoding}.status(), 501);
    EXPECT_EQ(gate_refusal{gate_reason::body_too_large}.status(), 413);
}

TEST(http_gate, finds_the_end_of_a_head_that_comes_byte_by_byte) {
    const std::string whole = get("A: b\r\n") + "body";
    std::size_t scanned = 0;
    for (std::size_t size = 0; size < whole.size() - 4; ++size) {
        const auto end = find_head_end(std::string_view(whole).substr(0, size), scanned);
        ASSERT_EQ(end.size, 0u) << size;
        ASSERT_FALSE(end.refusal) << size;
    }
    EXPECT_EQ(find_head_end(whole, scanned).size, whole.size() - 4);
}

TEST(http_gate, refuses_before_the_head_is_whole_what_can_never_become_one) {
    const auto reason = [](std::string_view text) {
        std::size_t scanned = 0;
        return find_head_end(text, scanned).refusal.name();
    };
    EXPECT_EQ(reason("\x16\x03\x01"), "bad_method");  // a TLS hello
    EXPECT_EQ(reason(std::string_view("\0\0\0\x10", 4)), "bad_method");  // an SMPP PDU
    EXPECT_EQ(reason("GET / HTTP/1.1\nHo"), "bare_lf");
    EXPECT_EQ(reason("GET /" + std::string(16 * 1024, 'a')), "head_too_large");
    EXPECT_EQ(reason("GET /" + std::string(16 * 1024 - 6, 'a')), "none");
}

TEST(http_gate, refuses_every_prefix_and_survives_every_single_changed_byte) {
    const std::string good = post("Content-Length: 5\r\nConnection: keep-alive\r\n");
    http_head head;
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_TRUE(check_request(std::string_view(good).substr(0, size), head)) << size;
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto changed = good;
            changed[at] = static_cast<char>(byte);
            if (check_request(changed, head)) continue;
            const auto length = head.content_length.value_or(0);
            if (length < 100) {
                ASSERT_TRUE(beast_agrees<true>(changed, head)) << at << " " << byte;
            }
        }
    }
}

}  // namespace
}  // namespace hermod::net
