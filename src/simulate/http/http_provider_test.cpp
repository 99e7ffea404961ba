// The simulated HTTP provider over loopback, spoken to by a bare client, with a server that takes what it brings.
#include "simulate/http/http_provider.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "net/tls_fixture.hpp"
#include "simulate/provider/provider_stage.hpp"

namespace hermod::simulate::http {
namespace {

using provider::client;
using namespace std::chrono_literals;
namespace asio = boost::asio;

class simulated_http : public provider::provider_stage {
protected:
    simulated_http() {
        how.port = 0;
        how.first_id = 7;
    }
    client& start() { return provider_stage::start(std::make_unique<http_provider>(io.get_executor(), how)); }
    // A message with a receipt, in JSON.
    std::string hello(const std::string& to = "+447700900123") const {
        return R"({"to":")" + to + R"(","from":"88222","text":"hello","reference":"m1","receipt_url":")" + base + R"(/r"})";
    }

    options how;
};

TEST_F(simulated_http, answers_with_an_id_and_brings_the_receipt_under_it) {
    client& c = start();
    c.post(hello());
    EXPECT_EQ(c.next_text(), R"(200 {"id":"7"})");
    c.until([&] { return provider->numbers().deliveries_answered == 1; });
    ASSERT_EQ(heard.requests.size(), 1u);
    const std::string& receipt = heard.requests.front();
    EXPECT_TRUE(receipt.starts_with(
        R"(POST /r {"id":"7","to":"+447700900123","from":"88222","reference":"m1","status":"delivered","time":")"))
        << receipt;
}

TEST_F(simulated_http, speaks_the_query_form_too) {
    how.receipt_url = base + "/r?token=t";
    how.undelivered_percent = 100;
    client& c = start();
    c.get("/send?to=447700900123&from=Shop&text=a+b%26c");
    EXPECT_EQ(c.next_text(), "200 ID: 7\n");
    c.until([&] { return provider->numbers().deliveries_answered == 1; });
    EXPECT_EQ(heard.requests.front(), "GET /r?token=t&apiMsgId=7&to=447700900123&from=Shop&status=005");
    c.post("to=1&text=x", {}, "/send");
    EXPECT_EQ(c.next_text(), "200 ID: 8\n");
}

TEST_F(simulated_http, says_what_is_wrong_with_a_request) {
    client& c = start();
    c.post("{}");
    EXPECT_EQ(c.next_text(), R"(400 {"code":"400","message":"to is missing"})");
    c.post("[1]");
    EXPECT_EQ(c.next_text(), R"(400 {"code":"400","message":"the body is no JSON object"})");
    c.post(R"({"to":"1","data":"0g"})");
    EXPECT_EQ(c.next_text(), R"(400 {"code":"400","message":"data is no hexadecimal"})");
    c.post(R"({"to":"1","text":"a","data":"00"})");
    EXPECT_EQ(c.next().status, 400);
    c.post(R"({"to":"1","text":"a","data_coding":256})");
    EXPECT_EQ(c.next().status, 400);
    c.get("/send?text=x");
    EXPECT_EQ(c.next_text(), "400 ERR: 101, to is missing\n");
    c.get("/messages");
    EXPECT_EQ(c.next().status, 405);
    c.get("/elsewhere");
    EXPECT_EQ(c.next().status, 404);
    EXPECT_EQ(provider->numbers().bad_requests, 8u);
    EXPECT_EQ(provider->numbers().submits, 0u);
}

TEST_F(simulated_http, refuses_what_the_strict_gate_refuses_and_closes) {
    client& c = start();
    c.write("POST /messages HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(c.next().status, 400);
    c.until([&] { return c.closed; });
    EXPECT_EQ(provider->numbers().bad_requests, 1u);
    client& large = connect();
    large.write("POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n");
    EXPECT_EQ(large.next().status, 413);
}

TEST_F(simulated_http, takes_chunks_pieces_and_pipelined_requests) {
    how.answer_delay = 1ms;
    client& c = start();
    c.write("POST /messages HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    c.until([&] { return c.rest.starts_with("HTTP/1.1 100 "); });
    c.rest.clear();
    c.write("8\r\n{\"to\":\"1\r\n");
    c.write(
        "2\r\n\"}\r\n0\r\n\r\nGET /send?to=1 HTTP/1.1\r\nHost: x\r\n\r\nGET /send?to=2 HTTP/1.1\r\nHost: x\r\nConnection: "
        "close\r\n\r\n");
    EXPECT_EQ(c.next_text(), R"(200 {"id":"7"})");
    EXPECT_EQ(c.next_text(), "200 ID: 8\n");
    EXPECT_EQ(c.next_text(), "200 ID: 9\n");
    c.until([&] { return c.closed; });
}

TEST_F(simulated_http, checks_who_sends) {
    how.user = "us";
    how.password = "secret";
    client& c = start();
    c.post(hello());
    EXPECT_EQ(c.next().status, 401);
    c.post(hello(), "Authorization: Basic dXM6c2VjcmV0\r\n");
    EXPECT_EQ(c.next().status, 200);
    c.get("/send?to=1&user=us&password=other");
    EXPECT_EQ(c.next_text(), "401 ERR: 001, Authentication failed\n");
    c.get("/send?to=1&user=us&password=secret");
    EXPECT_EQ(c.next().status, 200);
}

TEST_F(simulated_http, throttles_every_nth_and_above_its_rate) {
    how.throttle_every = 2;
    how.retry_after = 3s;
    how.throttle.code = "1013";
    client& c = start();
    c.post(hello());
    EXPECT_EQ(c.next().status, 200);
    c.post(hello());
    const auto refused = c.next();
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.head.find("\r\nRetry-After: 3\r\n"), std::string::npos) << refused.head;
    EXPECT_EQ(refused.body, R"({"code":"1013","message":"too many requests"})");
    how.throttle_every = 0;
    how.rate_limit = 1;
    client& slow = start();
    slow.get("/send?to=1");
    EXPECT_EQ(slow.next().status, 200);
    slow.get("/send?to=1");
    EXPECT_EQ(slow.next_text(), "429 ERR: 1013, too many requests\n");
    EXPECT_EQ(provider->numbers().throttled, 1u);
}

TEST_F(simulated_http, errors_silence_and_repetition_follow_their_percentages) {
    how.errors = {{{200, "5000"}, 100}};
    client& c = start();
    c.post(hello());
    EXPECT_EQ(c.next_text(), R"(200 {"code":"5000","message":"refused as this simulation was told to"})");
    how.errors = {{{503, {}}, 100}};
    client& broken = start();
    broken.get("/send?to=1");
    EXPECT_EQ(broken.next_text(), "503 ERR: 301, refused as this simulation was told to\n");
    how.errors.clear();
    how.answer_twice_percent = 100;
    client& twice = start();
    twice.get("/send?to=1");
    EXPECT_EQ(twice.next_text(), "200 ID: 7\n");
    EXPECT_EQ(twice.next_text(), "200 ID: 7\n");
    how.answer_twice_percent = 0;
    how.never_answer_percent = 100;
    client& silent = start();
    silent.get("/send?to=1");
    silent.until([&] { return provider->numbers().never_answered == 1; });
    silent.socket.close();
    EXPECT_EQ(provider->numbers().taken, 1u);
}

TEST_F(simulated_http, disconnects_before_or_inside_an_answer) {
    how.disconnect_every = 1;
    client& c = start();
    c.post(hello());
    c.until([&] { return c.closed; });
    EXPECT_EQ(c.rest, "");
    how.disconnect_inside_answer = true;
    client& half = start();
    half.post(hello());
    half.until([&] { return half.closed; });
    client::answer none;
    EXPECT_TRUE(half.rest.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_FALSE(half.whole(none));
    EXPECT_EQ(provider->numbers().taken, 1u);
}

TEST_F(simulated_http, receipt_that_was_not_taken_comes_again_and_one_refused_for_good_does_not) {
    how.deliver_retry = 1ms;
    heard.refusals = 2;
    client& c = start();
    c.post(hello());
    c.until([&] { return provider->numbers().deliveries_answered == 1; });
    EXPECT_EQ(heard.requests.size(), 3u);
    EXPECT_EQ(provider->numbers().deliveries_refused, 2u);
    heard.refusals = 1;
    heard.status = 422;
    c.post(hello());
    c.until([&] { return provider->numbers().deliveries_refused == 3; });
    c.post(hello());
    c.until([&] { return provider->numbers().deliveries_answered == 2; });
    EXPECT_EQ(heard.requests.size(), 5u);
}

TEST_F(simulated_http, waits_for_a_gateway_that_is_not_there) {
    how.deliver_retry = 1ms;
    asio::ip::tcp::acceptor place(io, {asio::ip::address_v4::loopback(), 0});
    base = "http://127.0.0.1:" + std::to_string(place.local_endpoint().port());
    place.close();
    client& c = start();
    for (int i = 0; i < 20; ++i) {
        c.post(hello());
        EXPECT_EQ(c.next().status, 200);
    }
    // Once it is known, one at a time knocks at the closed door.
    c.until([&] { return provider->numbers().deliveries_refused >= 30; });
    EXPECT_LE(provider->numbers().receipts_sent - provider->numbers().deliveries_refused, 1u);
    EXPECT_EQ(provider->numbers().deliveries_answered, 0u);
}

TEST_F(simulated_http, receipt_may_come_twice_or_before_the_answer) {
    how.receipt_twice_percent = 100;
    how.receipt_before_answer = true;
    heard.refusals = 1;
    how.deliver_retry = 1ms;
    client& c = start();
    c.post(hello());
    c.until([&] { return !heard.requests.empty(); });
    EXPECT_EQ(c.rest, "");
    EXPECT_EQ(c.next().status, 200);
    c.until([&] { return provider->numbers().deliveries_answered == 2; });
    EXPECT_EQ(heard.requests.size(), 3u);
}

TEST_F(simulated_http, delivers_messages_and_echoes) {
    how.echo_number = "+99";
    client& c = start();
    c.post(R"({"to":"+99","from":"88222","text":"hé","udh":"0500030A0201","inbound_url":")" + base + R"(/in"})");
    EXPECT_EQ(c.next().status, 200);
    c.until([&] { return provider->numbers().deliveries_answered == 1; });
    EXPECT_TRUE(heard.requests[0].starts_with(
        "POST /in {\"id\":\"7\",\"from\":\"+99\",\"to\":\"88222\",\"text\":\"h\xC3\xA9\",\"udh\":\"0500030a0201\",\"time\":\""))
        << heard.requests[0];
    c.get("/send?to=99&from=88222&data=00FF");
    EXPECT_EQ(c.next().status, 200);
    c.until([&] { return provider->numbers().deliveries_answered == 2; });
    EXPECT_EQ(heard.requests[1], "GET /in?id=8&from=99&to=88222&data=00ff");
    provider->send_inbound("447700900001", "88222", "hello & bye");
    c.until([&] { return provider->numbers().deliveries_answered == 3; });
    EXPECT_NE(heard.requests[2].find(R"("text":"hello & bye")"), std::string::npos) << heard.requests[2];
}

TEST_F(simulated_http, streams_inbound_at_a_rate_once_it_knows_where_to) {
    how.inbound.rate = 500;
    how.inbound.form = in_query;
    client& c = start();
    c.get("/send?to=1&inbound_url=" + base + "/in?token=t");
    EXPECT_EQ(c.next().status, 200);
    c.until([&] { return heard.requests.size() >= 5; });
    EXPECT_TRUE(heard.requests[4].starts_with("GET /in?token=t&id=")) << heard.requests[4];
}

TEST_F(simulated_http, keeps_a_ledger_and_finishes) {
    const auto path = std::filesystem::temp_directory_path() / ("http-ledger-" + std::to_string(::getpid()));
    how.ledger_path = path;
    how.stop_after = 2;
    how.receipt_delay = 1ms;
    client& c = start();
    bool finished = false;
    provider->on_finished([&] { finished = true; });
    c.post(R"({"to":"+447700900123","from":"88222","text":"hello","udh":"050003340201","data_coding":8})");
    (void)c.next();
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);  // there before its answer
    EXPECT_TRUE(text.starts_with("7\t")) << text;
    EXPECT_NE(text.find("\t88222\t+447700900123\t40\t8\t"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("\t05000334020168656c6c6f")) << text;
    EXPECT_FALSE(finished);
    c.post(hello());
    c.until([&] { return finished; });
    EXPECT_EQ(heard.requests.size(), 1u);
    std::filesystem::remove(path);
}

TEST_F(simulated_http, speaks_tls_both_ways) {
    net::test_certificates files;
    const auto shown = files.issue("provider", &files.authority, 7200, "IP:127.0.0.1");
    options secure = how;
    secure.tls_certificate = shown.certificate_file;
    secure.tls_key = shown.key_file;
    // What one brings as a receipt, the other takes for a message.
    http_provider other(io.get_executor(), secure);
    ASSERT_EQ(other.start(), "");
    how.receipt_url = "https://127.0.0.1:" + std::to_string(other.port()) + "/send";
    how.callback_authorities = files.authority.certificate_file;
    client& c = start();
    for (int i = 0; i < 3; ++i) {
        c.get("/send?to=1&text=x");
        EXPECT_EQ(c.next().status, 200);
    }
    c.until([&] { return provider->numbers().deliveries_answered == 3; });
    EXPECT_EQ(other.numbers().taken, 3u);
    how.callback_authorities = shown.certificate_file;  // no authority: nobody is reached
    client& wary = start();
    wary.get("/send?to=1&text=x");
    wary.until([&] { return provider->numbers().deliveries_refused == 1; });
    EXPECT_EQ(other.numbers().taken, 3u);
}

TEST_F(simulated_http, says_which_file_or_address_it_cannot_use) {
    how.ledger_path = "/nonexistent/ledger";
    EXPECT_EQ(http_provider(io.get_executor(), how).start(), "/nonexistent/ledger: No such file or directory");
    how.ledger_path.clear();
    how.tls_certificate = how.tls_key = "/nonexistent/pem";
    EXPECT_NE(http_provider(io.get_executor(), how).start().find("/nonexistent/pem"), std::string::npos);
    how.tls_certificate.clear();
    how.callback_authorities = "/nonexistent/authorities";
    EXPECT_NE(http_provider(io.get_executor(), how).start().find("/nonexistent/authorities"), std::string::npos);
    how.callback_authorities.clear();
    how.host = "localhost";
    EXPECT_NE(http_provider(io.get_executor(), how).start(), "");
}

TEST(simulated_http_statistics, are_one_line_of_json) {
    EXPECT_EQ(provider::to_json({}).substr(0, 29), R"({"connections":0,"submits":0,)");
}

}  // namespace
}  // namespace hermod::simulate::http
