#include <malloc.h>

#include <random>
#include <set>

#include "deliver/lane_fixture.hpp"

namespace hermod::deliver {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::shared_ptr<message> scheduled(std::int64_t id, seconds from_start) {
    auto m = make(id);
    m->not_before = start + from_start;
    m->expires_at = m->not_before + hours{1};
    return m;
}

std::shared_ptr<message> with_text(message_ptr of, std::string body, std::uint8_t parts = 1) {
    auto m = std::make_shared<message>(*of);
    m->body = std::move(body);
    m->parts = parts;
    return m;
}

}  // namespace

TEST(lane_schedule, a_scheduled_message_leaves_at_its_time_in_the_order_of_times) {
    waiting_world w;
    w.room = 100;
    w.go_to(seconds{0});
    w.put(scheduled(1, seconds{30}));
    w.put(scheduled(2, seconds{10}));
    w.put(scheduled(3, seconds{20}));
    w.put(make(4));
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.waiting(), 3u);
    EXPECT_EQ(w.queue.counters().queued.load(), 0u);
    w.go_to(seconds{9});
    EXPECT_EQ(w.sent.size(), 1u);
    w.go_to(seconds{10});
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_EQ(w.sent[1].what->id.value, 2);
    EXPECT_FALSE(w.sent[1].possible_duplicate);
    w.go_to(seconds{60});
    ASSERT_EQ(w.sent.size(), 4u);
    EXPECT_EQ(w.sent[2].what->id.value, 3);
    EXPECT_EQ(w.sent[3].what->id.value, 1);
    EXPECT_EQ(w.waiting(), 0u);
    EXPECT_TRUE(w.settled.empty());
}

TEST(lane_schedule, waits_again_after_a_restart) {
    waiting_world w;
    w.room = 10;
    const auto m = scheduled(1, seconds{30});
    w.records.insert_or_assign(1, record(m));
    w.queue.recover({m->id, {}, m->expires_at, true, false, m->not_before, false});
    w.go_to(seconds{1});
    EXPECT_EQ(w.waiting(), 1u);
    EXPECT_TRUE(w.sent.empty());
    w.go_to(seconds{31});
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_FALSE(w.sent[0].possible_duplicate);
}

TEST(lane_schedule, one_that_ends_before_its_time_is_told_as_expired_in_time) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    auto m = scheduled(1, seconds{100});
    m->expires_at = start + seconds{50};
    w.put(m);
    w.go_to(seconds{49});
    EXPECT_TRUE(w.settled.empty());
    w.go_to(seconds{51});
    EXPECT_EQ(w.only(1).kind, event_kind::expired);
    EXPECT_TRUE(w.sent.empty());
}

TEST(lane_schedule, a_cancelled_one_is_neither_counted_nor_loaded) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    w.put(scheduled(1, seconds{10}));
    w.put(scheduled(2, seconds{10}));
    w.cancel(1);
    EXPECT_EQ(w.waiting(), 1u);
    w.now = start + seconds{11};
    w.queue.tick(w.now);
    ASSERT_EQ(w.loads.size(), 1u);
    EXPECT_EQ(w.loads[0], std::vector<message_id>{message_id{2}});
}

TEST(lane_schedule, a_replacement_moves_it_and_brings_its_content) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    const auto m = scheduled(1, seconds{10});
    w.put(m);
    w.replace(1, with_text(m, "same time"));
    EXPECT_EQ(w.waiting(), 1u);
    auto later = scheduled(1, seconds{20});
    later->body = "later";
    w.replace(1, later);
    EXPECT_EQ(w.waiting(), 1u);
    w.go_to(seconds{15});
    EXPECT_TRUE(w.sent.empty());
    w.replace(1, with_text(scheduled(1, seconds{40}), "much later"));
    w.replace(1, with_text(scheduled(1, seconds{20}), "back"));
    EXPECT_EQ(w.waiting(), 1u);
    w.go_to(seconds{21});
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->body, "back");
    w.go_to(seconds{100});
    EXPECT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.waiting(), 0u);
}

TEST(lane_schedule, a_replacement_may_make_a_waiting_message_scheduled_and_a_scheduled_one_go_at_once) {
    waiting_world w({.active = 1});
    w.go_to(seconds{0});
    w.put(make(1));
    w.put(make(2));  // on the shelf
    w.put(scheduled(3, seconds{50}));
    for (const std::int64_t id : {1, 2}) {
        auto next = scheduled(id, seconds{30});
        next->body = "later";
        w.replace(id, next);
    }
    w.replace(3, with_text(make(3), "now"));
    EXPECT_EQ(w.waiting(), 2u);
    w.room = 10;
    w.queue.ready();
    w.answer_loads();
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->body, "now");
    w.go_to(seconds{31});
    w.go_to(seconds{32});
    w.go_to(seconds{60});
    ASSERT_EQ(w.sent.size(), 3u);
    EXPECT_EQ(w.sent[1].what->body, "later");
    EXPECT_EQ(w.sent[2].what->body, "later");
}

TEST(lane_replacement, a_message_in_the_queue_or_delayed_goes_with_its_new_content_once) {
    waiting_world w;
    w.put(make(1, 2));
    w.replace(1, with_text(make(1), "new", 3));
    w.room = 10;
    w.queue.ready();
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 3u);
    for (const outbound& part : w.sent) EXPECT_EQ(part.what->body, "new");
    // All three are put off: three items of one message, which the next content makes one.
    for (std::size_t i = 0; i < 3; ++i) {
        w.queue.settled(w.sent[i].token, {.is = verdict::kind::later, .after = seconds{5}});
        event e;
        e.kind = event_kind::deferred;
        e.part = static_cast<std::uint8_t>(i + 1);
        w.records.at(1).apply(e);
    }
    w.replace(1, with_text(make(1), "newest", 2));
    w.go_to(seconds{6});
    w.go_to(seconds{7});
    ASSERT_EQ(w.sent.size(), 5u);
    EXPECT_EQ(w.sent[3].what->body, "newest");
    EXPECT_EQ(w.sent[4].part, 2);
}

TEST(lane_replacement, one_that_wins_over_a_claim_on_its_way_is_what_is_sent) {
    waiting_world w;
    w.room = 10;
    w.put(make(1, 2));
    ASSERT_EQ(w.claims.size(), 1u);
    w.replace(1, with_text(make(1), "new"));  // its notice comes before the claim's answer
    EXPECT_TRUE(w.sent.empty());
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->body, "new");
}

TEST(lane_replacement, one_that_puts_a_claimed_message_off_gives_the_claim_back) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    w.put(make(1));
    w.replace(1, scheduled(1, seconds{30}));
    w.replace(1, scheduled(1, seconds{20}));
    w.answer_claims();
    EXPECT_TRUE(w.sent.empty());
    EXPECT_EQ(w.waiting(), 1u);
    const event given_back = w.only(1);
    EXPECT_EQ(given_back.kind, event_kind::deferred);
    record& r = w.records.at(1);
    r.apply(given_back);
    EXPECT_FALSE(r.claimed);
    EXPECT_EQ(r.now, state::scheduled);
    w.go_to(seconds{21});
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_FALSE(w.sent[0].possible_duplicate);
    EXPECT_EQ(w.waiting(), 0u);
}

TEST(lane_replacement, one_that_comes_while_the_message_is_being_loaded_is_sent_once) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    w.put(scheduled(1, seconds{10}));
    w.now = start + seconds{10};
    w.queue.tick(w.now);
    ASSERT_EQ(w.loads.size(), 1u);
    w.replace(1, with_text(scheduled(1, seconds{11}), "later"));
    w.now = start + seconds{12};
    w.answer_loads();
    w.go_to(seconds{13});
    w.go_to(seconds{14});
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->body, "later");
}

TEST(lane_cancelling, one_that_wins_over_a_claim_on_its_way_sends_nothing) {
    waiting_world w;
    w.room = 10;
    w.put(make(1));
    w.cancel(1);
    w.answer_claims();
    EXPECT_TRUE(w.sent.empty());
    EXPECT_TRUE(w.settled.empty());
}

TEST(lane_cancelling, ends_every_part_that_is_put_off) {
    waiting_world w;
    w.room = 2;
    w.put(make(1, 2));
    w.answer_claims();
    for (std::size_t i = 0; i < 2; ++i) {
        w.queue.settled(w.sent[i].token, {.is = verdict::kind::later, .after = seconds{5}});
        event e;
        e.kind = event_kind::deferred;
        e.part = static_cast<std::uint8_t>(i + 1);
        w.records.at(1).apply(e);
    }
    w.cancel(1);
    w.room = 10;
    for (int i = 1; i < 20; ++i) w.go_to(seconds{i});
    EXPECT_EQ(w.sent.size(), 2u);
}

TEST(lane, only_the_parts_that_were_claimed_are_flagged_after_a_restart) {
    world w;
    w.room = 10;
    w.queue.recover({message_id{1}, {}, start + hours{1}, true, false, {}, false});
    w.queue.pump(w.now);
    EXPECT_EQ(w.queue.counters().queued.load(), 1u) << "its content is on its way";
    record r(make(1, 3));
    r.claim();
    event e;
    e.kind = event_kind::submitted;
    e.part = 1;
    r.apply(e);
    e.kind = event_kind::deferred;
    e.part = 2;
    r.apply(e);
    w.queue.loaded({r}, w.now);
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_FALSE(w.sent[0].possible_duplicate);
    EXPECT_TRUE(w.sent[1].possible_duplicate) << "it was on the wire when the gateway died";
}

// Random schedules, cancellings, replacements: each message that is left goes once, not before its time, with its last
// content.
TEST(lane_schedule, any_history_sends_each_message_once_with_its_last_content) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        waiting_world w({.active = 1 + seed % 7});
        w.room = w.size = 1000;
        std::int64_t ids = 0;
        for (int at = 0; at < 60; ++at) {
            w.now = start + seconds{at};
            for (int n = 0; n < 4; ++n) {
                const auto delay = seconds{at + static_cast<int>(random() % 12) - 3};
                if (random() % 2 || ids == 0) {
                    w.put(ranked(random() % 3 ? scheduled(++ids, delay) : make(++ids), random() % 3, random() % 4));
                    continue;
                }
                const auto id = static_cast<std::int64_t>(1 + random() % static_cast<unsigned>(ids));
                record& r = w.records.at(id);
                if (r.claimed || r.closed()) continue;
                if (random() % 4 == 0) w.cancel(id);
                else w.replace(id, ranked(with_text(random() % 3 ? scheduled(id, delay) : make(id), "content " + std::to_string(random())),
                                         r.what->account.value, random() % 4));
            }
            if (random() % 2) w.queue.tick(w.now);
            if (random() % 2) w.answer_loads();
            if (random() % 2) w.answer_claims();
            w.apply_settled();
        }
        for (int at = 60; at < 500; ++at) {
            w.go_to(seconds{at});
            w.apply_settled();
        }
        std::set<std::int64_t> sent;
        for (const outbound& part : w.sent) {
            EXPECT_TRUE(sent.insert(part.what->id.value).second) << part.what->id.value << " went twice";
            EXPECT_EQ(part.what, w.records.at(part.what->id.value).what);
            EXPECT_FALSE(part.possible_duplicate);
        }
        for (const auto& [id, r] : w.records) EXPECT_EQ(sent.contains(id), r.now != state::cancelled) << id;
        EXPECT_EQ(w.waiting(), 0u);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(lane_schedule, five_million_cost_less_than_300_megabytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer's own memory would be counted";
#endif
    world w;
    w.queue.pump(start);
    std::mt19937 random(1);
    const auto used = [] {
        const struct mallinfo2 now = ::mallinfo2();
        return now.uordblks + now.hblkhd;
    };
    const std::size_t before = used();
    for (std::int64_t id = 1; id <= 5'000'000; ++id)
        w.queue.recover({message_id{id}, {}, start + hours{999}, true, false, start + seconds{1 + random() % 1'000'000}, false});
    const std::size_t cost = used() - before;
    RecordProperty("bytes", std::to_string(cost));
    EXPECT_LT(cost, 300u << 20);
    EXPECT_GT(cost, 5'000'000u * 24 / 2) << "the measure itself";
}

TEST(lane_moves, what_was_moved_before_its_claim_is_not_sent_here) {
    waiting_world w;
    w.room = 10;
    w.put(make(1));
    w.put(make(2));
    ASSERT_EQ(w.claims.size(), 1u);
    w.queue.moved_away(*w.records.at(1).what);
    w.answer_claims();
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->id.value, 2);
}

// ---- a clock that is set back ----

TEST(lane_clock, set_back_by_a_day_makes_no_retry_wait_for_a_day) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    w.put(make(1));
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::later, .after = std::chrono::milliseconds{5'000}});
    w.apply_settled();
    w.go_to(seconds{3} - hours{24});
    EXPECT_EQ(w.sent.size(), 1u);
    w.go_to(seconds{9} - hours{24});
    EXPECT_EQ(w.sent.size(), 2u);
}

TEST(lane_clock, set_back_lets_nothing_new_out_before_its_time) {
    waiting_world w;
    w.room = 10;
    w.go_to(seconds{0});
    w.put(scheduled(1, seconds{-10}));  // an hour from now, by the clock as it will be
    w.answer_claims();
    EXPECT_EQ(w.sent.size(), 1u);
    w.go_to(-hours{2});
    w.put(scheduled(2, seconds{-3600}));
    w.put(scheduled(3, seconds{-30}));
    w.answer_claims();
    EXPECT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.waiting(), 2u);
    w.go_to(-hours{1});
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_EQ(w.sent[1].what->id.value, 2);
    w.go_to(seconds{-30});
    EXPECT_EQ(w.sent.size(), 3u);
}

TEST(lane_clock, set_back_makes_what_was_due_wait_again_and_it_can_be_taken_back_and_changed) {
    waiting_world w;
    w.room = 0;
    for (std::int64_t id = 1; id <= 3; ++id) w.put(scheduled(id, seconds{10}));
    w.go_to(seconds{20});  // due, but there is no room
    w.go_to(-hours{1});
    w.cancel(1);
    w.replace(2, with_text(w.records.at(2).what, "another"));
    w.replace(3, [&] {
        auto m = std::make_shared<message>(*w.records.at(3).what);
        m->not_before = start - seconds{60};
        return m;
    }());
    w.room = 10;
    w.go_to(seconds{1} - hours{1});
    w.apply_settled();
    EXPECT_TRUE(w.sent.empty());
    EXPECT_EQ(w.waiting(), 2u);
    EXPECT_FALSE(w.records.at(2).claimed);
    w.go_to(seconds{-60});
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->id.value, 3);
    w.go_to(seconds{10});
    ASSERT_EQ(w.sent.size(), 2u);
    EXPECT_EQ(w.sent[1].what->body, "another");
    EXPECT_EQ(w.waiting(), 0u);
}

TEST(lane_clock, set_back_keeps_telling_of_what_is_out_of_time) {
    waiting_world w;
    w.room = 0;
    w.go_to(seconds{0});
    w.go_to(-hours{24});
    auto m = std::make_shared<message>(*make(1));
    m->expires_at = start - hours{24} + seconds{10};
    w.put(m);
    w.go_to(seconds{11} - hours{24});
    EXPECT_EQ(w.only(1).kind, event_kind::expired);
}

}  // namespace hermod::deliver
