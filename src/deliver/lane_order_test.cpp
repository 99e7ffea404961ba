// An account's messages of one priority leave in the order in which they came, whatever becomes of their connectors meanwhile.
#include <gmock/gmock.h>

#include "deliver/town_fixture.hpp"

namespace hermod::deliver {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<message> to(const town& of, std::uint32_t house, std::int64_t id) {
    auto m = std::make_shared<message>();
    m->id = message_id{id};
    m->connector = of.all[house - 1]->id;
    m->receipt = false;
    m->accepted_at = of.now;
    m->expires_at = of.now + 1h;
    m->body = "text";
    return m;
}

std::vector<std::int64_t> from_one_to(std::int64_t last) {
    std::vector<std::int64_t> out;
    for (std::int64_t id = 1; id <= last; ++id) out.push_back(id);
    return out;
}

// All that is sent is taken, until nothing more comes.
void take_all(town& t) {
    for (int quiet = 0; quiet < 50; ++quiet) {
        t.settle_down();
        for (auto& h : t.all)
            for (; !h->on_wire.empty(); quiet = 0) t.answer(*h, 0, {.is = verdict::kind::sent});
        t.tick(100ms);
    }
}

}  // namespace

TEST(lane_order, who_comes_while_a_shelf_looks_for_another_way_in_vain_stands_behind_it) {
    for (const int before : {3, 8, 20}) {
        SCOPED_TRACE(before);
        town t(1, {.active = 8, .most_moves = 0});
        t.kill(t.at(1));
        t.pass(6s);
        for (int i = 1; i <= before; ++i) t.put(to(t, 1, i));
        t.pass(500ms);
        for (int i = 1; i <= before / 2; ++i) t.cancel(i);  // there is room again
        t.pass(1s);
        for (int i = before + 1; i <= before + 8; ++i) t.put(to(t, 1, i));
        t.settle_down();
        t.revive(t.at(1));
        take_all(t);
        auto expected = from_one_to(before + 8);
        expected.erase(expected.begin(), expected.begin() + before / 2);
        EXPECT_EQ(t.tries, expected);
    }
}

TEST(lane_order, what_is_led_out_a_second_time_keeps_it) {
    town t(1, {.active = 100});
    for (auto& h : t.all) h->size = 1;
    t.kill(t.at(1));
    t.kill(t.at(3));
    t.pass(6s);
    for (int i = 1; i <= 8; ++i) t.put(to(t, 1, i));
    t.pass(500ms);
    ASSERT_EQ(t.at(2).queue.counters().moved_here.load(), 8u);
    t.revive(t.at(3));
    t.pass(100ms);
    t.kill(t.at(2));
    t.pass(1s);
    ASSERT_GE(t.at(3).queue.counters().moved_here.load(), 7u);
    take_all(t);
    EXPECT_EQ(t.tries, from_one_to(8));
}

TEST(lane_order, what_is_being_claimed_when_others_are_given_back_does_not_leave_before_them) {
    town t(1);
    house& h = t.at(1);
    h.size = 2;
    for (int i = 1; i <= 6; ++i) t.put(to(t, 1, i));
    t.settle_down();
    t.answer(h, 0, {.is = verdict::kind::sent});  // 2 and 3 are on the wire, 4 is claimed, 5 is being claimed
    for (const queue_order now : {queue_order::paused, queue_order::open}) {
        h.health.order(now);
        h.queue.pump(t.now);
    }
    take_all(t);
    EXPECT_EQ(t.tries, from_one_to(6));
}

// Those that went the same way, from connector to connector. A drained queue still sends what it had claimed, while the others go
// elsewhere: there only those are held against each other that stay.
TEST(lane_town, an_accounts_messages_are_tried_in_their_order_whatever_dies) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        town t(seed, {.active = 4 + seed % 8, .retry_first = 200ms, .most_moves = static_cast<std::uint8_t>(seed % 3)});
        const bool drains = seed % 2 == 0;
        std::map<std::int64_t, std::uint32_t> accounts;
        const auto any_house = [&]() -> house& { return t.at(1 + t.roll(town::houses)); };
        for (int step = 0; step < 1'500; ++step) {
            house& h = any_house();
            switch (t.roll(20)) {
                case 0: case 1: case 2:
                    for (unsigned n = t.roll(6) ? 1 : 10; n; --n) {
                        const auto id = static_cast<std::int64_t>(accounts.size() + 1);
                        auto m = to(t, 1 + t.roll(town::houses), id);
                        m->account = account_id{accounts[id] = t.roll(2)};
                        t.put(m);
                    }
                    break;
                case 3: if (t.roll(4) == 0) t.kill(h); break;
                case 4: if (t.roll(2) == 0) t.revive(h); break;
                case 5: t.tick(town::ms{t.roll(400)}); break;
                case 6: h.health.order(t.roll(3) ? queue_order::open : t.roll(2) && drains ? queue_order::draining : queue_order::paused); break;
                case 7: case 8: case 9:
                    if (!h.on_wire.empty()) t.answer(h, 0, t.roll(8) ? verdict{.is = verdict::kind::sent} : verdict{.is = verdict::kind::unsent});
                    break;
                case 10: case 11: case 12: case 13: t.store_step(); break;
                default: t.letter_step(h); break;
            }
        }
        for (auto& h : t.all) {
            h->health.order(queue_order::open);
            t.revive(*h);
        }
        take_all(t);
        ASSERT_EQ(t.tries.size(), accounts.size());
        std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::int64_t> last;
        for (const std::int64_t id : t.tries) {
            if (drains && t.paths[id].size() > 1) continue;
            std::int64_t& before = last[{accounts[id], t.paths[id]}];
            EXPECT_LT(before, id) << "was accepted later, and was tried before";
            before = id;
        }
        if (testing::Test::HasFailure()) break;  // its seed is told
    }
}

}  // namespace hermod::deliver
