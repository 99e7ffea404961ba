#include "net/http_server_fixture.hpp"

namespace hermod::net {
namespace {

TEST_F(http_server_test, answers_requests_one_after_another_on_one_connection) {
    start();
    peer client(where);
    client.send("POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Name: n\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_TRUE(client.response().ends_with("POST /a?b=c n [hello] from 127.0.0.1"));
    client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto second = client.response();
    EXPECT_TRUE(second.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_TRUE(second.ends_with("\r\n\r\nat once"));
    EXPECT_EQ(server->counters().connections_accepted, 1u);
    EXPECT_EQ(server->counters().requests, 2u);
    EXPECT_EQ(server->counters().responses[2], 2u);
}

TEST_F(http_server_test, answers_pipelined_requests_in_order) {
    start();
    peer client(where);
    std::string all;
    for (int i = 0; i < 300; ++i) {
        all += i % 3 == 0 ? "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n"
               : i % 3 == 1 ? "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                            : "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    }
    client.send(all);
    for (int i = 0; i < 300; ++i) {
        const auto method = i % 3 == 0 ? "GET /" : "POST /";
        const auto body = i % 3 == 0 ? "[]" : "[abc]";
        ASSERT_NE(client.response().find(method + std::to_string(i) + "?  " + body), std::string::npos) << i;
    }
}

TEST_F(http_server_test, reads_requests_that_come_byte_by_byte) {
    start();
    peer client(where);
    const std::string text = "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (int round = 0; round < 2; ++round) {
        for (const char c : text) client.send(std::string_view(&c, 1));
        EXPECT_NE(client.response().find("POST /x?  [abcde]"), std::string::npos);
    }
}

TEST_F(http_server_test, reads_bodies_larger_than_its_buffer) {
    start();
    peer client(where);
    const std::string body(1'000'000, 'b');
    for (int round = 0; round < 2; ++round) {
        client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + body);
        EXPECT_NE(client.response().find("[" + body + "]"), std::string::npos);
        client.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nf4240\r\n" + body + "\r\n0\r\n\r\n");
        EXPECT_NE(client.response().find("[" + body + "]"), std::string::npos);
    }
}

TEST_F(http_server_test, keeps_the_head_of_a_chunked_request_whole_however_long_it_is) {
    start();
    for (const std::size_t size : {3900, 4040, 8000, 16000}) {
        peer client(where);
        client.send("POST /x HTTP/1.1\r\nHost: h\r\nX-Name: needle\r\nX-Fill: " + std::string(size, 'f') +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 20; ++i) client.send("400\r\n" + std::string(0x400, 'c') + "\r\n");
        client.send("0\r\n\r\n");
        EXPECT_NE(client.response().find("POST /x? needle [" + std::string(20 * 0x400, 'c') + "]"), std::string::npos) << size;
    }
}

TEST_F(http_server_test, invites_the_body_when_the_client_asks) {
    start();
    peer client(where);
    client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_NE(client.response().find("[abc]"), std::string::npos);
}

TEST_F(http_server_test, refuses_a_body_of_100_megabytes_when_it_is_announced) {
    start();
    peer client(where);
    client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\nExpect: 100-continue\r\n\r\n");
    const auto answer = client.rest();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Content Too Large\r\n")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_EQ(handler.calls, 0);
    EXPECT_EQ(refused(gate_reason::body_too_large), 1u);
}

TEST_F(http_server_test, refuses_a_chunk_beyond_the_limit_when_it_is_announced) {
    options.max_body = 1000;
    start();
    peer client(where);
    client.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\nx");
    EXPECT_TRUE(client.rest().starts_with("HTTP/1.1 413 "));
}

TEST_F(http_server_test, lets_a_refused_sender_read_the_refusal_though_it_is_still_sending) {
    start();
    peer client(where);
    client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n" + std::string(500'000, 'x'));
    EXPECT_TRUE(client.response().starts_with("HTTP/1.1 413 "));
}

TEST_F(http_server_test, answers_what_the_gate_refuses_with_a_problem_and_closes) {
    start();
    peer client(where);
    client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(client.response().ends_with("at once"));  // what came before is answered
    const auto refusal = client.response();
    EXPECT_TRUE(refusal.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_NE(refusal.find("exclude each other (byte "), std::string::npos);
    EXPECT_EQ(client.rest(), "");
    EXPECT_EQ(handler.calls, 1);
    EXPECT_EQ(refused(gate_reason::length_with_encoding), 1u);
    EXPECT_EQ(server->counters().responses[4], 1u);
}

TEST_F(http_server_test, refuses_a_broken_chunk) {
    start();
    peer client(where);
    client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n");
    EXPECT_TRUE(client.rest().starts_with("HTTP/1.1 400 "));
    EXPECT_EQ(refused(gate_reason::bad_chunk), 1u);
}

TEST_F(http_server_test, closes_on_a_slow_loris_after_the_head_timeout_however_busy_it_looks) {
    options.head_timeout = milliseconds(50);
    options.tick = milliseconds(2);
    start();
    peer client(where);
    client.send("GET / HTTP/1.1\r\n");
    while (refused(gate_reason::head_too_slow) == 0 && !client.timed_out()) {
        client.send("X-A: b\r\n");
        std::this_thread::yield();
        if (server->counters().refusals[std::size_t(gate_reason::head_too_large)] > 0) break;
    }
    // Either limit may be met first, for this loris is fast; both end it.
    EXPECT_EQ(refused(gate_reason::head_too_slow) + refused(gate_reason::head_too_large), 1u);
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST_F(http_server_test, answers_408_when_a_head_or_a_body_does_not_come) {
    options.head_timeout = options.body_timeout = milliseconds(20);
    options.tick = milliseconds(2);
    start();
    peer head(where);
    head.send("GET / HTTP/1.1\r\nHost:");
    EXPECT_TRUE(head.rest().starts_with("HTTP/1.1 408 "));
    peer body(where);
    body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell");
    EXPECT_TRUE(body.rest().starts_with("HTTP/1.1 408 "));
    peer chunks(where);
    chunks.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell");
    EXPECT_TRUE(chunks.rest().starts_with("HTTP/1.1 408 "));
    EXPECT_EQ(refused(gate_reason::head_too_slow), 1u);
    EXPECT_EQ(refused(gate_reason::body_too_slow), 2u);
    EXPECT_EQ(handler.calls, 0);
}

TEST_F(http_server_test, closes_an_idle_connection_without_a_word) {
    options.idle_timeout = milliseconds(20);
    options.tick = milliseconds(2);
    start();
    peer client(where);
    client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(client.response().ends_with("at once"));
    EXPECT_EQ(client.rest(), "");
    EXPECT_FALSE(client.timed_out());
}

TEST_F(http_server_test, closes_a_reader_that_does_not_read) {
    options.write_timeout = milliseconds(20);
    options.tick = milliseconds(2);
    start();
    peer client(where);
    client.send("GET /huge HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return server->counters().requests == 1 && server->counters().connections_open == 0; }));
}

TEST_F(http_server_test, sends_an_answer_larger_than_the_kernel_takes_at_once) {
    start();
    peer client(where);
    client.send("GET /huge HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_GT(client.rest().size(), std::size_t(64) << 20);
}

TEST_F(http_server_test, answers_500_when_the_handler_throws_and_goes_on) {
    std::string logged;
    options.log_failure = [&](std::string_view what) { logged = what; };
    start();
    peer client(where);
    client.send("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto answer = client.response();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 "));
    EXPECT_EQ(answer.find("thrown"), std::string::npos);  // what went wrong is ours to know
    EXPECT_EQ(logged, "thrown by the handler");
    client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(client.response().ends_with("at once"));
}

TEST_F(http_server_test, sends_no_body_to_head_and_closes_after_http_1_0) {
    start();
    peer head(where);
    head.send("HEAD /at-once HTTP/1.1\r\nHost: h\r\n\r\nGET /at-once HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(head.response(true).ends_with("Content-Length: 7\r\n\r\n"));
    EXPECT_TRUE(head.rest().ends_with("\r\n\r\nat once"));
    peer old(where);
    old.send("GET /at-once HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(old.rest().starts_with("HTTP/1.0 200 OK\r\n"));
}

TEST_F(http_server_test, lets_connections_beyond_its_limit_wait_until_one_has_gone) {
    options.max_connections = 1;
    start();
    auto first = std::make_unique<peer>(where);
    first->send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(first->response().ends_with("at once"));
    peer second(where);
    second.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(server->counters().connections_accepted, 1u);
    first.reset();
    EXPECT_TRUE(second.response().ends_with("at once"));
    EXPECT_EQ(server->counters().connections_accepted, 2u);
}

TEST_F(http_server_test, spreads_connections_evenly_over_its_threads) {
    start(2);
    for (int i = 0; i < 4; ++i) {
        peer client(where);
        client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_TRUE(client.response().ends_with("at once"));
    }
    const std::lock_guard lock(handler.mutex);
    EXPECT_EQ(handler.threads.size(), 2u);
}

TEST_F(http_server_test, binds_all_its_endpoints_or_none) {
    start();
    asio::io_context context;
    http_server_options both;
    both.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0), where};
    http_server other({&context}, handler, both);
    tcp::endpoint failed_at;
    EXPECT_EQ(other.start(&failed_at).error(), boost::system::errc::address_in_use);
    EXPECT_EQ(failed_at, where);
    EXPECT_TRUE(other.endpoints().empty());
}

}  // namespace
}  // namespace hermod::net
