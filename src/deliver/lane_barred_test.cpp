// What may not be sent any more when its turn comes.
#include <set>

#include "deliver/lane_fixture.hpp"

namespace hermod::deliver {
namespace {

using std::chrono::seconds;

struct barring {
    std::shared_ptr<std::set<std::int64_t>> ids = std::make_shared<std::set<std::int64_t>>();
    lane_options options() const {
        lane_options out;
        out.barred = [all = ids](const message& m) {
            return all->contains(m.id.value) ? std::string("opted out") : std::string();
        };
        return out;
    }
};

TEST(lane_barred, what_waits_ends_as_refused_when_its_turn_comes) {
    barring no;
    waiting_world w(no.options());
    w.put(make(1));
    w.put(make(2, 3));
    w.put(make(3));
    no.ids->insert({1, 2});
    w.room = 10;
    w.queue.pump(w.now);
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 1u);
    EXPECT_EQ(w.sent[0].what->id.value, 3);
    for (const std::int64_t id : {1, 2}) {
        EXPECT_EQ(w.only(id).kind, event_kind::refused);
        EXPECT_EQ(w.only(id).detail, "opted out");
    }
    EXPECT_EQ(w.only(2).part, 0) << "the whole message";
}

TEST(lane_barred, a_scheduled_one_ends_at_its_time) {
    barring no;
    waiting_world w(no.options());
    auto m = make(1);
    m->not_before = start + seconds{60};
    w.put(m);
    no.ids->insert(1);
    w.room = 10;
    w.go_to(seconds{59});
    EXPECT_TRUE(w.settled.empty());
    w.go_to(seconds{61});
    EXPECT_EQ(w.only(1).kind, event_kind::refused);
    EXPECT_TRUE(w.sent.empty());
}

TEST(lane_barred, what_was_half_sent_is_sent_whole) {
    barring no;
    waiting_world w(no.options());
    w.put(make(1, 2));
    w.room = 10;
    w.queue.pump(w.now);
    w.answer_claims();
    ASSERT_EQ(w.sent.size(), 2u);
    no.ids->insert(1);
    w.queue.settled(w.sent[0].token, {.is = verdict::kind::sent});
    w.queue.settled(w.sent[1].token, {.is = verdict::kind::later});
    w.apply_settled();
    w.go_to(seconds{10});
    EXPECT_EQ(w.sent.size(), 3u);
    EXPECT_TRUE(w.settled.empty());
}

}  // namespace
}  // namespace hermod::deliver
