#include "app/gateway/connector_paths.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace hermod::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct api_door final : net::http_handler {
    std::optional<net::http_response> try_handle(const net::http_request&) override { return net::http_response(418); }
    asio::awaitable<net::http_response> handle(const net::http_request&) override { co_return net::http_response(419); }
};

struct acme final : visited {
    std::vector<std::string> paths() const override { return {"/in/acme"}; }
    void visit_came(visit what, visit_reply reply) override {
        came.push_back(std::move(what));
        replies.push_back(std::move(reply));
    }
    std::vector<visit> came;
    std::vector<visit_reply> replies;
};

class connector_paths_test : public testing::Test {
protected:
    asio::awaitable<void> ask(std::string path) {
        net::http_head head;
        head.fields = {{"X-A", "b"}};
        const net::http_request request{"POST", path, "q=1", "body", "192.0.2.7", head};
        if (auto at_once = paths.try_handle(request)) {
            answer = std::move(*at_once);
            co_return;
        }
        answer = co_await paths.handle(request);
    }
    void start(std::string path) { asio::co_spawn(server, ask(std::move(path)), asio::detached); }

    asio::io_context server{1}, home{1};
    api_door door;
    acme whose;
    connector_paths paths{door, 50ms};
    std::optional<net::http_response> answer;
};

}  // namespace

TEST_F(connector_paths_test, a_request_crosses_to_the_connector_and_its_answer_back) {
    paths.use(connector_id{1}, whose, home.get_executor());
    start("/in/acme");
    server.poll();
    EXPECT_TRUE(whose.came.empty()) << "not on the server's thread";
    home.poll();
    ASSERT_EQ(whose.came.size(), 1u);
    EXPECT_EQ(whose.came[0].method + whose.came[0].path + whose.came[0].query + whose.came[0].body + whose.came[0].remote_address,
              "POST/in/acmeq=1body192.0.2.7");
    EXPECT_EQ(whose.came[0].headers, (std::vector<std::pair<std::string, std::string>>{{"X-A", "b"}}));
    whose.replies[0]({202, "text/plain", "kept"});
    EXPECT_FALSE(answer) << "not on the connector's thread";
    server.restart();
    server.poll();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 202);
    EXPECT_EQ(answer->body, "kept");
}

TEST_F(connector_paths_test, every_other_path_is_the_api_s) {
    paths.use(connector_id{1}, whose, home.get_executor());
    for (const char* path : {"/", "/v1/messages", "/in", "/in/acme/", "/in/acm"}) {
        answer.reset();
        server.restart();
        start(path);
        server.run();
        EXPECT_EQ(answer->status, 418) << path;
    }
}

TEST_F(connector_paths_test, a_connector_that_is_silent_is_answered_for_and_its_late_answer_goes_nowhere) {
    paths.use(connector_id{1}, whose, home.get_executor());
    start("/in/acme");
    server.run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    home.run();
    whose.replies.at(0)({200, "", ""});
    server.restart();
    server.run();
    EXPECT_EQ(answer->status, 503);
}

TEST_F(connector_paths_test, what_comes_between_two_connectors_waits_for_the_second) {
    paths.use(connector_id{1}, whose, home.get_executor());
    paths.hold(connector_id{1});
    start("/in/acme");
    server.poll();
    home.poll();
    EXPECT_TRUE(whose.came.empty());
    acme next;
    paths.use(connector_id{1}, next, home.get_executor());
    ASSERT_EQ(next.came.size(), 1u);
    next.replies[0]({200, "", ""});
    server.restart();
    server.run();
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(whose.came.empty());
}

TEST_F(connector_paths_test, one_that_is_gone_lets_its_provider_try_again) {
    paths.use(connector_id{1}, whose, home.get_executor());
    start("/in/acme");
    server.poll();
    paths.drop(connector_id{1});
    home.poll();
    server.restart();
    server.run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->body, "this connector is not at work\n");
    answer.reset();
    server.restart();
    start("/in/acme");
    server.poll();
    home.restart();
    home.poll();
    server.restart();
    server.run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "this connector is not at work\n") << "not 404, which would be final";
    EXPECT_TRUE(whose.came.empty());
}

}  // namespace hermod::app
