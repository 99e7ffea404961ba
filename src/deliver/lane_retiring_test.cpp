#include "deliver/lane_fixture.hpp"

namespace hermod::deliver {
namespace {

verdict sent() {
    verdict out;
    out.is = verdict::kind::sent;
    out.detail = "id";
    return out;
}

}  // namespace

TEST(lane_retiring, what_is_claimed_and_unsent_goes_back_and_nothing_more_is_claimed) {
    world w;
    w.room = 1;
    w.enqueue(make(1));
    w.claim_done();
    w.enqueue(make(2));
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 1u);
    w.queue.retire("its settings change", w.now);
    EXPECT_EQ(w.only(2).kind, event_kind::deferred);
    EXPECT_EQ(w.only(2).outcome, state::queued);
    EXPECT_EQ(w.only(2).detail, "its settings change");
    EXPECT_FALSE(w.queue.drained()) << "1 is on the wire";
    const auto claimed = w.claims.size();
    w.room = 5;
    w.enqueue(make(3));
    w.queue.settled(w.sent[0].token, sent());
    EXPECT_TRUE(w.queue.drained());
    w.queue.detach(w.now);
    w.queue.tick(w.now);
    EXPECT_EQ(w.claims.size(), claimed);
    EXPECT_EQ(w.sent.size(), 1u);

    world other;
    other.room = 5;
    w.queue.attach(&other);
    w.queue.pump(w.now);
    ASSERT_EQ(w.claims.size(), claimed + 1);
    EXPECT_EQ(w.claims.back().first, (std::vector<message_id>{message_id{2}, message_id{3}})) << "in the order in which they came";
    w.claim_done();
    EXPECT_EQ(other.sent.size(), 2u);
    EXPECT_EQ(w.sent.size(), 1u);
}

// Each time behind fewer of those that stood behind it, it would be overtaken by all that were claimed between.
TEST(lane_retiring, one_that_is_claimed_and_given_back_again_keeps_its_place) {
    world w;
    const auto claim_and_give_back = [&](std::size_t window) {
        w.queue.attach(&w);
        w.size = window;
        w.room = 1;
        w.queue.pump(w.now);
        w.room = 0;
        w.claim_done();
        w.queue.retire("its settings change", w.now);
    };
    w.queue.enqueue(make(1, 2));
    w.queue.enqueue(make(2, 2));
    const std::vector<message_id> both{message_id{1}, message_id{2}};
    claim_and_give_back(10);
    ASSERT_EQ(w.claims.back().first, both);
    claim_and_give_back(1);
    ASSERT_EQ(w.claims.back().first, std::vector<message_id>{message_id{1}});
    claim_and_give_back(10);
    EXPECT_EQ(w.claims.back().first, both);
}

TEST(lane_retiring, a_claim_that_is_on_its_way_is_given_back_when_it_comes) {
    world w;
    w.room = 1;
    w.enqueue(make(1));
    w.queue.retire("why", w.now);
    EXPECT_FALSE(w.queue.drained());
    w.claim_done();
    EXPECT_TRUE(w.sent.empty());
    EXPECT_EQ(w.only(1).kind, event_kind::deferred);
    EXPECT_TRUE(w.queue.drained());
    EXPECT_EQ(w.queue.counters().queued.load(), 1u);
}

TEST(lane_retiring, a_message_of_which_a_part_has_left_is_sent_to_its_end) {
    world w;
    w.room = 1;
    w.enqueue(make(1, 3));
    w.claim_done();
    ASSERT_EQ(w.sent.size(), 1u);
    w.queue.retire("why", w.now);
    w.queue.settled(w.sent[0].token, sent());
    EXPECT_FALSE(w.queue.drained()) << "two parts wait for their turn";
    w.room = 2;
    w.queue.tick(w.now);
    ASSERT_EQ(w.sent.size(), 3u);
    w.queue.settled(w.sent[1].token, sent());
    w.queue.settled(w.sent[2].token, sent());
    EXPECT_TRUE(w.queue.drained());
    EXPECT_EQ(w.settled.count(1), 3u) << "none was put off";
}

TEST(lane_retiring, what_could_not_be_sent_in_time_is_gone_on_with_by_the_next) {
    world w;
    w.room = 1;
    w.enqueue(make(1, 3));
    w.claim_done();
    w.queue.retire("why", w.now);
    w.queue.detach(w.now);
    EXPECT_EQ(w.queue.counters().queued.load(), 1u);
    w.queue.settled(w.sent[0].token, sent());  // the goodbye still brings its answer
    world other;
    other.room = 5;
    w.queue.attach(&other);
    w.queue.pump(w.now);
    w.claim_done();
    ASSERT_EQ(other.sent.size(), 2u);
    EXPECT_EQ(other.sent[0].part, 2);
    EXPECT_EQ(other.sent[1].part, 3);
}

}  // namespace hermod::deliver
