// A lane whose messages wait for limits.
#include <gtest/gtest.h>

#include <random>

#include "deliver/lane_fixture.hpp"
#include "limits/book.hpp"

namespace hermod::deliver::lane_shaping_test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t shop = 1, bank = 2;

struct shaped_world : waiting_world {
    limits::book counts{[this] { return now; }, {1'000, 1'000}};
    limits::shaping shaping;
    std::int64_t next_id = 1;
    std::vector<std::pair<wall_time, std::int64_t>> left;  // when, which
    std::vector<std::int64_t> flagged;                     // of them, as possible duplicates

    explicit shaped_world(std::size_t active = 10'000) : waiting_world({.active = active, .shaping = &shaping}) {
        room = 1'000'000;
        size = 10'000;
    }
    limits::limit rate(std::string name, double a_second, double burst) {
        limits::limit one;
        one.name = std::move(name);
        one.by = limits::pace::of(a_second, 1s, burst);
        one.waits = true;
        return one;
    }
    void use(std::vector<limits::limit> all) {
        for (auto& one : all) counts.attach(one);
        shaping.use(std::make_shared<const limits::table>(std::move(all)));
    }
    std::int64_t add(std::uint32_t account, std::string to = "+41791234567", unsigned priority = 0, std::uint8_t parts = 1) {
        auto m = ranked(make(next_id, parts), account, priority);
        m->to = std::move(to);
        put(m);
        go_on();
        return next_id++;
    }
    // One a second: 1 is on the wire, 2 is claimed and has no room there, 3 and 4 wait.
    void claim_the_second_of_four() {
        use({rate("slow", 1, 1)});
        room = 1;
        for (std::int64_t id = 1; id <= 4; ++id) put(ranked(make(id), shop, 0));
        answer_claims();
        ASSERT_EQ(sent.size(), 1u);
        now += 1s;
        queue.tick(now);
        answer_claims();
        ASSERT_EQ(queue.counters().aside.load(), 2u);
    }
    // Whatever the store owes, and what has left is sent.
    void go_on() {
        for (int i = 0; i < 20 && (!claims.empty() || !loads.empty() || !called_loads.empty()); ++i) {
            answer_claims();
            answer_loads();
            while (!called_loads.empty()) {
                std::vector<record> found;
                for (const message_id id : called_loads.front())
                    if (!records.at(id.value).closed()) found.push_back(records.at(id.value));
                called_loads.erase(called_loads.begin());
                queue.loaded_called(std::move(found), now);
            }
        }
        for (const outbound& one : sent) {
            left.push_back({now, one.what->id.value});
            if (one.possible_duplicate) flagged.push_back(one.what->id.value);
            event e;
            e.kind = event_kind::submitted;
            e.part = one.part;
            records.at(one.what->id.value).apply(e);
            queue.settled(one.token, {.is = verdict::kind::sent});
        }
        sent.clear();
    }
    // As the lane asks to be woken, and as a tick comes.
    void run_until(wall_time end) {
        while (now < end) {
            wall_time next = std::min(end, now + 100ms);
            if (wake && *wake > now && *wake < next) next = *wake;
            now = next;
            queue.tick(now);
            go_on();
        }
    }
    std::vector<std::int64_t> ids() const {
        std::vector<std::int64_t> out;
        for (const auto& [when, id] : left) out.push_back(id);
        return out;
    }
};

}  // namespace

TEST(lane_shaping, what_is_too_much_waits_and_leaves_at_the_rate_in_order) {
    shaped_world w;
    w.use({w.rate("ten", 10, 1)});
    for (int i = 0; i < 21; ++i) w.add(shop);
    EXPECT_EQ(w.left.size(), 1u);
    EXPECT_EQ(w.queue.counters().aside.load(), 20u);
    EXPECT_EQ(w.queue.counters().queued.load(), 20u);
    w.run_until(start + 2s);
    ASSERT_EQ(w.left.size(), 21u);
    for (std::size_t i = 0; i < w.left.size(); ++i) {
        EXPECT_EQ(w.left[i].second, static_cast<std::int64_t>(i + 1));
        EXPECT_GE(w.left[i].first - start, i * 100ms) << i;
        EXPECT_LE(w.left[i].first - start, i * 100ms + 10ms) << i;
    }
    EXPECT_EQ(w.queue.counters().aside.load(), 0u);
}

TEST(lane_shaping, others_pass_those_that_wait) {
    shaped_world w;
    auto swiss = w.rate("swiss", 1, 1);
    swiss.prefixes = {"41"};
    w.use({swiss});
    for (int i = 0; i < 5; ++i) w.add(shop, "+41791234567");
    for (int i = 0; i < 5; ++i) w.add(shop, "+447700900123");
    EXPECT_EQ(w.ids(), (std::vector<std::int64_t>{1, 6, 7, 8, 9, 10}));
    w.run_until(start + 4s);
    EXPECT_EQ(w.ids(), (std::vector<std::int64_t>{1, 6, 7, 8, 9, 10, 2, 3, 4, 5}));
}

TEST(lane_shaping, a_higher_priority_takes_the_next_token_and_accounts_take_turns) {
    shaped_world w;
    w.use({w.rate("ten", 10, 1)});
    for (int i = 0; i < 10; ++i) w.add(shop);
    for (int i = 0; i < 3; ++i) w.add(bank);
    const auto code = w.add(bank, "+41791234567", 3);
    w.run_until(start + 700ms);
    const auto out = w.ids();
    ASSERT_GE(out.size(), 8u);
    EXPECT_EQ(out[1], code);
    EXPECT_EQ(std::count_if(out.begin(), out.begin() + 8, [](auto id) { return id > 10 && id < 14; }),
              3);  // of six, three were the bank's
}

TEST(lane_shaping, two_lanes_share_one_limit) {
    shaped_world a, b;
    auto one = a.rate("shared", 20, 2);
    a.counts.attach(one);
    const auto both = std::make_shared<const limits::table>(std::vector{one});
    a.shaping.use(both);
    b.shaping.use(both);
    for (int i = 0; i < 40; ++i) a.add(shop), b.add(shop);
    std::minstd_rand dice(7);  // which thread is the quicker
    for (wall_time t = start; t < start + 2s; t += 5ms) {
        const bool turn = dice() % 2 == 0;
        (turn ? a : b).run_until(t);
        (turn ? b : a).run_until(t);
    }
    EXPECT_LE(a.left.size() + b.left.size(), 42u);
    EXPECT_GE(a.left.size() + b.left.size(), 40u);
    EXPECT_GT(a.left.size(), 5u);
    EXPECT_GT(b.left.size(), 5u);
}

TEST(lane_shaping, a_lane_that_cannot_send_takes_no_tokens) {
    shaped_world w;
    w.use({w.rate("one", 1, 1)});
    w.add(shop);
    w.add(shop);
    w.room = 0;
    w.run_until(start + 10s);
    EXPECT_EQ(w.left.size(), 1u);
    w.counts.for_each(
        [&](const limits::limit_state& one) { EXPECT_EQ(one.one.there(limits::pace::of(1, 1s, 1), limits::instant(w.now)), 1); });
    w.room = 100;
    w.queue.ready();
    w.run_until(start + 10s + 200ms);
    EXPECT_EQ(w.left.size(), 2u);
}

TEST(lane_shaping, memory_is_bounded_and_the_content_of_the_others_is_loaded_when_they_are_called) {
    shaped_world w(64);
    w.use({w.rate("hundred", 100, 1)});
    for (int i = 0; i < 1'000; ++i) w.add(shop, "+41791234567", 0, 2);
    EXPECT_EQ(w.queue.counters().queued.load(), 999u);
    w.run_until(start + 11s);
    ASSERT_EQ(w.left.size(), 2'000u);  // parts
    for (std::size_t i = 0; i < w.left.size(); ++i) EXPECT_EQ(w.left[i].second, static_cast<std::int64_t>(i / 2 + 1));
}

TEST(lane_shaping, who_waits_can_be_cancelled_replaced_moved_and_expires) {
    shaped_world w;
    w.use({w.rate("slow", 1, 1)});
    for (int i = 0; i < 6; ++i) w.add(shop);
    w.cancel(2);
    auto next = std::make_shared<message>(*w.records.at(3).what);
    next->body = "another text";
    w.replace(3, next);
    w.queue.moved_away(*w.records.at(4).what);
    w.run_until(start + 4s);
    EXPECT_EQ(w.ids(), (std::vector<std::int64_t>{1, 3, 5, 6}));
    w.left.clear();
    w.add(shop);
    w.add(shop);
    w.run_until(start + 4s + 10ms);
    w.room = 0;
    w.settled.clear();
    w.run_until(start + 1h + 2s);
    EXPECT_EQ(w.queue.counters().queued.load(), 0u);
    EXPECT_FALSE(w.settled.empty());
    for (const auto& [id, e] : w.settled) EXPECT_EQ(e.kind, event_kind::expired) << id;
}

// It may be in the network already: a next content says nothing of that.
TEST(lane_shaping, who_waits_in_doubt_and_is_replaced_stays_flagged) {
    shaped_world w;
    w.use({w.rate("slow", 1, 1)});
    w.add(shop);
    const auto m = ranked(make(100), shop, 0);
    m->to = "+41791234567";
    record doubtful(m);
    doubtful.possible_duplicate = true;
    w.records.insert_or_assign(100, doubtful);
    w.queue.arrived(m, true);
    w.queue.pump(w.now);
    ASSERT_EQ(w.queue.counters().aside.load(), 1u);
    w.replace(100, std::make_shared<message>(*m));
    w.run_until(start + 3s);
    EXPECT_EQ(w.ids(), (std::vector<std::int64_t>{1, 100}));
    EXPECT_EQ(w.flagged, std::vector<std::int64_t>{100});
}

TEST(lane_shaping, a_change_of_limits_looks_at_all_anew) {
    shaped_world w(64);
    w.use({w.rate("slow", 1, 1)});
    for (int i = 0; i < 300; ++i) w.add(shop);
    EXPECT_EQ(w.left.size(), 1u);
    w.use({w.rate("slow", 1'000, 300)});
    w.run_until(start + 1s);
    ASSERT_EQ(w.left.size(), 300u);
    for (std::size_t i = 0; i < w.left.size(); ++i) EXPECT_EQ(w.left[i].second, static_cast<std::int64_t>(i + 1));
    w.use({});
    for (int i = 0; i < 10; ++i) w.add(shop);
    EXPECT_EQ(w.left.size(), 310u);
}

// Two ways back to the head of a line meet: the one that came first has it.
TEST(lane_shaping, who_is_claimed_no_more_stays_before_those_who_waited_behind_him) {
    shaped_world w;
    w.claim_the_second_of_four();
    w.use({});
    w.queue.retire("its settings change", w.now);
    ASSERT_EQ(w.only(2).kind, event_kind::deferred);
    w.queue.attach(&w);
    w.queue.pump(w.now);
    ASSERT_EQ(w.claims.size(), 1u);
    EXPECT_EQ(w.claims.back().first, (std::vector<message_id>{message_id{2}, message_id{3}, message_id{4}}));
}

TEST(lane_shaping, who_is_claimed_no_more_takes_the_next_token_before_who_is_called_meanwhile) {
    shaped_world w;
    w.claim_the_second_of_four();
    w.queue.retire("its settings change", w.now);
    ASSERT_EQ(w.only(2).kind, event_kind::deferred);
    w.queue.attach(&w);
    w.now += 1s;
    w.queue.tick(w.now);  // calls 3
    ASSERT_EQ(w.claims.size(), 1u);
    EXPECT_EQ(w.claims.back().first, std::vector<message_id>{message_id{2}});
}

TEST(lane_shaping, a_clock_that_is_set_back_a_day_makes_nobody_wait_longer) {
    shaped_world w;
    w.use({w.rate("ten", 10, 1)});
    for (int i = 0; i < 5; ++i) w.add(shop);
    w.now -= 24h;
    w.wake.reset();
    w.run_until(start - 24h + 600ms);
    EXPECT_EQ(w.ids(), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
}

TEST(lane_shaping, a_message_of_two_limits_waits_for_both) {
    shaped_world w;
    auto swiss = w.rate("swiss", 2, 1);
    swiss.prefixes = {"41"};
    w.use({w.rate("all", 10, 1), swiss});
    for (int i = 0; i < 4; ++i) w.add(shop, "+41791234567");
    for (int i = 0; i < 4; ++i) w.add(shop, "+447700900123");
    w.run_until(start + 3s);
    const auto out = w.ids();
    EXPECT_EQ(out.size(), 8u);
    std::vector<wall_time> of_swiss;
    for (const auto& [when, id] : w.left)
        if (id <= 4) of_swiss.push_back(when);
    ASSERT_EQ(of_swiss.size(), 4u);
    for (std::size_t i = 1; i < 4; ++i) EXPECT_GE(of_swiss[i] - of_swiss[i - 1], 490ms);
    for (std::size_t i = 1; i < w.left.size(); ++i) EXPECT_GE(w.left[i].first - w.left[i - 1].first, 99ms);
}

}  // namespace hermod::deliver::lane_shaping_test
