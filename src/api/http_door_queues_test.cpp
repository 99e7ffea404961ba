#include "api/http_door_fixture.hpp"

namespace hermod::api::http_door_queues_test {
namespace {

using namespace door_test;

constexpr const char* as_json = "Content-Type: application/json\r\n";

queue_status some(std::string name) {
    queue_status out;
    out.name = std::move(name);
    out.usable = true;
    out.order = "open";
    out.errors = "closed";
    out.share = 1000;
    out.queued = 12;
    return out;
}

}  // namespace

TEST_F(api, shows_an_administrator_the_queues) {
    queues = {some("red"), some("blue")};
    queues[1].usable = false;
    queues[1].why = "no bind is up";
    queues[1].oldest_micros = 1'795'446'000'000'000;
    const auto all = ask("GET", "/v1/queues", "", "", "root-key");
    ASSERT_EQ(all.status, 200) << all.body;
    const auto answer = parsed(all);
    const auto& list = answer.at("queues").as_array();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].at("queue").as_string(), "red");
    EXPECT_EQ(list[0].at("queued").to_number<int>(), 12);
    EXPECT_FALSE(list[0].as_object().contains("oldest_accepted_at"));
    const auto one = ask("GET", "/v1/queues/blue", "", "", "root-key");
    ASSERT_EQ(one.status, 200) << one.body;
    EXPECT_EQ(parsed(one).at("why").as_string(), "no bind is up");
    EXPECT_EQ(code(ask("GET", "/v1/queues/green", "", "", "root-key")), "not_found");
}

TEST_F(api, queues_are_an_administrators_only) {
    EXPECT_EQ(code(ask("GET", "/v1/queues")), "forbidden");
    EXPECT_EQ(code(ask("GET", "/v1/queues/red")), "forbidden");
    EXPECT_EQ(code(ask("POST", "/v1/queues/red/purge")), "forbidden");
    EXPECT_TRUE(queue_orders.empty());
}

TEST_F(api, has_done_with_a_queue_what_is_ordered_and_tells_what_came_of_it) {
    for (const char* word : {"pause", "resume", "drain"})
        EXPECT_EQ(ask("POST", "/v1/queues/red/" + std::string(word), "", "", "root-key").status, 200) << word;
    queue_says = {.moved = 7, .kept = 1};
    const auto moved = ask("POST", "/v1/queues/red/move", as_json, R"({"to":"blue","scheduled":true})", "root-key");
    EXPECT_EQ(moved.body, R"({"result":"done","moved":7,"purged":0,"kept":1})");
    queue_says = {.is = queue_answer::kind::under_way};
    EXPECT_EQ(ask("POST", "/v1/queues/red/purge", "", "", "root-key").status, 202);
    ASSERT_EQ(queue_orders.size(), 5u);
    EXPECT_EQ(queue_orders[0].what, queue_action::pause);
    EXPECT_EQ(queue_orders[3].to, "blue");
    EXPECT_TRUE(queue_orders[3].scheduled);
    EXPECT_FALSE(queue_orders[4].scheduled);
}

TEST_F(api, an_order_that_cannot_be_obeyed_says_why) {
    queue_says = {queue_answer::kind::unknown, "there is no queue \"green\""};
    EXPECT_EQ(code(ask("POST", "/v1/queues/green/pause", "", "", "root-key")), "not_found");
    queue_says = {queue_answer::kind::impossible, "it is there already"};
    EXPECT_EQ(code(ask("POST", "/v1/queues/red/move", as_json, R"({"to":"red"})", "root-key")), "queue_refused");
    const auto asked = [this](std::string_view word, std::string_view body, const char* headers = as_json) {
        return code(ask("POST", "/v1/queues/red/" + std::string(word), headers, body, "root-key"));
    };
    queue_orders.clear();
    EXPECT_EQ(asked("move", "{"), "malformed_json");
    EXPECT_EQ(asked("move", "[]"), "malformed_json");
    EXPECT_EQ(asked("move", "{}"), "invalid_message");
    EXPECT_EQ(asked("move", R"({"to":1})"), "invalid_message");
    EXPECT_EQ(asked("purge", R"({"to":"blue"})"), "invalid_message");
    EXPECT_EQ(asked("pause", R"({"scheduled":true})"), "invalid_message");
    EXPECT_EQ(asked("purge", R"({"scheduled":"yes"})"), "invalid_message");
    EXPECT_EQ(asked("purge", R"({"scheduled":true})", ""), "unsupported_media_type");
    EXPECT_TRUE(queue_orders.empty());
}

}  // namespace hermod::api::http_door_queues_test
