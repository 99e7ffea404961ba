#include "deliver/standing.hpp"

#include <gtest/gtest.h>

#include "deliver/board.hpp"

namespace hermod::deliver {
namespace {

using namespace std::chrono_literals;

constexpr connector_id here{7}, there{8};

struct stage {
    board all;
    connector_counters numbers;
    lane_counters queue;
    mono_time now{1h};
    health_options options{.errors = {.least = 4}};
    standing one{options, all.row(here)};

    stage() {
        all.show(here, numbers, queue);
        all.row(there);
    }
    bool look(bool bound, std::chrono::milliseconds later = 0ms) {
        now += later;
        return one.look(bound, &numbers, now);
    }
    route::connector_health seen() const { return all.of(here); }
};

store::notice ended(event_kind by, state now, std::uint32_t code = 0) {
    auto what = std::make_shared<message>();
    what->connector = here;
    store::notice out;
    out.what = what;
    out.happened.kind = by;
    out.happened.code = code;
    out.now = now;
    out.ended = true;
    return out;
}

}  // namespace

TEST(standing, at_the_start_a_connector_has_time_to_bind) {
    stage s;
    s.look(false);
    EXPECT_TRUE(s.seen().usable);
    EXPECT_FALSE(s.one.leaving());
    s.look(true, 2s);
    EXPECT_TRUE(s.seen().usable);
    EXPECT_EQ(s.seen().share, 1.0) << "nobody was ahead of it";
    stage late;
    late.look(false);
    EXPECT_TRUE(late.look(false, late.options.start_within));
    EXPECT_FALSE(late.seen().usable);
    EXPECT_TRUE(late.one.leaving());
    EXPECT_EQ(late.one.allowed(), 0u);
}

TEST(standing, one_that_loses_its_binds_gets_nothing_new_at_once_and_its_queue_leaves_soon) {
    stage s;
    s.look(true);
    EXPECT_TRUE(s.look(false, 1s));
    EXPECT_FALSE(s.seen().usable);
    EXPECT_FALSE(s.one.leaving());
    s.look(false, s.options.move_after);
    EXPECT_TRUE(s.one.leaving());
    EXPECT_EQ(s.one.why(), "no bind is up");
    EXPECT_TRUE(s.look(true, 1s));
    EXPECT_FALSE(s.one.leaving());
    EXPECT_EQ(s.one.allowed(), standing::no_limit);
}

TEST(standing, after_it_was_gone_its_share_grows_from_a_tenth_to_all) {
    stage s;
    s.look(true);
    s.look(false, 1s);
    s.look(true, 1s);
    EXPECT_NEAR(s.seen().share, 0.1, 0.02);
    s.look(true, s.options.slow_start / 2);
    EXPECT_NEAR(s.seen().share, 0.55, 0.03);
    s.look(true, s.options.slow_start / 2);
    EXPECT_EQ(s.seen().share, 1.0);
    s.look(true, 1h);
    EXPECT_EQ(s.seen().share, 1.0);
}

TEST(standing, errors_open_its_circuit_and_a_few_good_tries_close_it) {
    stage s;
    s.look(true);
    for (int i = 0; i < 4; ++i) s.one.tried({.is = verdict::kind::unsure});
    EXPECT_FALSE(s.seen().usable) << "told at once, not with the next look";
    EXPECT_TRUE(s.one.leaving());
    EXPECT_EQ(s.one.allowed(), 0u);
    s.look(true, s.options.errors.open_first);
    EXPECT_TRUE(s.seen().usable);
    EXPECT_FALSE(s.one.leaving());
    EXPECT_EQ(s.one.allowed(), s.options.errors.trials);
    EXPECT_NEAR(s.seen().share, 0.1, 0.01);
    for (std::uint32_t i = 0; i < s.options.errors.trials; ++i) s.one.tried({.is = verdict::kind::sent});
    EXPECT_EQ(s.one.allowed(), standing::no_limit);
}

TEST(standing, throttling_and_what_is_wrong_with_a_message_are_no_errors_of_the_connector) {
    stage s;
    s.look(true);
    for (int i = 0; i < 100; ++i) {
        s.one.tried({.is = verdict::kind::later, .throttled = true});
        s.one.tried({.is = verdict::kind::refused, .code = 11});
        s.one.tried({.is = verdict::kind::unsent});
    }
    for (int i = 0; i < 100; ++i) s.one.tried({.is = verdict::kind::refused, .elsewhere = true});
    EXPECT_TRUE(s.seen().usable) << "of what it will not have from one sender others must not suffer";
}

TEST(standing, a_paused_queue_stands_still_and_a_drained_one_leaves) {
    stage s;
    s.look(true);
    s.one.order(queue_order::paused);
    EXPECT_FALSE(s.seen().usable);
    EXPECT_FALSE(s.one.leaving());
    EXPECT_EQ(s.one.allowed(), 0u);
    s.one.order(queue_order::draining);
    EXPECT_FALSE(s.seen().usable);
    EXPECT_TRUE(s.one.leaving());
    EXPECT_EQ(s.one.allowed(), standing::no_limit) << "what has no other way leaves by it";
    s.one.order(queue_order::open);
    EXPECT_TRUE(s.seen().usable);
}

TEST(standing, a_queue_whose_connector_is_configured_no_more_leaves_at_once) {
    stage s;
    s.one.look(false, nullptr, s.now);
    EXPECT_TRUE(s.one.leaving());
    EXPECT_FALSE(s.one.usable());
}

TEST(board, tells_the_load_with_what_waits_for_a_place) {
    stage s;
    s.numbers.window_size = 100;
    s.numbers.window_used = 30;
    EXPECT_EQ(s.seen().load, 300u);
    s.numbers.window_used = 100;
    s.queue.queued = 400;
    EXPECT_EQ(s.seen().load, 5'000u);
}

TEST(board, tells_quality_once_enough_messages_have_ended_and_forgets_slowly) {
    stage s;
    s.look(true);
    const auto well = ended(event_kind::receipt, state::delivered), ill = ended(event_kind::receipt, state::undelivered);
    std::vector<store::notice> changes;
    for (int i = 0; i < 19; ++i) changes.push_back(well);
    s.all.committed(changes);
    s.look(true, 100ms);
    EXPECT_FALSE(s.seen().delivered);
    changes.assign(11, ill);
    s.all.committed(changes);
    s.look(true, 100ms);
    ASSERT_TRUE(s.seen().delivered);
    EXPECT_NEAR(*s.seen().delivered, 633, 5);
    s.look(true, 1h);
    EXPECT_FALSE(s.seen().delivered) << "nobody knows how it is now";
}

TEST(board, what_ended_by_our_own_rules_says_nothing_of_a_connector) {
    stage s;
    s.look(true);
    std::vector<store::notice> changes(50, ended(event_kind::expired, state::expired));
    changes.insert(changes.end(), 50, ended(event_kind::refused, state::rejected));
    s.all.committed(changes);
    s.look(true, 100ms);
    EXPECT_FALSE(s.seen().delivered);
    changes.assign(50, ended(event_kind::refused, state::rejected, 0x45));
    s.all.committed(changes);
    s.look(true, 100ms);
    ASSERT_TRUE(s.seen().delivered);
    EXPECT_EQ(*s.seen().delivered, 0u);
}

TEST(board, tells_the_latency_of_the_last_submits) {
    stage s;
    s.look(true);
    EXPECT_FALSE(s.seen().latency_ms);
    s.numbers.round_trips[3] = 10;
    s.numbers.round_trip_micros = 10 * 8'000;
    s.look(true, 100ms);
    ASSERT_TRUE(s.seen().latency_ms);
    EXPECT_EQ(*s.seen().latency_ms, 8u);
}

TEST(board, one_that_is_not_configured_is_not_usable) {
    stage s;
    EXPECT_FALSE(s.all.of(there).usable);
    EXPECT_FALSE(s.all.of(connector_id{99}).usable);
    EXPECT_FALSE(s.all.any_but(here));
    EXPECT_TRUE(s.all.any_but(there));
}

}  // namespace hermod::deliver
