#include "connectors/http/connector_stage.hpp"

namespace hermod::connectors::http {
namespace {

const std::string inbound_tables = R"(
[caller]
header = "X-Secret"
secret = "{callback}"
[secrets]
callback = "env:HTTP_TEST_CALLBACK"
[receipts]
path = "/in/r"
query = "id={id}-{part}"
each = "json:/results"
id = "json:/id"
state = "json:/state"
states = { done = "delivered" }
[inbound]
path = "/in/m"
from = "form:from"
to = "form:to"
text = "form:text"
)";

}  // namespace

class http_connector_incoming : public connector_stage {
protected:
    void open() {
        ::setenv("HTTP_TEST_CALLBACK", "s3cret", 1);
        start(simple("public_url = \"https://us.example\"\n", "\n" + inbound_tables));
        ASSERT_NE(out->visits(), nullptr);
    }
    void bring(std::string path, std::string body, std::string secret = "s3cret", std::string method = "POST") {
        out->visits()->visit_came({std::move(method), std::move(path), "", std::move(body), "192.0.2.7", {{"X-Secret", std::move(secret)}}},
                                  [this](visit_answer given) { answers.push_back(std::move(given)); });
    }
    const visit_answer& answer() {
        until([&] { return !answers.empty(); });
        return answers.back();
    }
    std::vector<visit_answer> answers;
};

TEST(http_configuration, a_receipt_url_that_can_only_be_empty_is_a_warning) {
    const auto problems = read_configuration("[request]\nurl = \"http://x.example/\"\nquery = { cb = \"{receipt_url}\" }").problems;
    EXPECT_EQ(problems, std::vector<std::string>{"c.toml:1:1: warning: connector[0].request: {receipt_url} is empty without receipts"});
}

TEST(http_configuration, a_url_for_messages_that_there_is_none_of_is_an_error) {
    EXPECT_EQ(read_configuration("[request]\nurl = \"http://x.example/\"\nquery = { cb = \"{inbound_url}\" }").problems.size(), 1u);
}

TEST_F(http_connector_incoming, its_paths_are_those_of_the_configuration) {
    open();
    EXPECT_EQ(out->visits()->paths(), (std::vector<std::string>{"/in/r", "/in/m"}));
}

TEST_F(http_connector_incoming, receipts_are_answered_when_all_of_them_are_on_disk) {
    open();
    ports.hold_receipts = true;
    bring("/in/r", R"({"results":[{"id":"1","state":"done"},{"id":"2","state":"done"}]})");
    until([&] { return ports.held.size() == 2; });
    ports.held[0]();
    io.poll();
    EXPECT_TRUE(answers.empty());
    ports.held[1]();
    EXPECT_EQ(answer().status, 200);
    EXPECT_EQ(out->counters().receipts_in, 2u);
    EXPECT_EQ(ports.reported[1].remote_id, "2");
    EXPECT_EQ(ports.reported[1].connector, connector_id{7});
}

TEST_F(http_connector_incoming, a_receipt_that_the_store_could_not_keep_is_answered_503_so_that_it_comes_again) {
    open();
    ports.match = receipt_match::failed;
    bring("/in/r", R"({"results":[{"id":"1","state":"done"}]})");
    EXPECT_EQ(answer().status, 503);
}

TEST_F(http_connector_incoming, a_message_from_a_handset_reaches_the_inbox_in_the_right_account) {
    open();
    bring("/in/m", "from=%2B447700900123&to=88222&text=h%C3%A9llo");
    EXPECT_EQ(answer().status, 200);
    ASSERT_EQ(ports.inbound.size(), 1u);
    EXPECT_EQ(ports.inbound[0]->from, "+447700900123");
    EXPECT_EQ(ports.inbound[0]->body, "h\xC3\xA9llo");
    EXPECT_EQ(ports.inbound[0]->account, account_id{3});
    EXPECT_EQ(out->counters().messages_in, 1u);
}

TEST_F(http_connector_incoming, a_store_without_room_is_a_503) {
    open();
    ports.put_answer = put_result::kind::full;
    bring("/in/m", "from=1&to=2&text=x");
    EXPECT_EQ(answer().status, 503);
}

TEST_F(http_connector_incoming, a_message_that_is_refused_is_a_422) {
    open();
    ports.refuse = true;
    bring("/in/m", "from=1&to=2&text=x");
    EXPECT_EQ(answer().status, 422);
    EXPECT_TRUE(ports.inbound.empty());
}

TEST_F(http_connector_incoming, who_does_not_show_the_secret_is_a_403_and_what_is_not_understood_a_400) {
    open();
    bring("/in/m", "from=1&to=2&text=x", "wrong");
    EXPECT_EQ(answer().status, 403);
    bring("/in/m", "from=1&to=2");
    EXPECT_EQ(answers.back().status, 400);
    EXPECT_EQ(answers.back().body, "missing: text (form:text)\n");
    bring("/in/m", "", "s3cret", "DELETE");
    EXPECT_EQ(answers.back().status, 405);
    EXPECT_EQ(out->counters().pdu_errors, 2u);
    EXPECT_TRUE(ports.inbound.empty());
    EXPECT_EQ(log.text.find("s3cret"), std::string::npos);
}

TEST_F(http_connector_incoming, while_it_stops_what_is_under_way_is_answered_and_what_is_new_refused) {
    open();
    ports.hold_receipts = true;
    bring("/in/r", R"({"results":[{"id":"1","state":"done"}]})");
    until([&] { return ports.held.size() == 1; });
    bool stopped = false;
    out->stop(400ms, [&] { stopped = true; });
    bring("/in/m", "from=1&to=2&text=x");
    EXPECT_EQ(answer().status, 503);
    io.poll();
    EXPECT_FALSE(stopped);
    ports.held[0]();
    until([&] { return stopped; });
    EXPECT_EQ(answers.back().status, 200);
    out.reset();
}

TEST_F(http_connector_incoming, the_url_for_receipts_names_the_part_and_is_given_only_where_a_receipt_is_wanted) {
    ::setenv("HTTP_TEST_CALLBACK", "s3cret", 1);
    start("public_url = \"https://us.example\"\n[request]\nurl = \"" + provider.url("/s") + "\"\nquery = { \"cb?\" = \"{receipt_url}\" }\n" + inbound_tables);
    send(1);
    settle(1);
    auto quiet = std::make_shared<message>(*text(2));
    quiet->receipt = false;
    send(2, quiet);
    settle(2);
    EXPECT_EQ(provider.requests.at(0).target, "/s?cb=https%3A%2F%2Fus.example%2Fin%2Fr%3Fid%3D" + to_text(message_id{1}) + "-1");
    EXPECT_EQ(provider.requests.at(1).target, "/s?");
}

}  // namespace hermod::connectors::http
