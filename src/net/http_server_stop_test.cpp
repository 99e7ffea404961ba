// Streams, and the end of a server: who is let finish, who is cut off.
#include "net/http_server_fixture.hpp"

namespace hermod::net {
namespace {

using http_server_stop_test = http_server_test;

TEST_F(http_server_stop_test, streams_in_chunks_and_goes_on_with_the_connection) {
    start();
    peer client(where);
    client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto first = client.until("one\n\n\r\n");  // comes before the stream has ended
    EXPECT_NE(first.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_TRUE(first.ends_with("\r\n\r\nb\r\ndata: one\n\n\r\n"));
    handler.slow.open();
    EXPECT_EQ(client.until("0\r\n\r\n"), "b\r\ndata: two\n\n\r\n0\r\n\r\n");
    client.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(client.response().ends_with("at once"));
}

TEST_F(http_server_stop_test, streams_to_http_1_0_until_the_end_of_the_connection) {
    start();
    handler.slow.open();
    peer client(where);
    client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(client.rest().ends_with("\r\n\r\ndata: one\n\ndata: two\n\n"));
}

TEST_F(http_server_stop_test, tells_a_stream_that_its_reader_has_gone) {
    handler.stream_length = 1'000'000;
    start();
    handler.slow.open();
    {
        peer client(where);
        client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
        client.until("two");
    }
    ASSERT_TRUE(eventually([&] { return handler.stream_ended.load(); }));
    EXPECT_EQ(handler.stream_error, make_error_code(errc::stream_closed));
    EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST_F(http_server_stop_test, ends_streams_when_it_stops) {
    handler.stream_length = 1'000'000;
    start();
    handler.slow.open();
    peer client(where);
    client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    client.until("two");
    EXPECT_TRUE(stop_and_wait(seconds(20)));
    EXPECT_EQ(handler.stream_error, make_error_code(errc::stream_closed));
}

TEST_F(http_server_stop_test, finishes_running_requests_when_it_stops_and_closes_idle_connections) {
    start();
    peer idle(where);
    idle.send("GET /at-once HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(idle.response().ends_with("at once"));
    peer busy(where);
    busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return handler.slow.arrived == 1; }));
    auto stopped = stop(seconds(20));
    std::thread stopping([&] { stopper.run(); });
    EXPECT_EQ(idle.rest(), "");
    handler.slow.open();
    const auto answer = busy.rest();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    busy.close();
    stopping.join();
    EXPECT_TRUE(stopped.get());
    EXPECT_THROW(peer{where}, boost::system::system_error);
}

TEST_F(http_server_stop_test, cuts_off_what_does_not_end_in_time) {
    start();
    peer busy(where);
    busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return handler.slow.arrived == 1; }));
    EXPECT_FALSE(stop_and_wait(milliseconds(10)));
    EXPECT_EQ(busy.rest(), "");
    EXPECT_FALSE(busy.timed_out());
}

}  // namespace
}  // namespace hermod::net
