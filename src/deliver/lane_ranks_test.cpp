// Who goes first: priorities, and accounts beside each other.
#include "deliver/lane_fixture.hpp"

namespace hermod::deliver {
namespace {

using std::chrono::seconds;

constexpr std::uint32_t shop = 1, bank = 2, lab = 3;

// The parts on the wire are answered at once, and there is room for one more.
void one_leaves(waiting_world& w) {
    w.answer_loads();
    w.answer_claims();
    const std::size_t before = w.sent.size();
    w.room = 1;
    w.queue.pump(w.now);
    while (w.sent.size() == before && (!w.claims.empty() || !w.loads.empty())) {
        w.answer_loads();
        w.answer_claims();
    }
    if (w.sent.size() != before) w.queue.settled(w.sent.back().token, {.is = verdict::kind::sent});
}

TEST(lane_ranks, an_urgent_one_overtakes_what_is_queued_and_what_is_claimed) {
    waiting_world w;
    for (int id = 1; id <= 100; ++id) w.put(ranked(make(id), shop, 0));
    w.room = 1;
    w.queue.pump(w.now);
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    w.put(ranked(make(200), shop, 2));
    w.put(ranked(make(300), shop, 3));
    w.answer_claims();
    EXPECT_EQ(w.sent.size(), 1u) << "there was no room";
    one_leaves(w);
    one_leaves(w);
    one_leaves(w);
    ASSERT_EQ(w.sent.size(), 4u);
    EXPECT_EQ(w.sent[1].what->id.value, 300);
    EXPECT_EQ(w.sent[2].what->id.value, 200);
    EXPECT_EQ(w.sent[3].what->id.value, 2);
}

TEST(lane_ranks, urgent_ones_overtake_a_shelf_however_many_come_at_once) {
    waiting_world w({.active = 100});
    for (int id = 1; id <= 2'000; ++id) w.put(ranked(make(id), shop, 0));
    for (int id = 3'001; id <= 3'500; ++id) w.put(ranked(make(id), bank, 3));
    for (int i = 0; i < 500; ++i) one_leaves(w);
    ASSERT_EQ(w.sent.size(), 500u);
    for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(w.sent[i].what->id.value, 3'001 + static_cast<std::int64_t>(i));
}

// A load that brings nothing, and what goes away while it waits, leave nobody behind on the shelf.
TEST(lane_ranks, an_urgent_one_is_loaded_also_when_what_was_before_it_is_cancelled) {
    for (const bool while_it_is_loaded : {true, false}) {
        waiting_world w({.active = 100});
        for (int id = 1; id <= 200; ++id) w.put(ranked(make(id), shop, 0));
        for (int id = 301; id <= 303; ++id) w.put(ranked(make(id), bank, 3));
        if (!while_it_is_loaded) {  // the one that has a place in the queue
            w.cancel(301);
            w.go_to(std::chrono::seconds{5});
        }
        one_leaves(w);
        if (while_it_is_loaded) {
            ASSERT_EQ(w.sent.back().what->id.value, 301);
            w.room = 1;
            w.queue.pump(w.now);
            w.cancel(302);
        }
        for (int i = 0; i < 10; ++i) one_leaves(w);
        const auto sent = std::count_if(w.sent.begin(), w.sent.end(), [](const outbound& part) { return part.what->id.value > 300; });
        EXPECT_EQ(sent, 2) << while_it_is_loaded;
    }
}

TEST(lane_ranks, accounts_share_by_their_weights_through_shelf_queue_and_claims) {
    const auto weight = [](account_id who) { return who.value == shop ? 1.0 : who.value == bank ? 2.0 : 5.0; };
    waiting_world w({.active = 1'000, .weights = weight});
    std::int64_t id = 0;
    for (const std::uint32_t who : {shop, bank, lab})  // the first fills the queue before the others come
        for (int i = 0; i < 8'000; ++i) w.put(ranked(make(++id), who, 1));
    std::map<std::uint32_t, double> left;
    for (int i = 0; i < 8'000; ++i) {
        one_leaves(w);
        ++left[w.sent.back().what->account.value];
    }
    ASSERT_EQ(w.sent.size(), 8'000u);
    for (const std::uint32_t who : {shop, bank, lab}) {
        const double share = weight(account_id{who}) / 8;
        EXPECT_NEAR(left[who] / 8'000, share, 0.05 * share) << who;
    }
}

TEST(lane_ranks, who_has_one_message_waits_for_one_turn_of_each_other) {
    waiting_world w({.active = 200});
    for (int id = 1; id <= 5'000; ++id) w.put(ranked(make(id), shop, 0));
    for (int i = 0; i < 50; ++i) one_leaves(w);
    w.put(ranked(make(9'000), bank, 0));
    const std::size_t before = w.sent.size();
    while (w.sent.back().what->id.value != 9'000) one_leaves(w);
    EXPECT_LE(w.sent.size() - before, 2 * w.window() + 2) << "what was claimed before it came, and one turn";
}

TEST(lane_ranks, each_account_keeps_the_order_in_which_it_handed_in) {
    waiting_world w({.active = 10});
    for (int id = 1; id <= 300; ++id) w.put(ranked(make(id), id % 2 ? shop : bank, id % 3 == 0 ? 2 : 0));
    for (int i = 0; i < 300; ++i) one_leaves(w);
    ASSERT_EQ(w.sent.size(), 300u);
    std::map<std::uint64_t, std::int64_t> last;
    for (const outbound& part : w.sent) {
        auto& before = last[packed(rank_of(*part.what))];
        EXPECT_LT(before, part.what->id.value);
        before = part.what->id.value;
    }
}

TEST(lane_ranks, what_the_last_run_left_and_what_was_scheduled_keep_their_place) {
    waiting_world w;
    const auto left = [&](std::int64_t id, unsigned priority, wall_time not_before) {
        const auto m = ranked(make(id), shop, priority);
        m->not_before = not_before;
        w.records.insert_or_assign(id, record(m));
        w.queue.recover({.id = m->id,
                         .connector = {},
                         .expires_at = m->expires_at,
                         .sendable = true,
                         .not_before = not_before,
                         .account = m->account,
                         .priority = static_cast<std::uint8_t>(priority)});
    };
    left(1, 0, {});
    left(2, 3, {});
    left(3, 3, start + seconds{5});
    w.go_to(seconds{1});
    one_leaves(w);
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->id.value, 2);
    w.room = 0;
    w.go_to(seconds{6});
    one_leaves(w);
    one_leaves(w);
    ASSERT_EQ(w.sent.size(), 3u);
    EXPECT_EQ(w.sent[1].what->id.value, 3);
    EXPECT_EQ(w.sent[2].what->id.value, 1);
}

TEST(lane_ranks, what_is_urgent_is_claimed_beyond_what_is_not_and_within_two_windows) {
    waiting_world w;
    w.size = 10;
    for (int id = 1; id <= 100; ++id) w.put(ranked(make(id), shop, 0));
    w.room = 1;
    w.queue.pump(w.now);
    w.answer_claims();
    for (int id = 201; id <= 300; ++id) w.put(ranked(make(id), bank, 3));
    while (!w.claims.empty()) w.answer_claims();
    std::size_t low = 0, high = 0;
    for (const auto& [id, r] : w.records) r.claimed ? ++(id > 200 ? high : low) : 0;
    EXPECT_LE(low, 20u);
    EXPECT_GE(high, 10u);
    EXPECT_LE(high, 20u);
}

}  // namespace
}  // namespace hermod::deliver
