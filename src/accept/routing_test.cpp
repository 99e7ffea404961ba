#include "accept/routing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "message/record.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::routing_test {
namespace {

using testing::HasSubstr;

constexpr account_id shop{name_hash("shop")}, games{name_hash("games")}, archive{name_hash("archive")}, gone{name_hash("gone")};
constexpr connector_id a{name_hash("a")}, b{name_hash("b")}, c{name_hash("c")};
const wall_time now = *parse_rfc3339("2026-11-24T10:30:00Z");

class shelf final : public hermod::store::no_store {
public:
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        kept = std::move(messages);
        reply.put_done({});
    }
    std::vector<message_ptr> kept;
};

struct unheard final : put_reply {
    void put_done(put_result) noexcept override {}
};

struct dead final : route::health {
    connector_id which{};
    route::connector_health of(connector_id one) const noexcept override { return {.usable = one != which}; }
};

route::rule to(std::string name, std::vector<connector_id> where) {
    route::rule out;
    out.name = std::move(name);
    out.to = std::move(where);
    out.by = route::strategy::order;
    return out;
}

struct routing : testing::Test {
    id_source ids{1};
    shelf store;
    dead health;
    std::shared_ptr<rules> by = [] {
        auto out = std::make_shared<rules>();
        for (const auto whose : {shop, games, archive})
            out->accounts[whose] = {whose, true, "Shop", callback_final | callback_received, true};
        return out;
    }();

    checked_inbox with(std::vector<route::rule> routes) {
        const route::known_connectors known{{a, {"a", nullptr}}, {b, {"b", nullptr}}, {c, {"c", nullptr}}};
        by->routes = std::make_shared<const route::table>(std::move(routes), known);
        return checked_inbox(ids, store, by, 1);
    }
    checked_inbox with(std::vector<route::inbound_rule> routes) {
        by->inbound = std::make_shared<const route::inbound_table>(std::move(routes));
        return with(std::vector<route::rule>{});
    }
    static submission good(std::string_view text = "Hello") {
        submission s;
        s.account = shop;
        s.to = "+41791234567";
        s.from = "Shop";
        s.body = text;
        s.came_in = connector_id{name_hash("http")};
        return s;
    }
    static submission from_handset(std::string_view text) {
        submission s;
        s.account = shop;
        s.way = direction::from_handset;
        s.came_in = a;
        s.from = "+41791234567";
        s.to = "2020";
        s.body = text;
        return s;
    }
};

}  // namespace

TEST_F(routing, passes_over_a_connector_that_is_not_usable) {
    auto in = with({to("some", {a, b})});
    in.consult(health);
    EXPECT_EQ(in.prepare(good(), now).ready->connector, a);
    health.which = a;
    EXPECT_EQ(in.prepare(good(), now).ready->connector, b);
}

TEST_F(routing, refuses_what_a_rule_rejects_with_the_rule_s_words) {
    route::rule no;
    no.name = "quiet";
    no.rejects = true;
    no.reason = "no advertisements on Tuesdays";
    no.when.tags = {"campaign"};
    auto in = with({no, to("rest", {a})});
    auto s = good();
    EXPECT_TRUE(in.prepare(s, now).ready);
    s.tags = "x,campaign";
    const auto done = in.prepare(s, now);
    ASSERT_TRUE(done.refused);
    EXPECT_EQ(done.refused->code, "route_rejected");
    EXPECT_EQ(done.refused->detail, "no advertisements on Tuesdays");
}

TEST_F(routing, stores_copies_with_their_message_and_tells_nobody_of_them) {
    route::rule watched;
    watched.name = "watched";
    watched.tags = {"seen"};
    watched.copies = {{b, ""}, {std::nullopt, "+41790000000"}};
    auto in = with({watched, to("rest", {a})});
    auto done = in.prepare(good(), now);
    const auto id = done.ready->id;
    EXPECT_EQ(done.ready->more().tags, "seen");
    EXPECT_EQ(done.ready->route, "rest");
    unheard reply;
    in.put({done.ready}, nullptr, reply);
    ASSERT_EQ(store.kept.size(), 3u);
    EXPECT_EQ(store.kept[0]->id, id);
    EXPECT_EQ(store.kept[1]->connector, b);
    EXPECT_EQ(store.kept[1]->to, "+41791234567");
    EXPECT_EQ(store.kept[1]->route, "watched/copy");
    EXPECT_EQ(store.kept[1]->callbacks, callback_none);
    EXPECT_EQ(store.kept[1]->more().group, id);
    EXPECT_EQ(store.kept[2]->connector, a);
    EXPECT_EQ(store.kept[2]->to, "+41790000000");
    EXPECT_NE(store.kept[2]->id, store.kept[1]->id);
    EXPECT_NE(store.kept[0]->callbacks, callback_none);
    in.put({done.ready}, nullptr, reply);
    EXPECT_EQ(store.kept.size(), 1u) << "copies go once";
}

TEST_F(routing, broadcasts_by_all_connectors) {
    auto all = to("all", {a, b, c});
    all.by = route::strategy::broadcast;
    auto in = with({all});
    unheard reply;
    in.put({in.prepare(good(), now).ready}, nullptr, reply);
    ASSERT_EQ(store.kept.size(), 3u);
    EXPECT_EQ(store.kept[1]->connector, b);
    EXPECT_EQ(store.kept[2]->connector, c);
    EXPECT_EQ(store.kept[2]->route, "all");
}

TEST_F(routing, asks_the_door_the_parts_and_the_time_at_which_a_message_may_go) {
    auto doors = to("smpp only", {a}), longer = to("long", {b}), nights = to("night", {c});
    doors.when.came_in = {"smpp"};
    longer.when.min_parts = 2;
    route::week night;
    night.add(0x7f, 22 * 60, 6 * 60);
    nights.when.times = std::make_shared<const route::week>(night);
    auto in = with({doors, longer, nights, to("rest", {a, b, c})});
    const auto route_of = [&](const submission& s) { return in.prepare(s, now).ready->route; };
    EXPECT_EQ(route_of(good()), "rest");
    auto s = good();
    s.came_in = connector_id{name_hash("smpp")};
    EXPECT_EQ(route_of(s), "smpp only");
    const std::string text(200, 'x');
    EXPECT_EQ(route_of(good(text)), "long");
    s = good();
    s.not_before = now + std::chrono::hours{12};
    EXPECT_EQ(route_of(s), "night");
}

TEST_F(routing, explains_without_storing_and_finds_the_same) {
    auto bank = to("bank", {b});
    bank.when.others = {"Bank*"};
    route::rule copies;
    copies.name = "watched";
    copies.copies = {{c, ""}};
    auto in = with({bank, copies, to("rest", {a})});
    const auto told = in.explain(good(), now, std::nullopt);
    ASSERT_TRUE(told.outcome.ready);
    EXPECT_EQ(told.outcome.ready->route, "rest");
    ASSERT_EQ(told.steps.size(), 4u);
    EXPECT_EQ(told.steps[0].name, "bank");
    EXPECT_FALSE(told.steps[0].took);
    EXPECT_EQ(told.steps[0].sentence, "the sender \"Shop\" is not Bank*");
    EXPECT_EQ(told.steps[1].sentence, "it asks for nothing; sends a copy; goes on");
    EXPECT_EQ(told.steps[3].stage, "connector");
    EXPECT_EQ(told.steps[3].name, "a");
    ASSERT_EQ(told.copies.size(), 1u);
    EXPECT_EQ(told.copies[0]->connector, c);
    EXPECT_TRUE(store.kept.empty());
    auto s = good();
    s.to = "nonsense";
    EXPECT_TRUE(in.explain(s, now, std::nullopt).outcome.refused);
}

TEST_F(routing, explains_for_another_time_past_or_ahead) {
    auto nights = to("night", {c});
    route::week night;
    night.add(0x7f, 22 * 60, 6 * 60);
    nights.when.times = std::make_shared<const route::week>(night);
    auto in = with({nights, to("rest", {a})});
    EXPECT_EQ(in.explain(good(), now, std::nullopt).outcome.ready->route, "rest");
    const auto ahead = in.explain(good(), now, *parse_rfc3339("2026-11-24T23:00:00Z"));
    EXPECT_EQ(ahead.outcome.ready->route, "night");
    EXPECT_EQ(ahead.outcome.ready->not_before, *parse_rfc3339("2026-11-24T23:00:00Z"));
    const auto past = in.explain(good(), now, *parse_rfc3339("2026-01-01T23:00:00Z"));
    EXPECT_EQ(past.outcome.ready->route, "night");
    EXPECT_EQ(past.outcome.ready->not_before, wall_time{});
}

TEST_F(routing, gives_a_message_from_a_handset_to_the_account_of_its_rule) {
    route::inbound_rule play, watched;
    play.name = "game";
    play.when.keywords = {"PLAY"};
    play.when.others = {"2020"};
    play.account = games;
    watched.name = "watched";
    watched.copies = {archive, gone};
    watched.tags = {"in"};
    auto in = with({watched, play});
    unheard reply;
    in.put({in.prepare(from_handset("play now"), now).ready}, nullptr, reply);
    ASSERT_EQ(store.kept.size(), 2u);
    EXPECT_EQ(store.kept[0]->account, games);
    EXPECT_EQ(store.kept[0]->route, "game");
    EXPECT_EQ(store.kept[0]->more().tags, "in");
    EXPECT_EQ(store.kept[0]->callbacks, callback_received);
    EXPECT_EQ(store.kept[1]->account, archive);
    EXPECT_EQ(store.kept[1]->callbacks, callback_received);
    EXPECT_NE(store.kept[0]->id, store.kept[1]->id);
    in.put({in.prepare(from_handset("hello"), now).ready}, nullptr, reply);
    EXPECT_EQ(store.kept[0]->account, shop) << "as the connector has it";
    EXPECT_EQ(store.kept[0]->route, "");
}

TEST_F(routing, keeps_what_a_rule_discards_in_sight_and_ended) {
    route::inbound_rule spam;
    spam.name = "spam";
    spam.when.text = std::get<route::pattern_ptr>(route::pattern::compile("(?i)casino"));
    spam.discards = true;
    spam.reason = "spam";
    auto in = with({spam});
    const auto made = in.prepare(from_handset("CASINO!"), now).ready;
    const record kept(made);
    EXPECT_EQ(kept.now, state::rejected);
    EXPECT_TRUE(kept.closed());
    ASSERT_EQ(kept.events.size(), 1u);
    EXPECT_EQ(kept.events[0].detail, "spam");
    EXPECT_EQ(kept.what->body, "CASINO!");
    EXPECT_EQ(kept.pending_callback(), record::npos);
}

TEST_F(routing, waits_for_the_whole_of_a_long_message_before_it_asks_whose_it_is) {
    route::inbound_rule play;
    play.name = "game";
    play.when.keywords = {"PLAY"};
    play.account = games;
    by->joins_parts = true;
    auto in = with({play});
    auto part = from_handset("play now");
    const std::string header("\x05\x00\x03\x01\x02\x01", 6);
    part.udh = header;
    EXPECT_EQ(in.prepare(part, now).ready->account, shop);
    part.udh = {};
    EXPECT_EQ(in.prepare(part, now).ready->account, games);
    by->joins_parts = false;
    part.udh = header;
    auto again = with({play});
    EXPECT_EQ(again.prepare(part, now).ready->account, games);
}

TEST_F(routing, explains_whose_a_message_from_a_handset_is) {
    route::inbound_rule play;
    play.name = "game";
    play.when.keywords = {"PLAY"};
    play.account = games;
    auto in = with({play});
    const auto told = in.explain(from_handset("Hello"), now, std::nullopt);
    ASSERT_EQ(told.steps.size(), 1u);
    EXPECT_EQ(told.steps[0].sentence, "the keyword is \"hello\", not PLAY");
    EXPECT_EQ(told.outcome.ready->account, shop);
}

}  // namespace hermod::accept::routing_test
