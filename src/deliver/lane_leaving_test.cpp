#include "deliver/town_fixture.hpp"
#include "limits/book.hpp"

namespace hermod::deliver {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<message> to(const town& of, int house, std::int64_t id, std::uint8_t parts = 1) {
    auto m = std::make_shared<message>();
    m->id = message_id{id};
    m->connector = of.all[static_cast<std::size_t>(house - 1)]->id;
    m->parts = parts;
    m->receipt = false;
    m->accepted_at = of.now;
    m->expires_at = of.now + 1h;
    m->body = "text";
    return m;
}

std::uint64_t queued(town& of, std::uint32_t house) { return of.at(house).queue.counters().queued.load(); }

}  // namespace

TEST(lane_leaving, what_waits_for_a_dead_connector_is_with_another_within_a_second_shelf_and_all) {
    town t(1);
    t.at(1).up = false;
    t.tick(6s);  // it had its time to bind
    t.at(2).up = t.at(3).up = false;
    t.tick(1s);
    for (int i = 1; i <= 1'200; ++i) t.put(to(t, 1, i));
    t.settle_down();
    EXPECT_EQ(queued(t, 1), 1'200u);
    t.revive(t.at(2));
    for (int i = 0; i < 10; ++i) {
        t.tick(100ms);
        t.settle_down();
    }
    EXPECT_EQ(queued(t, 1), 0u);
    EXPECT_EQ(queued(t, 2) + t.at(2).on_wire.size(), 1'200u);
    EXPECT_EQ(t.records.at(5).events.front().kind, event_kind::moved);
    EXPECT_EQ(t.records.at(5).events.front().detail, "c1: no bind is up");
    EXPECT_EQ(t.at(1).queue.counters().moved_away.load(), 1'200u);
    EXPECT_EQ(t.at(2).queue.counters().moved_here.load(), 1'200u);
}

TEST(lane_leaving, stays_while_no_other_is_usable_and_goes_when_one_is) {
    town t(1);
    t.kill(t.at(1));
    t.kill(t.at(2));
    t.kill(t.at(3));
    t.tick(6s);
    t.put(to(t, 1, 1));
    t.settle_down();
    t.tick(2s);
    t.settle_down();
    EXPECT_EQ(queued(t, 1), 1u);
    EXPECT_EQ(t.records.at(1).what->moves, 0);
    t.revive(t.at(3));
    t.pass(200ms);
    EXPECT_EQ(t.at(3).on_wire.size(), 1u);
}

TEST(lane_leaving, what_may_be_on_the_wire_is_not_moved_and_what_came_back_goes_flagged_as_it_was) {
    town t(1);
    for (int i = 1; i <= 4; ++i) t.put(to(t, 1, i));
    t.settle_down();
    ASSERT_EQ(t.at(1).on_wire.size(), 4u);
    t.at(1).up = false;
    t.pass(1s);
    EXPECT_EQ(t.records.at(1).what->moves, 0) << "nobody knows yet what became of it";
    t.answer(t.at(1), 0, {.is = verdict::kind::unsure});
    t.answer(t.at(1), 0, {.is = verdict::kind::unsent});
    t.pass(400ms);
    ASSERT_EQ(t.at(2).on_wire.size(), 2u);
    for (const outbound& part : t.at(2).on_wire) EXPECT_EQ(part.possible_duplicate, part.what->id.value == 1) << part.what->id.value;
}

TEST(lane_leaving, a_message_of_which_a_part_was_sent_stays) {
    town t(1);
    t.put(to(t, 1, 1, 3));
    t.settle_down();
    ASSERT_EQ(t.at(1).on_wire.size(), 3u);
    t.answer(t.at(1), 0, {.is = verdict::kind::sent});
    t.at(1).up = false;
    t.answer(t.at(1), 0, {.is = verdict::kind::unsent});
    t.answer(t.at(1), 0, {.is = verdict::kind::unsure});
    t.tick(2s);
    t.settle_down();
    t.tick(2s);
    t.settle_down();
    EXPECT_EQ(t.records.at(1).what->connector.value, t.at(1).id.value);
    t.revive(t.at(1));
    t.tick(1s);
    t.settle_down();
    EXPECT_EQ(t.at(1).on_wire.size(), 2u);
}

TEST(lane_leaving, one_whose_tries_are_put_off_leaves_too_and_as_a_whole) {
    town t(1);
    t.put(to(t, 1, 1, 2));
    t.settle_down();
    t.answer(t.at(1), 0, {.is = verdict::kind::later, .after = 10min});
    t.answer(t.at(1), 0, {.is = verdict::kind::later, .after = 20min});
    t.at(1).up = false;
    t.pass(1s);
    EXPECT_EQ(t.at(1).queue.counters().delayed.load(), 0u);
    ASSERT_EQ(t.at(2).on_wire.size(), 2u);
    EXPECT_EQ(t.at(2).on_wire[0].part + t.at(2).on_wire[1].part, 3);
}

TEST(lane_leaving, a_paused_queue_keeps_what_it_has_and_gives_back_what_is_claimed) {
    town t(1);
    for (int i = 1; i <= 8; ++i) t.put(to(t, 1, i));
    t.settle_down();
    t.at(1).health.order(queue_order::paused);
    t.tick(1s);
    t.settle_down();
    EXPECT_EQ(queued(t, 1), 4u);
    EXPECT_FALSE(t.records.at(8).claimed);
    while (!t.at(1).on_wire.empty()) t.answer(t.at(1), 0, {.is = verdict::kind::sent});
    t.tick(1s);
    t.settle_down();
    EXPECT_TRUE(t.at(1).on_wire.empty());
    EXPECT_EQ(queued(t, 1), 4u);
    t.at(1).health.order(queue_order::open);
    t.tick(1s);
    t.settle_down();
    EXPECT_EQ(t.at(1).on_wire.size(), 4u);
    EXPECT_FALSE(t.at(1).on_wire[0].possible_duplicate);
}

TEST(lane_leaving, a_drained_queue_goes_elsewhere_while_its_connector_is_well) {
    town t(1);
    for (int i = 1; i <= 100; ++i) t.put(to(t, 1, i));
    t.settle_down();
    t.at(1).health.order(queue_order::draining);
    t.tick(100ms);
    t.settle_down();
    EXPECT_LE(queued(t, 1), 4u) << "but for what it had claimed";
    EXPECT_GE(t.at(1).queue.counters().moved_away.load(), 92u);
    EXPECT_EQ(t.at(1).on_wire.size(), 4u);
}

TEST(lane_leaving, a_queue_that_is_drained_gives_away_before_it_claims) {
    town t(1);
    t.at(1).health.order(queue_order::paused);
    for (int i = 1; i <= 8; ++i) t.put(to(t, 1, i));
    t.settle_down();
    ASSERT_EQ(queued(t, 1), 8u) << "two windows, that a claim would take whole";
    t.at(1).health.order(queue_order::draining);
    t.tick(100ms);
    t.settle_down();
    EXPECT_EQ(t.at(1).queue.counters().moved_away.load(), 8u);
    EXPECT_TRUE(t.at(1).on_wire.empty());
}

TEST(lane_leaving, is_moved_at_most_so_many_times) {
    town t(1);
    t.put(to(t, 1, 1));
    t.settle_down();
    for (int round = 0; round < 40; ++round) {
        house& has = t.of(t.records.at(1).what->connector);
        has.up = false;
        while (!has.on_wire.empty()) t.answer(has, 0, {.is = verdict::kind::unsent});
        t.tick(1s);
        t.settle_down();
        t.tick(1s);
        t.settle_down();
        for (auto& h : t.all) t.revive(*h);
        t.tick(100ms);
        t.settle_down();
    }
    EXPECT_EQ(t.records.at(1).what->moves, lane_options{}.most_moves);
    house& last = t.of(t.records.at(1).what->connector);
    ASSERT_EQ(last.on_wire.size(), 1u) << "it waits for the one that it has come to";
    EXPECT_FALSE(last.on_wire[0].possible_duplicate);
}

TEST(lane_turned_away, what_one_network_will_not_have_goes_to_the_next_and_never_back) {
    town t(1);
    t.put(to(t, 1, 1));
    t.settle_down();
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10, .detail = "ESME_RINVSRCADR"});
    t.settle_down();
    ASSERT_EQ(t.at(2).on_wire.size(), 1u);
    EXPECT_EQ(t.records.at(1).events.back().detail, "refused by c1: ESME_RINVSRCADR");
    t.answer(t.at(2), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    ASSERT_EQ(t.at(3).on_wire.size(), 1u);
    t.answer(t.at(3), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10, .detail = "ESME_RINVSRCADR"});
    t.settle_down();
    EXPECT_EQ(t.records.at(1).now, state::rejected);
    EXPECT_EQ(t.records.at(1).events.back().code, 10u);
}

TEST(lane_turned_away, waits_for_the_next_while_that_is_gone) {
    town t(1);
    t.kill(t.at(2));
    t.kill(t.at(3));
    t.tick(1s);
    t.put(to(t, 1, 1));
    t.settle_down();
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    EXPECT_EQ(t.records.at(1).now, state::queued);
    EXPECT_EQ(t.at(1).queue.counters().delayed.load(), 1u);
    t.revive(t.at(2));
    t.tick(1s);
    t.settle_down();
    ASSERT_EQ(t.at(1).on_wire.size(), 1u);
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    EXPECT_EQ(t.at(2).on_wire.size(), 1u);
}

TEST(lane_turned_away, all_parts_go_together_or_none) {
    town t(1);
    t.put(to(t, 1, 1, 3));
    t.put(to(t, 1, 2, 2));
    t.settle_down();
    ASSERT_EQ(t.at(1).on_wire.size(), 4u);
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    EXPECT_TRUE(t.at(2).on_wire.empty()) << "two parts are still under way";
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    EXPECT_EQ(t.at(2).on_wire.size(), 3u);
    t.answer(t.at(1), 0, {.is = verdict::kind::sent});
    t.settle_down();
    ASSERT_EQ(t.at(1).on_wire.size(), 1u);
    t.answer(t.at(1), 0, {.is = verdict::kind::refused, .elsewhere = true, .code = 10});
    t.settle_down();
    EXPECT_EQ(static_cast<state>(t.records.at(2).part_states[1]), state::rejected) << "its other part was taken here";
    EXPECT_EQ(t.records.at(2).what->moves, 0);
}

TEST(lane_errand, moves_all_that_waits_to_one_connector_with_what_is_scheduled_if_asked) {
    town t(1);
    for (auto& h : t.all) t.kill(*h);
    t.tick(1s);
    for (int i = 1; i <= 30; ++i) t.put(to(t, 1, i));
    for (int i = 31; i <= 40; ++i) {
        auto m = to(t, 1, i);
        m->not_before = t.now + 10min;
        t.put(m);
    }
    t.settle_down();
    std::vector<errand_result> results;
    const auto heard = [&](errand_result r) { results.push_back(r); };
    t.at(1).queue.run({.what = errand::kind::move, .to = t.at(3).id, .why = "by hand", .then = heard});
    t.settle_down();
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].done, 30u);
    EXPECT_EQ(queued(t, 3), 30u);
    EXPECT_EQ(t.at(1).queue.counters().scheduled.load(), 10u);
    t.at(1).queue.run({.what = errand::kind::move, .to = t.at(3).id, .scheduled = true, .why = "by hand", .then = heard});
    t.settle_down();
    ASSERT_EQ(results.size(), 2u);
    EXPECT_EQ(results[1].done, 10u);
    EXPECT_EQ(t.at(1).queue.counters().scheduled.load(), 0u);
    EXPECT_EQ(t.at(3).queue.counters().scheduled.load(), 10u);
}

// Of several accounts with much to say one is always being claimed while another is being loaded.
TEST(lane_errand, is_not_put_off_by_a_queue_that_is_busy) {
    town t(1);
    house& busy = t.at(1);
    busy.size = 3;
    for (int i = 1; i <= 400; ++i) {
        auto m = to(t, 1, i);
        m->account = account_id{1 + static_cast<std::uint32_t>(i) % 6};
        t.put(m);
    }
    t.settle_down();
    std::vector<errand_result> results;
    const auto answer_one = [&] {
        if (!busy.on_wire.empty()) t.answer(busy, 0, {.is = verdict::kind::sent});
        t.store_step();
        t.letter_step(busy);
    };
    for (int i = 0; i < 20; ++i) answer_one();
    busy.queue.run({.what = errand::kind::move, .to = t.at(3).id, .why = "by hand", .then = [&](errand_result r) { results.push_back(r); }});
    for (int i = 0; i < 2'000 && results.empty(); ++i) answer_one();
    ASSERT_EQ(results.size(), 1u);
    EXPECT_GE(results[0].done, 350u);
}

namespace {

// One that lets one message a minute through, at once, and has the others wait.
struct slow_limit {
    explicit slow_limit(wall_time now) : counts([now] { return now; }, {1'000, 1'000}) {
        std::vector<limits::limit> all(1);
        all[0].name = "slow";
        all[0].by = limits::pace::of(1, 60s, 1);
        all[0].waits = true;
        counts.attach(all[0]);
        shaping.use(std::make_shared<const limits::table>(std::move(all)));
    }
    limits::book counts;
    limits::shaping shaping;
};

}  // namespace

TEST(lane_leaving, what_waits_for_a_limit_leaves_a_dead_connector_as_the_others_do) {
    slow_limit limit(from_micros(1'795'446'000'000'000));
    town t(1, {.active = 8, .shaping = &limit.shaping});
    for (int i = 1; i <= 20; ++i) t.put(to(t, 1, i));
    t.settle_down();
    ASSERT_EQ(t.at(1).queue.counters().aside.load(), 19u);
    t.kill(t.at(1));
    t.pass(1s);
    EXPECT_EQ(queued(t, 1), 0u);
    for (int i = 2; i <= 20; ++i) EXPECT_NE(t.records.at(i).what->connector, t.at(1).id) << i;
}

TEST(lane_errand, purging_ends_what_waits_for_a_limit) {
    slow_limit limit(from_micros(1'795'446'000'000'000));
    town t(1, {.active = 8, .shaping = &limit.shaping});
    for (int i = 1; i <= 20; ++i) t.put(to(t, 1, i));
    t.settle_down();
    std::optional<errand_result> result;
    t.at(1).queue.run({.what = errand::kind::purge, .why = "purged", .then = [&](errand_result r) { result = r; }});
    t.settle_down();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->done, 19u);
    for (int i = 2; i <= 20; ++i) EXPECT_EQ(t.records.at(i).now, state::rejected) << i;
}

TEST(lane_errand, purging_ends_all_that_waits_and_nothing_that_may_be_on_the_wire) {
    town t(1);
    for (int i = 1; i <= 50; ++i) t.put(to(t, 1, i, i % 3 == 0 ? 2 : 1));
    t.settle_down();
    const std::size_t under_way = t.at(1).on_wire.size();
    ASSERT_GT(under_way, 0u);
    std::optional<errand_result> result;
    t.at(1).queue.run({.what = errand::kind::purge, .why = "purged", .then = [&](errand_result r) { result = r; }});
    t.settle_down();
    ASSERT_TRUE(result);
    while (!t.at(1).on_wire.empty()) t.answer(t.at(1), 0, {.is = verdict::kind::sent});
    t.settle_down();
    while (!t.at(1).on_wire.empty()) t.answer(t.at(1), 0, {.is = verdict::kind::sent});
    t.settle_down();
    std::size_t rejected = 0, sent = 0;
    for (const auto& [id, r] : t.records) {
        rejected += r.now == state::rejected;
        sent += r.now == state::submitted;
    }
    EXPECT_EQ(rejected, result->done);
    EXPECT_EQ(rejected + sent, 50u);
    EXPECT_EQ(queued(t, 1), 0u);
    EXPECT_EQ(t.records.at(50).events.back().detail, "purged");
}

TEST(lane_errand, is_refused_while_stopping_and_answered_when_the_lane_stops) {
    town t(1);
    t.kill(t.at(1));
    t.put(to(t, 1, 1));
    t.settle_down();
    int refused = 0, heard = 0;
    const auto then = [&](errand_result r) {
        ++heard;
        refused += r.refused;
    };
    t.at(1).queue.run({.what = errand::kind::move, .to = t.at(2).id, .then = then});
    t.at(1).queue.run({.what = errand::kind::purge, .then = then});
    t.at(1).queue.stop(t.now);
    t.at(1).queue.run({.what = errand::kind::purge, .then = then});
    EXPECT_EQ(heard, 3);
    EXPECT_EQ(refused, 2);
}

// Everything at once, in any order: no message is lost, none is in two lanes, none goes twice but those of whose first try nobody
// knows, and these are flagged; what has a part somewhere stays there.
TEST(lane_town, no_message_is_ever_in_two_lanes_or_in_none) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        town t(seed);
        std::int64_t last = 0;
        const auto any_house = [&]() -> house& { return t.at(1 + t.roll(town::houses)); };
        for (int step = 0; step < 1'500; ++step) {
            house& h = any_house();
            switch (t.roll(24)) {
                case 0:
                case 1: {
                    auto m = to(t, static_cast<int>(1 + t.roll(town::houses)), ++last, static_cast<std::uint8_t>(t.roll(4) ? 1 : 1 + t.roll(3)));
                    m->account = account_id{t.roll(3)};
                    if (t.roll(8) == 0) m->not_before = t.now + std::chrono::seconds{t.roll(5)};
                    t.put(m);
                    break;
                }
                case 2: if (t.roll(4) == 0) t.kill(h); break;
                case 3: t.revive(h); break;
                case 4: if (last && t.roll(3) == 0) t.store.push_back([&t, id = 1 + t.roll(static_cast<unsigned>(last))] { if (t.records.contains(id)) t.cancel(id); }); break;
                case 5: if (last && t.roll(3) == 0) t.store.push_back([&t, id = 1 + t.roll(static_cast<unsigned>(last))] { if (t.records.contains(id)) t.replace(id, std::chrono::seconds{t.roll(3)}); }); break;
                case 6: t.tick(town::ms{t.roll(400)}); break;
                case 7: h.health.order(t.roll(3) ? queue_order::open : t.roll(2) ? queue_order::paused : queue_order::draining); break;
                case 8:
                    if (t.roll(6) == 0) {
                        const house& other = any_house();
                        if (other.id != h.id) h.queue.run({.what = errand::kind::move, .to = other.id, .scheduled = t.roll(2) == 0});
                    }
                    break;
                case 9: case 10: case 11: case 12:
                    if (!h.on_wire.empty()) {
                        verdict v{.is = verdict::kind::sent};
                        switch (t.roll(12)) {
                            case 0: v = {.is = verdict::kind::refused, .elsewhere = true, .code = 10}; break;
                            case 1: v = {.is = verdict::kind::later, .code = 8}; break;
                            case 2: v = {.is = verdict::kind::later, .throttled = true}; break;
                            case 3: v = {.is = verdict::kind::unsent}; break;
                            default: break;
                        }
                        t.answer(h, t.roll(static_cast<unsigned>(h.on_wire.size())), v);
                    }
                    break;
                case 13: case 14: case 15: case 16: case 17: t.store_step(); break;
                default: t.letter_step(h); break;
            }
        }
        for (auto& h : t.all) {
            h->health.order(queue_order::open);
            t.revive(*h);
        }
        for (int round = 0; round < 200; ++round) {
            t.settle_down();
            for (auto& h : t.all)
                while (!h->on_wire.empty()) t.answer(*h, 0, {.is = verdict::kind::sent});
            t.tick(500ms);
        }
        t.settle_down();
        for (const auto& [id, r] : t.records) EXPECT_TRUE(r.closed()) << id << " is in no lane: " << to_text(r.now);
        for (auto& h : t.all) {
            const auto& c = h->queue.counters();
            EXPECT_EQ(c.queued.load() + c.delayed.load() + c.in_flight.load() + c.scheduled.load(), 0u);
        }
        std::map<std::int64_t, std::set<std::uint32_t>> networks;
        for (auto at = t.taken.begin(); at != t.taken.end();) {
            const auto [first, end] = t.taken.equal_range(at->first);
            std::size_t unflagged = 0;
            for (auto one = first; one != end; ++one) {
                unflagged += !one->second.second;
                networks[std::get<0>(one->first)].insert(one->second.first.value);
            }
            for (auto [m, m_end] = t.maybe.equal_range(at->first); m != m_end; ++m) unflagged += !m->second;
            EXPECT_LE(unflagged, 1u) << "message " << std::get<0>(at->first) << " went twice, unflagged";
            EXPECT_EQ(std::distance(first, end), 1) << "message " << std::get<0>(at->first) << " was taken twice for sure";
            at = end;
        }
        for (const auto& [id, by] : networks) EXPECT_EQ(by.size(), 1u) << "parts of " << id << " are on two networks";
        if (HasFailure()) break;  // its seed is told
    }
}

}  // namespace hermod::deliver
