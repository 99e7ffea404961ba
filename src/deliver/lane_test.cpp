#include "deliver/lane_fixture.hpp"

namespace hermod::deliver {

TEST(lane, sends_only_what_is_durably_claimed) {
    world w;
    w.room = 5;
    w.enqueue(make(1));
    ASSERT_EQ(w.claims.size(), 1u);
    EXPECT_TRUE(w.sent.empty());
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_FALSE(w.sent[0].possible_duplicate);
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::sent, .detail = "abc"});
    EXPECT_EQ(w.only(1).kind, event_kind::submitted);
    EXPECT_EQ(w.only(1).detail, "abc");
    EXPECT_TRUE(w.queue.idle());
}

TEST(lane, passes_on_that_an_id_is_shared) {
    world w;
    w.room = 5;
    w.enqueue(make(1));
    w.enqueue(make(2));
    w.claim_done();
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::sent, .shared_id = true, .detail = "abc"});
    w.queue.settled(w.sent[1].token, {.is = verdict::kind::sent, .detail = "abd"});
    EXPECT_TRUE(w.only(1).shared_id);
    EXPECT_FALSE(w.only(2).shared_id);
}

TEST(lane, claims_no_more_than_two_windows) {
    world w;
    w.room = 3;
    w.size = 3;
    for (int i = 1; i <= 20; ++i) w.queue.enqueue(make(i));
    w.queue.pump(w.now);
    EXPECT_EQ(w.claims.back().first.size(), 6u);
    w.claim_done();
    EXPECT_EQ(w.sent.size(), 3u);
    EXPECT_EQ(w.claims.size(), 1u);
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::sent});
    w.room = 1;
    w.queue.ready();
    EXPECT_EQ(w.sent.size(), 4u);
    EXPECT_EQ(w.claims.back().first.size(), 1u);
}

TEST(lane, what_comes_back_together_leaves_again_in_the_order_it_had) {
    for (const auto kind : {verdict::kind::unsent, verdict::kind::unsure, verdict::kind::later}) {
        world w;
        w.room = 6;
        w.size = 10;
        w.queue.enqueue(make(1));
        w.queue.enqueue(make(2, 3));
        w.queue.enqueue(make(3));
        for (int i = 4; i <= 8; ++i) w.queue.enqueue(make(i));
        w.queue.pump(w.now);
        w.claim_done();
        ASSERT_EQ(w.sent.size(), 6u);
        const auto left = std::exchange(w.sent, {});
        for (const outbound& one : left) w.queue.settled(one.token, {.is = kind, .throttled = kind == verdict::kind::later});
        w.room = 20;
        w.queue.ready();
        if (kind == verdict::kind::unsure) w.claim_done();
        std::vector<std::pair<std::int64_t, int>> order;
        for (const outbound& one : w.sent) order.emplace_back(one.what->id.value, one.part);
        const std::vector<std::pair<std::int64_t, int>> as_before{{1, 1}, {2, 1}, {2, 2}, {2, 3}, {3, 1}, {4, 1}};
        // Those that are unsure are claimed again, behind what is claimed already.
        const auto first = std::find(order.begin(), order.end(), as_before.front());
        ASSERT_GE(order.end() - first, 6);
        EXPECT_TRUE(std::equal(as_before.begin(), as_before.end(), first)) << static_cast<int>(kind);
    }
}

TEST(lane, claims_nothing_while_nobody_is_bound) {
    world w;
    w.enqueue(make(1));
    EXPECT_TRUE(w.claims.empty());
    w.room = 1;
    w.queue.ready();
    EXPECT_EQ(w.claims.size(), 1u);
}

TEST(lane, keeps_the_parts_of_a_message_together_and_in_order) {
    world w;
    w.room = 2;
    w.queue.enqueue(make(1, 3));
    w.queue.enqueue(make(2));
    w.queue.pump(w.now);
    w.claim_done();
    w.room = 5;
    w.queue.ready();
    ASSERT_EQ(w.sent.size(), 4u);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(w.sent[static_cast<std::size_t>(i)].what->id.value, 1);
        EXPECT_EQ(w.sent[static_cast<std::size_t>(i)].part, i + 1);
    }
}

TEST(lane, a_throttled_part_goes_first_again_and_counts_nothing) {
    world w;
    w.room = 1;
    w.queue.enqueue(make(1));
    w.queue.enqueue(make(2));
    w.queue.pump(w.now);
    w.claim_done();
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::later, .throttled = true, .code = 0x58});
    EXPECT_TRUE(w.settled.empty());
    w.room = 1;
    w.queue.ready();
    EXPECT_EQ(w.sent.back().what->id.value, 1);
}

TEST(lane, later_waits_longer_each_time_and_expiry_ends_it) {
    world w;
    w.room = 100;
    w.enqueue(make(1));
    w.claim_done();
    int tries = 0;
    for (; w.now < start + std::chrono::hours{2} && w.settled.count(1) < 1000; w.now += std::chrono::seconds{1}) {
        w.queue.tick(w.now);
        if (!w.claims.empty() && w.claims.back().second) w.claim_done();
        if (static_cast<std::size_t>(tries) < w.sent.size()) {
            w.queue.settled(w.sent.back().token, {.is = verdict::kind::later, .code = 8});
            ++tries;
        }
    }
    EXPECT_GT(tries, 10);
    EXPECT_LT(tries, 30);
    int expired = 0;
    for (const auto& [id, e] : w.settled) expired += e.kind == event_kind::expired;
    EXPECT_EQ(expired, 1);
}

TEST(lane, unsure_is_sent_again_flagged_or_parked_as_the_route_says) {
    world w;
    w.room = 10;
    w.enqueue(make(1, 1, true));
    w.claim_done();
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::unsure, .detail = "no response in 60 s"});
    w.queue.pump(w.now);
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_TRUE(w.sent[1].possible_duplicate);
    world parked;
    parked.room = 10;
    parked.enqueue(make(1, 1, false));
    parked.claim_done();
    parked.queue.settled(parked.sent[0].token, {.is = verdict::kind::unsure});
    EXPECT_EQ(parked.only(1).outcome, state::unsure);
    parked.queue.pump(parked.now);
    EXPECT_EQ(parked.sent.size(), 1u);
}

TEST(lane, unsure_by_an_answer_is_sent_again_flagged_but_waits_as_after_an_error) {
    world w;
    w.room = 10;
    w.enqueue(make(1, 1, true));
    w.claim_done();
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::unsure, .code = 8, .after = std::chrono::seconds{5}, .detail = "ESME_RSYSERR"});
    EXPECT_EQ(w.only(1).outcome, state::queued);
    const auto at_once = w.claims.size();
    w.queue.tick(w.now += std::chrono::seconds{4});
    EXPECT_EQ(w.claims.size(), at_once);
    w.queue.tick(w.now += std::chrono::seconds{2});
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_TRUE(w.sent[1].possible_duplicate);
}

TEST(lane, what_was_claimed_before_a_crash_is_flagged_and_the_rest_is_not) {
    world w;
    w.room = 10;
    w.queue.recover({message_id{1}, {}, start + std::chrono::hours{1}, true, false});
    w.queue.recover({message_id{2}, {}, start + std::chrono::hours{1}, true, false});
    w.queue.pump(w.now);
    ASSERT_EQ(w.loads.size(), 1u);
    record first(make(1)), second(make(2));
    first.claim();
    w.queue.loaded({first, second}, w.now);
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_TRUE(w.sent[0].possible_duplicate);
    EXPECT_FALSE(w.sent[1].possible_duplicate);
    EXPECT_EQ(w.only(1).kind, event_kind::unsure);
}

TEST(lane, only_the_parts_that_are_missing_are_sent_after_a_restart) {
    world w;
    w.room = 10;
    w.queue.recover({message_id{1}, {}, start + std::chrono::hours{1}, true, false});
    w.queue.pump(w.now);
    record r(make(1, 3));
    event e;
    e.kind = event_kind::submitted;
    e.part = 2;
    r.apply(e);
    w.queue.loaded({r}, w.now);
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_EQ(w.sent[0].part, 1);
    EXPECT_EQ(w.sent[1].part, 3);
}

TEST(lane, keeps_little_of_what_waits_and_loads_it_in_order) {
    world w({.active = 10});
    for (int i = 1; i <= 100; ++i) w.enqueue(make(i));
    EXPECT_TRUE(w.claims.empty());
    w.size = 100;
    w.room = 1000;
    std::size_t answered = 0;
    while (w.sent.size() < 100 && answered < 1000) {
        ++answered;
        w.queue.ready();
        if (w.queue.idle() || true) w.claim_done();
        if (!w.loads.empty()) {
            std::vector<record> found;
            for (const message_id id : w.loads.back()) found.emplace_back(make(id.value));
            w.loads.clear();
            w.queue.loaded(std::move(found), w.now);
        }
    }
    ASSERT_EQ(w.sent.size(), 100u);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(w.sent[static_cast<std::size_t>(i)].what->id.value, i + 1);
}

TEST(lane, expiry_is_told_even_when_nobody_is_bound_and_on_the_shelf_too) {
    world w({.active = 1});
    w.enqueue(make(1));
    w.enqueue(make(2));
    w.now += std::chrono::hours{1};
    w.queue.tick(w.now);
    EXPECT_EQ(w.only(1).kind, event_kind::expired);
    EXPECT_EQ(w.only(2).kind, event_kind::expired);
}

TEST(lane, a_cancelled_message_is_not_sent) {
    world w;
    w.enqueue(make(1));
    w.queue.cancelled(*make(1));
    w.room = 10;
    w.queue.ready();
    EXPECT_TRUE(w.claims.empty());
    EXPECT_TRUE(w.settled.empty());
}

TEST(lane, stopping_gives_back_what_is_claimed_but_unsent) {
    world w;
    w.room = 1;
    w.queue.enqueue(make(1));
    w.queue.enqueue(make(2));
    w.queue.pump(w.now);
    w.claim_done();
    w.queue.stop(w.now);
    EXPECT_EQ(w.only(2).kind, event_kind::deferred);
    EXPECT_FALSE(w.queue.idle());
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::sent});
    EXPECT_TRUE(w.queue.idle());
    w.room = 10;
    w.queue.ready();
    EXPECT_EQ(w.sent.size(), 1u);
}

// Otherwise they would stay claimed, and the next start would take them for what may have been sent.
TEST(lane, what_comes_back_unsent_or_throttled_while_stopping_is_given_back) {
    for (const auto is : {verdict::kind::unsent, verdict::kind::later}) {
        world w;
        w.room = 10;
        w.queue.enqueue(make(1));
        w.queue.pump(w.now);
        w.claim_done();
        w.queue.stop(w.now);
        w.queue.settled(w.sent[0].token, {.is = is, .throttled = is == verdict::kind::later});
        EXPECT_EQ(w.only(1).kind, event_kind::deferred);
        EXPECT_TRUE(w.queue.idle());
    }
}

}  // namespace hermod::deliver
