// What waits again: windows that close over a queue, and clocks that are set.
#include "deliver/lane_fixture.hpp"
#include "net/believed_clock.hpp"

namespace hermod::deliver {
namespace {

using namespace std::chrono_literals;

// A window for even or odd ids that is closed until `opens`.
struct windows {
    wall_time opens = start;
    bool only_odd = false;
    lane_options options() {
        lane_options out;
        out.may_go = [this](const message& m, wall_time now) {
            return only_odd && m.id.value % 2 == 0 ? now : std::max(now, opens);
        };
        return out;
    }
};

std::vector<std::int64_t> sent_ids(const world& w) {
    std::vector<std::int64_t> out;
    for (const outbound& one : w.sent) out.push_back(one.what->id.value);
    return out;
}

TEST(LanePutOff, WhatIsQueuedWhenItsWindowClosesWaitsForTheNextOpening) {
    windows w{start + 30min};
    waiting_world at(w.options());
    at.room = 10;
    at.put(make(1));
    EXPECT_TRUE(at.claims.empty());
    EXPECT_EQ(at.only(1).kind, event_kind::deferred);
    EXPECT_EQ(at.only(1).detail, "waits until " + to_rfc3339(start + 30min) + ": its window is closed");
    at.apply_settled();
    EXPECT_EQ(at.records.at(1).now, state::scheduled);
    EXPECT_EQ(at.waiting(), 1u);
    at.go_to(29min);
    EXPECT_TRUE(at.sent.empty());
    at.go_to(30min);
    at.go_to(30min);
    EXPECT_EQ(sent_ids(at), std::vector<std::int64_t>{1});
    EXPECT_EQ(at.waiting(), 0u);
    EXPECT_EQ(at.records.at(1).now, state::queued);
}

TEST(LanePutOff, OthersGoMeanwhile) {
    windows w{start + 30min, true};
    waiting_world at(w.options());
    at.room = 10;
    for (int id = 1; id <= 6; ++id) at.put(make(id));
    at.answer_claims();
    at.answer_claims();
    EXPECT_EQ(sent_ids(at), (std::vector<std::int64_t>{2, 4, 6}));
    EXPECT_EQ(at.waiting(), 3u);
}

TEST(LanePutOff, WhatWasClaimedWhenItsWindowClosedIsGivenBack) {
    windows w{start};
    waiting_world at(w.options());
    at.room = 0;
    at.put(make(1, 2));
    at.room = 1;
    at.put(make(2));
    ASSERT_FALSE(at.claims.empty());
    at.room = 0;  // the connection is gone before the claim is answered
    at.answer_claims();
    EXPECT_TRUE(at.sent.empty());
    w.opens = start + 1h - 1s;
    at.now = start + 10min;
    at.room = 10;
    at.queue.pump(at.now);
    EXPECT_TRUE(at.sent.empty());
    at.apply_settled();
    EXPECT_FALSE(at.records.at(1).claimed);
    EXPECT_EQ(at.records.at(1).now, state::scheduled);
    at.go_to(1h - 1s);
    at.go_to(1h - 1s);
    EXPECT_EQ(sent_ids(at), (std::vector<std::int64_t>{1, 1, 2}));
    EXPECT_FALSE(at.sent[0].possible_duplicate);
}

TEST(LanePutOff, WhoseValidityEndsBeforeTheOpeningExpiresOnTime) {
    windows w{start + 2h};
    waiting_world at(w.options());
    at.room = 10;
    at.put(make(1));
    at.apply_settled();
    at.go_to(1h);
    at.go_to(1h + 2s);
    EXPECT_EQ(at.only(1).kind, event_kind::expired);
    EXPECT_TRUE(at.sent.empty());
}

TEST(LanePutOff, CancelledMeanwhileItIsNeverSent) {
    windows w{start + 30min};
    waiting_world at(w.options());
    at.room = 10;
    at.put(make(1));
    at.apply_settled();
    at.cancel(1);
    EXPECT_EQ(at.waiting(), 0u);
    at.go_to(31min);
    EXPECT_TRUE(at.sent.empty());
    EXPECT_TRUE(at.claims.empty());
}

TEST(LanePutOff, ReplacedMeanwhileItIsSentOnceAsReplaced) {
    windows w{start + 30min};
    waiting_world at(w.options());
    at.room = 10;
    at.put(make(1));
    at.apply_settled();
    auto next = make(1);
    next->body = "other";
    at.replace(1, next);
    at.apply_settled();
    for (int i = 0; i < 3; ++i) at.go_to(30min);
    ASSERT_EQ(at.sent.size(), 1u);
    EXPECT_EQ(at.sent[0].what->body, "other");
    EXPECT_EQ(at.waiting(), 0u);
}

TEST(LanePutOff, MovedAwayMeanwhileItIsTheOthersToSend) {
    windows w{start + 30min};
    waiting_world at(w.options());
    at.room = 10;
    at.put(make(1));
    at.queue.moved_away(*at.records.at(1).what);
    at.go_to(31min);
    EXPECT_TRUE(at.sent.empty());
    EXPECT_TRUE(at.loads.empty());
}

TEST(LanePutOff, TheRestOfAMessageFollowsWhatHasGone) {
    windows w{start};
    waiting_world at(w.options());
    at.room = 1;
    at.put(make(1, 3));
    at.answer_claims();
    ASSERT_EQ(at.sent.size(), 1u);
    w.opens = start + 30min;
    at.room = 10;
    at.queue.pump(at.now);
    EXPECT_EQ(at.sent.size(), 3u);
}

TEST(LanePutOff, AClockThatIsSetBackSendsNothingBeforeItsTime) {
    waiting_world at;
    at.room = 10;
    auto early = make(1);
    early->not_before = start + 10h;
    early->expires_at = start + 20h;
    at.put(early);
    at.room = 0;
    at.go_to(11h);  // the clock is wrong by a day: due, but nobody to send to
    at.now = start + 11h - 24h;
    at.room = 10;
    at.queue.tick(at.now);
    at.answer_loads();
    at.answer_claims();
    EXPECT_TRUE(at.sent.empty());
    EXPECT_EQ(at.only(1).kind, event_kind::deferred);
    at.apply_settled();
    // What is scheduled now for a time that the wrong clock had passed waits too.
    auto later = make(2);
    later->not_before = start - 5h;
    later->expires_at = start + 20h;
    at.put(later);
    at.answer_claims();
    EXPECT_TRUE(at.sent.empty());
    at.apply_settled();
    for (int i = 0; i < 3; ++i) at.go_to(-5h);
    EXPECT_EQ(sent_ids(at), std::vector<std::int64_t>{2});
    for (int i = 0; i < 3; ++i) at.go_to(10h);
    EXPECT_EQ(sent_ids(at), (std::vector<std::int64_t>{2, 1}));
}

TEST(LanePutOff, AClockThatIsSetBackFreezesNoRetryAndNoExpiry) {
    waiting_world at;
    at.room = 1;
    at.put(make(1));
    at.answer_claims();
    ASSERT_EQ(at.sent.size(), 1u);
    at.queue.tick(at.now);
    at.queue.settled(at.sent[0].token, {.is = verdict::kind::later});
    at.apply_settled();
    at.now = start - 24h;
    at.queue.tick(at.now);
    at.now += 5s;
    at.room = 1;
    at.queue.tick(at.now);
    at.answer_claims();
    EXPECT_EQ(at.sent.size(), 2u) << "a retry of a second waits for a day";
    at.room = 0;
    auto brief = make(2);
    brief->expires_at = at.now + 1s;
    at.put(brief);
    at.now += 2s;
    at.queue.tick(at.now);
    EXPECT_EQ(at.only(2).kind, event_kind::expired);
}

// The lane behind the clock that the program has: a day forward by mistake, corrected after five minutes, does nothing at all;
// one that stays expires what is out of date after ten minutes, and each is told of it.
TEST(LanePutOff, ADayForwardExpiresNothingUntilItIsBelieved) {
    for (const bool stays : {false, true}) {
        waiting_world at;
        net::believed_clock clock;
        at.room = 0;
        at.put(make(1));  // valid for an hour
        auto tomorrow = make(2);
        tomorrow->not_before = start + 20h;
        tomorrow->expires_at = start + 40h;
        at.put(tomorrow);
        std::chrono::seconds step{0};
        const auto run = [&](std::chrono::seconds from, std::chrono::seconds to) {
            for (auto t = from; t < to; t += 1s) {
                at.now = clock.at(start + t + step, t);
                at.queue.tick(at.now);
                at.answer_loads();
                at.answer_claims();
            }
        };
        run(0s, 60s);
        step = 24h;
        at.room = 0;
        run(60s, 5min);
        EXPECT_TRUE(at.settled.empty());
        EXPECT_EQ(at.waiting(), 1u);
        if (!stays) step = 0s;
        run(5min, 12min);
        EXPECT_EQ(at.settled.count(1), stays ? 1u : 0u);
        EXPECT_EQ(at.waiting(), stays ? 0u : 1u);
    }
}

}  // namespace
}  // namespace hermod::deliver
