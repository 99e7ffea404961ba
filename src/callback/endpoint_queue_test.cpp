#include "callback/endpoint_queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "callback/retry_schedule.hpp"

namespace hermod::callback {
namespace {

using namespace std::chrono_literals;
using kind = answer::kind;
using source = endpoint_queue::source;
using group = endpoint_queue::group;

// An endpoint under a simulated clock.
struct simulated {
    explicit simulated(queue_options options = {}) : queue(options) {}

    message_ptr make(std::int64_t id, const std::string& to, const std::string& url = "") {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->to = to;
        m->callback_url = url;
        return known[id] = m;
    }
    void push(std::int64_t id, const std::string& to, std::uint32_t index = 0, source from = source::news,
              std::chrono::milliseconds age = 0s, const std::string& url = "") {
        job told;
        told.what = make(id, to, url);
        told.index = index;
        queue.push(told, age, now, from);
    }
    // The ids of the next request; empty when there is none.
    std::vector<std::int64_t> next() {
        group slots;
        if (!queue.next(now, slots)) return {};
        running.push_back(slots);
        std::vector<std::int64_t> ids;
        for (const auto slot : slots) ids.push_back(queue.at(slot).what->id.value);
        return ids;
    }
    // Ends the oldest request.
    std::vector<settled> finish(kind how, std::chrono::milliseconds pause = 0s) {
        std::vector<settled> out;
        const group slots = running.front();
        running.pop_front();
        queue.finished(slots, {how, pause}, now, out);
        return out;
    }
    callback_state finish_one(kind how) { return finish(how).at(0).state; }

    endpoint_queue queue;
    mono_time now{1000h};
    std::deque<group> running;
    std::map<std::int64_t, message_ptr> known;
};

TEST(endpoint_queue, sends_at_once_and_is_done_with_a_2xx) {
    simulated s;
    s.push(1, "+491");
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{1});
    const auto out = s.finish(kind::accepted);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].id, message_id{1});
    EXPECT_EQ(out[0].state, callback_state::answered);
    EXPECT_TRUE(s.queue.empty());
}

TEST(endpoint_queue, tries_eleven_times_over_seventy_six_hours_and_then_gives_up) {
    simulated s;
    s.push(1, "+491");
    const auto begin = s.now;
    std::vector<std::chrono::seconds> waits;
    auto last = s.now;
    for (;; s.now += 1s) {
        if (s.next().empty()) continue;
        waits.push_back(std::chrono::duration_cast<std::chrono::seconds>(s.now - last));
        last = s.now;
        if (s.finish_one(kind::refused) == callback_state::dead) break;
        ASSERT_LT(s.now - begin, 100h);
    }
    ASSERT_EQ(waits.size(), web_delays.size() + 1);
    EXPECT_EQ(waits[0], 0s);
    for (std::size_t i = 0; i < web_delays.size(); ++i) {
        EXPECT_GE(waits[i + 1], web_delays[i]);
        EXPECT_LE(waits[i + 1], web_delays[i] * 11 / 10 + 1s);
    }
    EXPECT_TRUE(s.queue.empty());
}

TEST(endpoint_queue, asks_sessions_again_soon_and_every_minute) {
    simulated s;
    s.queue.configure({16, 1, 10'000, for_sessions});
    s.push(1, "+491");
    auto last = s.now;
    for (std::size_t attempt = 0; attempt < 20; s.now += 100ms) {
        if (s.next().empty()) continue;
        if (attempt != 0) {
            const auto delay = session_delays[std::min(attempt, session_delays.size()) - 1];
            EXPECT_GE(s.now - last, delay);
            EXPECT_LE(s.now - last, delay * 11 / 10 + 1s);
        }
        last = s.now;
        ++attempt;
        EXPECT_EQ(s.finish_one(kind::refused), callback_state::pending);
    }
}

// Also when the answers that are not given have opened the circuit.
TEST(endpoint_queue, gives_sessions_up_after_seventy_six_hours) {
    simulated s;
    s.queue.configure({16, 1, 10'000, for_sessions});
    s.push(1, "+491");
    const auto begin = s.now;
    for (;; s.now += 1s) {
        ASSERT_LT(s.now - begin, 77h);
        if (s.next().empty()) continue;
        if (s.finish_one(kind::refused) == callback_state::dead) break;
    }
    EXPECT_GE(s.now - begin, for_sessions.length);
    EXPECT_TRUE(s.queue.empty());
}

TEST(endpoint_queue, keeps_the_order_of_one_recipient_and_lets_others_pass) {
    simulated s;
    s.push(1, "+491");
    s.push(2, "+491");
    s.push(3, "+492");
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{1});
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{3});
    EXPECT_TRUE(s.next().empty());  // 2 must not overtake 1, nor go beside it
    EXPECT_EQ(s.finish_one(kind::refused), callback_state::pending);
    EXPECT_TRUE(s.next().empty());  // 1 waits for its retry, and 2 behind it
    s.now += 6s;
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{1});
    s.finish(kind::accepted);  // of 3
    s.finish(kind::accepted);
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{2});
}

TEST(endpoint_queue, has_no_more_requests_under_way_than_allowed) {
    simulated s({.concurrency = 2});
    for (int i = 0; i < 5; ++i) s.push(i, std::to_string(i));
    EXPECT_FALSE(s.next().empty());
    EXPECT_FALSE(s.next().empty());
    EXPECT_TRUE(s.next().empty());
    s.finish(kind::accepted);
    EXPECT_FALSE(s.next().empty());
}

TEST(endpoint_queue, drops_at_once_what_a_410_disowns) {
    simulated s;
    s.push(1, "+491");
    s.next();
    EXPECT_EQ(s.finish_one(kind::gone), callback_state::dead);
    EXPECT_TRUE(s.queue.empty());
}

TEST(endpoint_queue, probes_a_dead_endpoint_with_one_request_a_minute) {
    simulated s;
    for (int i = 0; i < 1000; ++i) s.push(i, std::to_string(i));
    std::size_t attempts = 0, most = 0;
    for (const auto end = s.now + 1h; s.now < end; s.now += 1s) {
        while (!s.next().empty()) ++attempts;
        most = std::max(most, s.running.size());
        while (!s.running.empty()) s.finish(kind::failed);
        EXPECT_LE(s.queue.under_way(), s.queue.health().open() ? 1u : 16u);
    }
    EXPECT_LE(most, 16u);
    EXPECT_LE(attempts, 16u + 6u + 60u);
    EXPECT_GE(attempts, 60u);
    EXPECT_EQ(s.queue.circuits_opened(), 1u);
}

TEST(endpoint_queue, tells_everything_soon_when_the_endpoint_is_back) {
    simulated s;
    for (int i = 0; i < 1000; ++i) s.push(i, std::to_string(i));
    for (const auto end = s.now + 10h; s.now < end; s.now += 1s) {
        while (!s.next().empty()) {}
        while (!s.running.empty()) s.finish(kind::failed);
    }
    std::size_t answered = 0;
    for (const auto end = s.now + 70s; s.now < end; s.now += 1s) {
        do {
            while (!s.running.empty()) answered += s.finish(kind::accepted).size();
        } while (!s.next().empty());
    }
    EXPECT_EQ(answered, 1000u);
    EXPECT_TRUE(s.queue.empty());
}

TEST(endpoint_queue, gives_up_all_that_waited_too_long_for_a_dead_endpoint) {
    simulated s;
    for (int i = 0; i < 1000; ++i) s.push(i, std::to_string(i / 2));
    std::size_t dead = 0;
    const auto begin = s.now;
    for (; !s.queue.empty() && s.now < begin + 120h; s.now += 1s) {
        while (!s.next().empty()) {}
        while (!s.running.empty())
            for (const auto& one : s.finish(kind::failed)) dead += one.state == callback_state::dead;
        ASSERT_TRUE(dead == 0 || s.now - begin >= 75h);
    }
    EXPECT_EQ(dead, 1000u);
}

TEST(endpoint_queue, lets_one_poisonous_event_harm_no_other) {
    simulated s;
    s.push(0, "poison");
    std::size_t answered = 0;
    for (int i = 1; i <= 1000; ++i, s.now += 1s) {
        s.push(i, std::to_string(i));
        for (auto ids = s.next(); !ids.empty(); ids = s.next()) answered += s.finish_one(ids[0] == 0 ? kind::failed : kind::accepted) == callback_state::answered;
    }
    EXPECT_EQ(answered, 1000u);
    EXPECT_FALSE(s.queue.health().open());
}

TEST(endpoint_queue, slows_down_as_long_as_the_endpoint_asks) {
    simulated s;
    for (int i = 0; i < 10; ++i) s.push(i, std::to_string(i));
    s.next();
    s.next();
    s.finish(kind::busy, 30s);
    s.finish(kind::accepted);  // it was under way: no reason to end the pause
    s.now += 29s;
    EXPECT_TRUE(s.next().empty());
    s.now += 1s;
    EXPECT_FALSE(s.next().empty());
    EXPECT_TRUE(s.next().empty());  // a probe
    s.finish(kind::accepted);
    while (!s.next().empty()) {}
    EXPECT_EQ(s.running.size(), 8u);
}

TEST(endpoint_queue, puts_what_is_ready_into_one_request_when_batches_are_wanted) {
    simulated s({.concurrency = 16, .batch = 4});
    for (int i = 0; i < 6; ++i) s.push(i, std::to_string(i));
    s.push(6, "0");  // behind event 0
    EXPECT_EQ(s.next(), (std::vector<std::int64_t>{0, 1, 2, 3}));
    EXPECT_EQ(s.next(), (std::vector<std::int64_t>{4, 5}));
    EXPECT_TRUE(s.next().empty());
    EXPECT_EQ(s.finish(kind::accepted).size(), 4u);
    EXPECT_EQ(s.next(), (std::vector<std::int64_t>{6}));
}

TEST(endpoint_queue, batches_only_what_goes_to_one_resource) {
    simulated s({.concurrency = 16, .batch = 10});
    s.push(1, "1", 0, source::news, 0s, "http://x/a");
    s.push(2, "2", 0, source::news, 0s, "http://x/b");
    EXPECT_EQ(s.next(), (std::vector<std::int64_t>{1}));
    EXPECT_EQ(s.next(), (std::vector<std::int64_t>{2}));
}

TEST(endpoint_queue, tries_the_events_of_a_refused_batch_one_by_one) {
    simulated s({.concurrency = 16, .batch = 10});
    for (int i = 0; i < 3; ++i) s.push(i, std::to_string(i));
    EXPECT_EQ(s.next().size(), 3u);
    EXPECT_EQ(s.finish(kind::refused).size(), 3u);
    s.now += 6s;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(s.next().size(), 1u);
}

TEST(endpoint_queue, holds_ids_alone_beyond_its_limit_and_reads_them_back_in_order) {
    simulated s({.concurrency = 16, .batch = 1, .most_jobs = 100});
    for (int i = 0; i < 1000; ++i) s.push(i, std::to_string(i % 10));
    EXPECT_EQ(s.queue.jobs(), 100u);
    EXPECT_EQ(s.queue.spilled(), 900u);
    EXPECT_TRUE(s.queue.wanted(30).empty());  // no room yet
    std::map<std::string, std::vector<std::int64_t>> told;
    std::set<std::int64_t> all;
    while (!s.queue.empty()) {
        for (auto ids = s.next(); !ids.empty(); ids = s.next()) {
            told[s.known[ids[0]]->to].push_back(ids[0]);
            all.insert(ids[0]);
            s.finish(kind::accepted);
            if (s.queue.jobs() <= 50) break;
        }
        const auto ids = s.queue.wanted(30);
        EXPECT_LE(ids.size(), 30u);
        for (const auto id : ids) s.push(id.value, s.known[id.value]->to, 0, source::read_back);
        if (!ids.empty()) s.queue.loaded();
        EXPECT_LE(s.queue.jobs(), 100u);
    }
    EXPECT_EQ(all.size(), 1000u);
    for (const auto& [to, ids] : told) EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << to;
}

TEST(endpoint_queue, lets_nothing_overtake_what_is_being_read_back) {
    simulated s({.concurrency = 16, .batch = 1, .most_jobs = 2});
    s.push(1, "a");
    s.push(2, "a");
    s.push(3, "a");
    for (int i = 0; i < 2; ++i) {
        s.next();
        s.finish(kind::accepted);
    }
    EXPECT_EQ(s.queue.wanted(10), std::vector<message_id>{message_id{3}});
    EXPECT_TRUE(s.queue.wanted(10).empty());
    s.push(4, "a");
    EXPECT_TRUE(s.next().empty());
    s.push(3, "a", 0, source::read_back);
    s.queue.loaded();
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{3});
    EXPECT_EQ(s.queue.spilled(), 1u);
}

TEST(endpoint_queue, ignores_what_it_holds_already_when_it_is_read_again) {
    simulated s;
    s.push(1, "a", 0);
    s.push(1, "a", 1);
    s.next();
    for (std::uint32_t index = 0; index < 3; ++index) s.push(1, "a", index, source::read);
    EXPECT_EQ(s.queue.jobs(), 3u);
}

TEST(endpoint_queue, goes_on_with_the_schedule_of_an_event_that_it_reads_after_a_restart) {
    simulated s;
    s.push(1, "a", 0, source::read, 1h);
    EXPECT_EQ(s.next().size(), 1u);
    s.finish(kind::refused);
    s.now += 119min;
    EXPECT_TRUE(s.next().empty());
    s.now += 14min;
    EXPECT_EQ(s.next().size(), 1u);
}

TEST(endpoint_queue, gives_back_what_follows_the_accounts_url_but_for_what_is_under_way) {
    simulated s({.concurrency = 1});
    s.push(1, "a");
    s.push(2, "a");
    s.push(3, "b");
    s.push(4, "b", 0, source::news, 0s, "http://own");
    s.push(5, "a", 0, source::news, 0s, "http://own");
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{1});
    auto ids = s.queue.evict();
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(ids, (std::vector<message_id>{message_id{2}, message_id{3}}));
    EXPECT_EQ(s.queue.jobs(), 3u);
    s.finish(kind::refused);  // 1 waits for its retry, and 5 behind it
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{4});
    s.finish(kind::accepted);
    EXPECT_EQ(s.queue.evict(), std::vector<message_id>{message_id{1}});
    EXPECT_EQ(s.next(), std::vector<std::int64_t>{5});
    s.finish(kind::accepted);
    EXPECT_TRUE(s.queue.empty());
}

}  // namespace
}  // namespace hermod::callback
