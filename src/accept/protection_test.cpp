// Opt-outs and holds on a message's way in, and the desk of what is held.
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "accept/held_desk.hpp"
#include "accept/newcomers.hpp"
#include "consent/desk.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::protection_test {
namespace {

using namespace std::chrono_literals;

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")};
const wall_time now = from_micros(1'795'446'023'000'000);
constexpr const char* ada = "+41791234567";

class shelf final : public hermod::store::no_store {
public:
    void write(std::vector<note> changes, put_reply& reply) override {
        written.push_back(std::move(changes));
        reply.put_done({fails ? put_result::kind::failed : put_result::kind::stored, {}});
    }
    void settle(message_id id, event happened) override {
        settled.emplace_back(id, happened);
        if (heard) heard(id, happened.kind);
    }
    std::function<void(message_id, event_kind)> heard;
    void release(message_id id, wall_time, hermod::store::replace_reply& reply) override {
        released.push_back(id);
        using outcome = hermod::store::replace_reply::outcome;
        reply.replace_done(fails ? outcome::failed : outcome::replaced);
    }
    std::vector<std::vector<note>> written;
    std::vector<std::pair<message_id, event>> settled;
    std::vector<message_id> released;
    bool fails = false;
};

std::shared_ptr<rules> some_rules() {
    auto by = std::make_shared<rules>();
    route::rule all;
    all.name = "all";
    all.to = {connector_id{7}};
    by->routes = std::make_shared<route::table>(std::vector<route::rule>{all});
    for (const account_id a : {shop, bank}) {
        account_rules row;
        row.id = a;
        row.default_from = "Shop";
        row.callbacks = callback_received;
        row.has_callback_url = true;
        by->accounts[a] = row;
    }
    by->consents = std::make_shared<consent::policy>();
    return by;
}

struct protecting : testing::Test {
    protecting() {
        in.respect(desk);
        store.heard = [this](message_id id, event_kind what) { tell(held(id.value), what, true); };
    }

    void opt_out(consent::scope from, std::uint64_t number = 41791234567) {
        notes with;
        message m;
        m.way = direction::from_handset;
        m.account = from.account;
        m.from = std::to_string(number);
        m.to = "4930123";
        m.accepted_at = now;
        auto extras = std::make_shared<message_extras>();
        extras->keyword = "stop";
        m.extras = extras;
        desk.stored(m, with);
        EXPECT_FALSE(with.empty());
    }
    static submission to_ada(account_id whose = shop, std::string_view body = "Hello") {
        submission s;
        s.account = whose;
        s.to = ada;
        s.body = body;
        return s;
    }
    std::string code(const submission& s) {
        const auto done = in.prepare(s, now);
        return done.refused ? done.refused->code : "";
    }
    std::string keyword(std::string_view body, std::string_view udh = {}, std::optional<encoding> coding = {}) {
        submission s;
        s.account = shop;
        s.way = direction::from_handset;
        s.from = ada;
        s.to = "4930123";
        s.body = body;
        s.udh = udh;
        s.coding = coding;
        return in.prepare(s, now).ready->more().keyword;
    }
    message_ptr held(std::int64_t id) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->held = true;
        m->expires_at = now + 1h;
        return m;
    }
    void tell(message_ptr m, event_kind kind, bool ended = false) {
        store::notice n;
        n.what = std::move(m);
        n.happened.kind = kind;
        n.ended = ended;
        holds_desk.committed({&n, 1});
    }

    id_source ids{1};
    shelf store;
    std::shared_ptr<rules> by = some_rules();
    consent::desk desk{store};
    checked_inbox in{ids, store, by, 1};
    held_desk holds_desk{store};
};

struct answer final : holds_reply {
    void hold_done(outcome result) noexcept override { told = result; }
    std::optional<outcome> told;
};

}  // namespace

TEST_F(protecting, refuses_what_its_recipient_does_not_want_and_says_since_when) {
    EXPECT_EQ(code(to_ada()), "");
    opt_out({shop, {}});
    EXPECT_EQ(code(to_ada()), "opted_out");
    EXPECT_EQ(code(to_ada(bank)), "");
    const auto refused = in.prepare(to_ada(), now).refused;
    EXPECT_EQ(refused->field, "to");
    EXPECT_EQ(refused->detail, "+41791234567 has opted out of this account's messages, since 2026-11-23T15:00:23Z");
    EXPECT_EQ(desk.count().refused, 2u);
}

TEST_F(protecting, lets_an_account_that_ignores_opt_outs_through) {
    opt_out({shop, {}});
    auto other = some_rules();
    auto policy = std::make_shared<consent::policy>();
    policy->accounts[shop].obeys = false;
    other->consents = policy;
    in.use(other);
    EXPECT_EQ(code(to_ada()), "");
}

TEST_F(protecting, lets_the_confirmation_of_a_stop_through_and_no_other_answer) {
    opt_out({shop, {}});
    auto s = to_ada();
    const auto marked = [&](const char* keyword) {
        auto extras = std::make_shared<message_extras>();
        extras->keyword = keyword;
        s.extras = extras;
        return code(s);
    };
    EXPECT_EQ(marked("answer stop"), "");
    EXPECT_EQ(marked("answer help"), "opted_out");
}

TEST_F(protecting, reads_words_of_whole_messages_alone) {
    EXPECT_EQ(keyword("Stop!"), "stop");
    EXPECT_EQ(keyword("hilfe"), "help");
    EXPECT_EQ(keyword("unstop"), "start");
    EXPECT_EQ(keyword("Stop it"), "");
    const std::string part_of_two("\x05\x00\x03\x07\x02\x01", 6), only_one("\x05\x00\x03\x07\x01\x01", 6);
    EXPECT_EQ(keyword("stop", part_of_two), "") << "the whole says something else";
    EXPECT_EQ(keyword("stop", only_one), "stop");
    EXPECT_EQ(keyword("stop", {}, encoding::binary), "");
}

TEST_F(protecting, holds_the_first_messages_of_an_account_and_no_estimate_takes_their_place) {
    newcomers counted;
    auto other = some_rules();
    hold_rule fresh;
    fresh.name = "new";
    fresh.account = shop;
    fresh.first = 2;
    other->holds = {fresh};
    other->newcomers = &counted;
    in.use(other);
    const auto hand_in = [&](account_id whose, bool keeps) {
        const auto made = in.prepare(to_ada(whose), now).ready;
        notes with;
        if (keeps) made->admitted.keep(with);
        return made->held;
    };
    EXPECT_TRUE(in.foresee(to_ada(), now).held);
    EXPECT_TRUE(in.foresee(to_ada(), now).held);
    EXPECT_TRUE(in.foresee(to_ada(), now).held);
    EXPECT_TRUE(hand_in(shop, true));
    EXPECT_TRUE(hand_in(shop, false)) << "the store was full";
    EXPECT_EQ(in.explain(to_ada(), now, std::nullopt).steps.back().sentence,
              "it is number 2 of the account's first 2: it waits until an administrator releases or refuses it");
    EXPECT_TRUE(hand_in(shop, true));
    EXPECT_FALSE(hand_in(shop, true));
    EXPECT_FALSE(in.foresee(to_ada(), now).held);
    EXPECT_FALSE(hand_in(bank, true));
    EXPECT_EQ(counted.next(bank), 0u) << "no rule asks";
}

TEST_F(protecting, holds_what_a_rule_fits_and_names_it) {
    auto other = some_rules();
    std::string why;
    hold_rule links, tests;
    links.name = "links";
    links.account = shop;
    links.text = compile_text("(?i)bit\\.ly|casino", why);
    tests.name = "tests";
    tests.from = "447*";
    tests.prefixes = {"4179"};
    other->holds = {links, tests};
    in.use(other);
    const auto held_by = [&](const submission& s) {
        const auto made = in.prepare(s, now).ready;
        EXPECT_EQ(made->held, made->more().keyword.starts_with("hold "));
        return made->more().keyword;
    };
    EXPECT_EQ(held_by(to_ada()), "");
    EXPECT_EQ(held_by(to_ada(shop, "Visit our CASINO")), "hold links");
    EXPECT_EQ(held_by(to_ada(bank, "Visit our CASINO")), "");
    auto s = to_ada(bank);
    s.from = "+447700900123";
    EXPECT_EQ(held_by(s), "hold tests");
    s.to = "+4915100000001";
    EXPECT_EQ(held_by(s), "");
    EXPECT_FALSE(compile_text("(", why));
    EXPECT_NE(why, "");
}

TEST_F(protecting, what_is_held_is_released_or_refused_once) {
    tell(held(1), event_kind::stored);
    tell(held(2), event_kind::stored);
    EXPECT_EQ(holds_desk.size(), 2u);
    answer released, again, refused, late;
    holds_desk.release(message_id{1}, now, released);
    holds_desk.refuse(message_id{1}, "no", now, again);
    holds_desk.refuse(message_id{2}, "no", now, refused);
    holds_desk.release(message_id{2}, now, late);
    EXPECT_EQ(released.told, holds_reply::outcome::done);
    EXPECT_EQ(again.told, holds_reply::outcome::not_held);
    EXPECT_EQ(refused.told, holds_reply::outcome::done);
    EXPECT_EQ(late.told, holds_reply::outcome::not_held);
    EXPECT_EQ(store.released, std::vector{message_id{1}});
    ASSERT_EQ(store.settled.size(), 1u);
    EXPECT_EQ(store.settled[0].first, message_id{2});
    EXPECT_EQ(store.settled[0].second.kind, event_kind::refused);
    EXPECT_EQ(store.settled[0].second.detail, "no");
}

TEST_F(protecting, what_its_sender_has_cancelled_just_before_is_not_said_to_be_refused) {
    tell(held(1), event_kind::stored);
    store.heard = [this](message_id id, event_kind) { tell(held(id.value), event_kind::cancelled, true); };
    answer refused;
    holds_desk.refuse(message_id{1}, "no", now, refused);
    EXPECT_EQ(refused.told, holds_reply::outcome::not_held);
}

TEST_F(protecting, what_nobody_decides_of_expires_with_its_validity) {
    store::open_entry left;
    left.id = message_id{1};
    left.on_hold = true;
    left.expires_at = now + 1h;
    holds_desk.recover(left);
    left.on_hold = false;
    left.id = message_id{2};
    holds_desk.recover(left);
    EXPECT_EQ(holds_desk.size(), 1u);
    tell(held(3), event_kind::stored);
    tell(held(3), event_kind::cancelled, true);
    holds_desk.tick(now + 59min);
    EXPECT_TRUE(store.settled.empty());
    holds_desk.tick(now + 1h);
    holds_desk.tick(now + 2h);
    ASSERT_EQ(store.settled.size(), 1u);
    EXPECT_EQ(store.settled[0].first, message_id{1});
    EXPECT_EQ(store.settled[0].second.kind, event_kind::expired);
}

TEST_F(protecting, says_when_the_store_has_failed) {
    tell(held(1), event_kind::stored);
    store.fails = true;
    tell(held(2), event_kind::stored);
    answer refused, released;
    holds_desk.refuse(message_id{1}, "no", now, refused);
    holds_desk.release(message_id{2}, now, released);
    EXPECT_EQ(refused.told, holds_reply::outcome::failed);
    EXPECT_EQ(released.told, holds_reply::outcome::failed);
}

}  // namespace hermod::accept::protection_test
