#include "api/http_door_fixture.hpp"

namespace hermod::api {
namespace {

using namespace door_test;

}  // namespace

TEST_F(api, shows_a_messages_whole_life) {
    auto r = kept(shop);
    event e;
    e.kind = event_kind::deferred;
    e.part = 1;
    e.code = 88;
    e.at = now;
    e.detail = "throttled \xFF";
    r.claim();
    r.apply(e);
    e.kind = event_kind::refused;
    e.code = 11;
    e.detail = "invalid destination";
    r.apply(e);
    store.records.push_back(r);
    const auto out = ask("GET", "/v1/messages/" + to_text(r.what->id));
    ASSERT_EQ(out.status, 200) << out.body;
    const auto o = parsed(out);
    EXPECT_EQ(o.at("state").as_string(), "rejected");
    EXPECT_EQ(o.at("reason").as_string(), "invalid destination");
    EXPECT_EQ(o.at("code").to_number<int>(), 11);
    EXPECT_EQ(o.at("connector").as_string(), "operator-a");
    const auto& timeline = o.at("timeline").as_array();
    ASSERT_EQ(timeline.size(), 4u);
    EXPECT_EQ(timeline[0].at("event").as_string(), "accepted");
    EXPECT_EQ(timeline[1].at("event").as_string(), "stored");
    EXPECT_EQ(timeline[2].at("detail").as_string(), "throttled \xEF\xBF\xBD");
    EXPECT_EQ(timeline[3].at("state").as_string(), "rejected");
}

TEST_F(api, shows_binary_content_in_base64_and_delivered_messages_without_a_reason) {
    auto r = kept(shop);
    auto m = std::make_shared<message>(*r.what);
    m->coding = encoding::binary;
    m->body = "\xFF";
    r.what = m;
    event e;
    e.kind = event_kind::deferred;
    e.part = 1;
    r.apply(e);
    e.kind = event_kind::receipt;
    e.outcome = state::delivered;
    r.apply(e);
    store.records.push_back(r);
    const auto o = parsed(ask("GET", "/v1/messages/" + to_text(m->id)));
    EXPECT_EQ(o.at("data_base64").as_string(), "/w==");
    EXPECT_EQ(o.at("state").as_string(), "delivered");
    EXPECT_FALSE(o.contains("reason") || o.contains("text"));
}

TEST_F(api, shows_addresses_as_they_were_sent_and_as_they_were_given) {
    auto r = kept(shop);
    auto m = std::make_shared<message>(*r.what);
    m->from = "Fixed";
    m->to = "+41791234567";
    message_extras more;
    more.was_from = "Shop";
    more.was_to = "079 123 45 67";
    more.tags = "otp,spring";
    m->extras = std::make_shared<const message_extras>(more);
    r.what = m;
    store.records.push_back(r);
    const auto o = parsed(ask("GET", "/v1/messages/" + to_text(m->id)));
    EXPECT_EQ(o.at("from").as_string(), "Fixed");
    EXPECT_EQ(o.at("to").as_string(), "+41791234567");
    EXPECT_EQ(o.at("original_from").as_string(), "Shop");
    EXPECT_EQ(o.at("original_to").as_string(), "079 123 45 67");
    EXPECT_EQ(o.at("tags"), (boost::json::array{"otp", "spring"}));
}

TEST_F(api, hides_other_accounts_messages_from_all_but_administrators) {
    store.records = {kept(shop), kept(bank)};
    const auto mine = to_text(store.records[0].what->id), theirs = to_text(store.records[1].what->id);
    const auto see = [&](std::string_view method, const std::string& id, std::string_view key) {
        return ask(method, "/v1/messages/" + id, "", "", key).status;
    };
    EXPECT_EQ(see("GET", mine, "shop-key"), 200);
    EXPECT_EQ(see("GET", theirs, "shop-key"), 404);
    EXPECT_EQ(see("GET", theirs, "root-key"), 200);
    EXPECT_EQ(see("DELETE", theirs, "shop-key"), 404);
    EXPECT_EQ(see("DELETE", theirs, "root-key"), 200);
    EXPECT_EQ(see("DELETE", mine, "shop-key"), 200);
    EXPECT_EQ(see("GET", "m0000000000001", "root-key"), 404);
    EXPECT_EQ(see("GET", "nonsense", "root-key"), 404);
    EXPECT_EQ(parsed(ask("GET", "/v1/messages")).at("messages").as_array().size(), 1u);
    EXPECT_EQ(parsed(ask("GET", "/v1/messages", "", "", "root-key")).at("messages").as_array().size(), 2u);
}

TEST_F(api, pages_through_messages) {
    store.records = {kept(shop)};
    const auto out = ask("GET", "/v1/messages?state=accepted&limit=1&to=%2B41791234567");
    EXPECT_EQ(store.asked.account, shop);
    EXPECT_EQ(store.asked.now, state::accepted);
    EXPECT_EQ(store.asked.limit, 1u);
    EXPECT_EQ(store.asked.to, "+41791234567");
    const auto o = parsed(out);
    EXPECT_EQ(std::string(o.at("next_cursor").as_string()), to_text(store.records[0].what->id));
    EXPECT_FALSE(o.at("messages").at(0).as_object().contains("timeline"));
    EXPECT_EQ(code(ask("GET", "/v1/messages?sate=accepted")), "invalid_query");
}

TEST_F(api, cancels_what_no_connector_has_yet) {
    store.records = {kept(shop), kept(shop)};
    store.records[1].claimed = true;
    const auto done = ask("DELETE", "/v1/messages/" + to_text(store.records[0].what->id));
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(parsed(done).at("state").as_string(), "cancelled");
    EXPECT_EQ(code(ask("DELETE", "/v1/messages/" + to_text(store.records[1].what->id))), "too_late");
}

TEST_F(api, cancels_in_the_network_what_the_store_has_no_more) {
    store.records = {kept(shop), kept(shop)};
    store.records[1].claimed = true;
    network.says = enquiry_answer::kind::done;
    const auto done = ask("DELETE", "/v1/messages/" + to_text(store.records[1].what->id));
    EXPECT_EQ(done.status, 202);
    EXPECT_EQ(parsed(done).at("state").as_string(), "submitted");
    EXPECT_EQ(network.asked, (std::vector{std::pair(shop, store.records[1].what->id)}));
    EXPECT_EQ(ask("DELETE", "/v1/messages/" + to_text(store.records[0].what->id)).status, 200);
    EXPECT_EQ(network.asked.size(), 1u);
}

TEST_F(api, a_cancel_that_a_failed_store_leaves_open_is_not_called_too_late) {
    store.records = {kept(shop)};
    store.records[0].claimed = true;
    const std::string path = "/v1/messages/" + to_text(store.records[0].what->id);
    network.says = enquiry_answer::kind::failed;
    EXPECT_EQ(code(ask("DELETE", path)), "store_failed");
    store.writes = put_result::kind::failed;
    EXPECT_EQ(ask("DELETE", path).status, 503);
    EXPECT_EQ(network.asked.size(), 1u);
}

TEST_F(api, shows_unmatched_receipts_to_administrators) {
    EXPECT_EQ(code(ask("GET", "/v1/receipts/unmatched")), "forbidden");
    const auto out = ask("GET", "/v1/receipts/unmatched?limit=1", "", "", "root-key");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(parsed(out).at("receipts").at(0).at("remote_id").as_string(), "abc");
    EXPECT_EQ(parsed(out).at("receipts").as_array().size(), 1u);
}

}  // namespace hermod::api
