// Events for an application that keeps sessions: dispatcher, shard, queue and endpoint with listeners of the test's own.
#include "callback/session_endpoint.hpp"

#include <gtest/gtest.h>

#include "callback/dispatcher.hpp"
#include "store/no_store.hpp"

namespace hermod::callback {
namespace {

using namespace std::chrono_literals;

std::chrono::milliseconds skew{0};
mono_time skewed_mono() {
    return net::mono_now() + skew;
}
wall_time skewed_wall() {
    return net::wall_now() + skew;
}

// Keeps records in memory; its "thread" is the test's.
class kept final : public hermod::store::no_store {
public:
    void called_back(message_id id, std::uint32_t index, event attempt) override {
        results.push_back({id, attempt});
        records.at(id).called_back(index, attempt);
    }
    void load(std::vector<message_id> ids, hermod::store::load_reply& reply, std::uint64_t token) override {
        std::vector<record> found;
        for (const auto id : ids)
            if (records.contains(id) && !records.at(id).closed()) found.push_back(records.at(id));
        reply.loaded(token, std::move(found));
    }
    struct line {
        message_id id;
        event attempt;
    };
    std::map<message_id, record> records;
    std::vector<line> results;
};

class session final : public listener {
public:
    void tell(std::vector<telling> these) noexcept override { heard.insert(heard.end(), these.begin(), these.end()); }
    std::vector<std::int64_t> ids() const {
        std::vector<std::int64_t> out;
        for (const auto& one : heard) out.push_back(one.what->id.value);
        return out;
    }
    void hold(bool on) noexcept override { holds.push_back(on); }

    std::vector<telling> heard;
    std::vector<bool> holds;
};

using ids = std::vector<std::int64_t>;
using verdicts = std::vector<bool>;

class sessions : public ::testing::Test {
protected:
    explicit sessions(std::size_t most_jobs = 4) {
        skew = 0ms;
        with.tick = 1ms;
        with.wall = &skewed_wall;
        with.mono = &skewed_mono;
        with.most_jobs = most_jobs;
        with.most_untold = 5;
        dispatch = std::make_unique<dispatcher>(std::vector{&context}, store, std::make_shared<directory>(), with);
    }
    ~sessions() override {
        bool stopped = false;
        dispatch->stop(1s, [&] { stopped = true; });
        EXPECT_TRUE(until([&] { return stopped; }));
    }
    message_ptr make(std::int64_t id, const std::string& to) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->account = account_id{1};
        m->to = to;
        m->via = told_by::session;
        m->callbacks = callback_final;
        record r(m);
        event delivered;
        delivered.kind = event_kind::receipt;
        delivered.part = 1;
        delivered.outcome = state::delivered;
        delivered.at = skewed_wall();
        r.apply(delivered);
        store.records.insert_or_assign(m->id, r);
        return m;
    }
    void happen(std::int64_t id, const std::string& to) {
        const auto m = make(id, to);
        const auto& r = store.records.at(m->id);
        const hermod::store::notice one{m, r.events.at(0), 0, r.now, true, false};
        dispatch->committed({&one, 1});
    }
    // About a handset each.
    void happen_more(std::size_t count) {
        for (; count > 0; --count, ++made_) happen(static_cast<std::int64_t>(made_), "+49" + std::to_string(made_));
    }
    // All that is under way between the threads of the real thing.
    void settle() {
        for (int i = 0; i < 3; ++i) context.poll();
    }
    void answer(const session& by, std::size_t which, told::kind is, std::uint32_t code = 0) {
        dispatch->hear(account_id{1}, by, {{by.heard.at(which).token, is, code, {}}});
    }
    bool until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!done() && std::chrono::steady_clock::now() < end) context.run_one_for(50ms);
        return done();
    }
    bool heard(const session& by, std::size_t count) {
        return until([&] { return by.heard.size() >= count; });
    }

    boost::asio::io_context context{1};
    kept store;
    options with;
    std::unique_ptr<dispatcher> dispatch;
    std::size_t made_ = 1;
};

TEST_F(sessions, are_told_and_what_they_take_is_recorded) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    EXPECT_EQ(one->heard[0].now, state::delivered);
    answer(*one, 0, told::kind::taken);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::answered);
    EXPECT_TRUE(store.records.at(message_id{1}).closed());
}

TEST_F(sessions, what_happens_while_nobody_is_bound_waits) {
    dispatch->start({});
    for (std::int64_t i = 1; i <= 12; ++i) happen(i, "+49" + std::to_string(i));  // more than is held with its content
    for (int i = 0; i < 20; ++i) context.run_one_for(5ms);
    EXPECT_TRUE(store.results.empty());
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 100);
    std::size_t answered = 0;
    ASSERT_TRUE(until([&] {
        for (; answered < one->heard.size(); ++answered) answer(*one, answered, told::kind::taken);
        return store.results.size() == 12;
    }));
    std::set<std::int64_t> all;
    for (const auto id : one->ids()) all.insert(id);
    EXPECT_EQ(all.size(), 12u);
    EXPECT_EQ(one->heard.size(), 12u);
}

TEST_F(sessions, are_told_what_was_pending_at_the_start) {
    make(7, "+491");
    const auto one = std::make_shared<session>();
    dispatch->start({message_id{7}});
    dispatch->join(account_id{1}, one, 10);
    ASSERT_TRUE(heard(*one, 1));
    EXPECT_EQ(one->ids(), ids{7});
    answer(*one, 0, told::kind::taken);
    EXPECT_TRUE(until([&] { return store.results.size() == 1; }));
}

TEST_F(sessions, get_no_more_than_they_have_room_for_and_share_the_rest) {
    dispatch->start({});
    const auto one = std::make_shared<session>(), two = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    dispatch->join(account_id{1}, two, 2);
    for (std::int64_t i = 1; i <= 4; ++i) happen(i, "+49" + std::to_string(i));
    ASSERT_TRUE(until([&] { return one->heard.size() + two->heard.size() == 3; }));
    EXPECT_EQ(one->heard.size(), 1u);
    EXPECT_EQ(two->heard.size(), 2u);
    answer(*two, 0, told::kind::taken);
    EXPECT_TRUE(heard(*two, 3));
}

TEST_F(sessions, hear_of_one_handset_in_order) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    happen(2, "+491");
    happen(3, "+492");
    ASSERT_TRUE(heard(*one, 2));
    EXPECT_EQ(one->ids(), (ids{1, 3}));
    answer(*one, 0, told::kind::taken);
    ASSERT_TRUE(heard(*one, 3));
    EXPECT_EQ(one->ids(), (ids{1, 3, 2}));
}

TEST_F(sessions, give_back_what_they_did_not_answer_when_they_leave) {
    dispatch->start({});
    const auto one = std::make_shared<session>(), two = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    happen(2, "+492");
    ASSERT_TRUE(heard(*one, 2));
    answer(*one, 1, told::kind::taken);
    dispatch->leave(account_id{1}, *one);
    dispatch->join(account_id{1}, two, 10);
    ASSERT_TRUE(heard(*two, 1));
    EXPECT_EQ(two->ids(), ids{1});
    EXPECT_EQ(store.results.size(), 1u);
}

TEST_F(sessions, that_are_shut_hear_nothing_new_and_may_still_answer) {
    dispatch->start({});
    const auto one = std::make_shared<session>(), two = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    dispatch->shut(account_id{1}, *one);
    happen(2, "+492");
    answer(*one, 0, told::kind::taken);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    dispatch->join(account_id{1}, two, 10);
    ASSERT_TRUE(heard(*two, 1));
    EXPECT_EQ(two->ids(), ids{2});
    EXPECT_EQ(one->heard.size(), 1u);
}

TEST_F(sessions, are_told_again_after_a_while_what_they_took_not_yet) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    answer(*one, 0, told::kind::later, 0x64);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    EXPECT_EQ(store.results[0].attempt.code, 0x64u);
    skew += 1100ms;  // a second and its jitter, not a web server's five
    ASSERT_TRUE(heard(*one, 2));
    answer(*one, 1, told::kind::taken);
    EXPECT_TRUE(until([&] { return store.records.at(message_id{1}).closed(); }));
}

TEST_F(sessions, that_refuse_for_good_are_not_asked_again) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    answer(*one, 0, told::kind::refused, 0x65);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::dead);
    EXPECT_EQ(dispatch->count().events_dead, 1u);
}

TEST_F(sessions, that_are_throttled_rest_all_for_a_second) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    answer(*one, 0, told::kind::throttled, 0x58);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    happen(2, "+492");
    for (int i = 0; i < 20; ++i) context.run_one_for(5ms);
    EXPECT_EQ(one->heard.size(), 1u);
    skew += 6s;
    EXPECT_TRUE(heard(*one, 2));
}

// ---- held: who answers nothing ----

TEST_F(sessions, that_answer_nothing_are_held_until_they_answer) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 2);
    happen_more(2 + 5);  // its room, and what may wait
    ASSERT_TRUE(heard(*one, 2));
    settle();
    EXPECT_EQ(one->holds, verdicts{});
    happen_more(1);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    happen_more(3);  // what is under way comes still
    settle();
    EXPECT_EQ(one->holds, verdicts{true});
    answer(*one, 0, told::kind::later, 0x64);
    ASSERT_TRUE(until([&] { return one->holds == (verdicts{true, false}); }));
    happen_more(5);
    settle();
    EXPECT_EQ(one->holds.size(), 2u);
    happen_more(1);
    EXPECT_TRUE(until([&] { return one->holds.size() == 3; }));
}

TEST_F(sessions, that_answer_slowly_are_never_held) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 2);
    happen_more(2);
    for (std::size_t i = 0; i < 20; ++i) {
        happen_more(5);
        ASSERT_TRUE(heard(*one, i + 2));
        settle();
        answer(*one, i, told::kind::taken);
        settle();
    }
    EXPECT_EQ(one->holds, verdicts{});
}

class roomy_sessions : public sessions {
protected:
    roomy_sessions() : sessions(100) {}
};

TEST_F(roomy_sessions, that_have_room_for_all_are_not_held) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 100);
    happen_more(4);
    ASSERT_TRUE(heard(*one, 4));
    happen_more(20);
    ASSERT_TRUE(heard(*one, 24));
    settle();
    EXPECT_EQ(one->holds, verdicts{});
}

// All wait behind one that is under way.
TEST_F(sessions, that_answer_nothing_are_held_for_one_handset_too) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 100);
    for (std::int64_t i = 1; i <= 7; ++i) happen(i, "+491");
    EXPECT_TRUE(until([&] { return one->holds == verdicts{true}; }));
}

TEST_F(sessions, are_held_together_and_each_is_let_go_when_it_leaves) {
    dispatch->start({});
    const auto one = std::make_shared<session>(), two = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    happen_more(7);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    dispatch->join(account_id{1}, two, 1);
    ASSERT_TRUE(heard(*two, 1));
    EXPECT_EQ(two->holds, verdicts{true});
    dispatch->leave(account_id{1}, *one);
    ASSERT_TRUE(until([&] { return one->holds == (verdicts{true, false}); }));
    settle();
    EXPECT_EQ(two->holds, verdicts{true});
    answer(*two, 0, told::kind::taken);
    EXPECT_TRUE(until([&] { return two->holds == (verdicts{true, false}); }));
    EXPECT_EQ(one->holds.size(), 2u);
}

TEST_F(sessions, that_have_all_left_hold_nothing_and_begin_anew) {
    dispatch->start({});
    const auto one = std::make_shared<session>(), two = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    happen_more(7);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    dispatch->leave(account_id{1}, *one);
    happen_more(20);  // nobody hears: it waits, as promised
    ASSERT_TRUE(until([&] { return one->holds == (verdicts{true, false}); }));
    dispatch->join(account_id{1}, two, 1);
    ASSERT_TRUE(heard(*two, 1));
    happen_more(5);
    settle();
    EXPECT_EQ(two->holds, verdicts{});
    happen_more(1);
    EXPECT_TRUE(until([&] { return two->holds == verdicts{true}; }));
}

TEST_F(sessions, that_are_shut_are_held_no_more) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    happen_more(7);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    dispatch->shut(account_id{1}, *one);
    ASSERT_TRUE(until([&] { return one->holds == (verdicts{true, false}); }));
    happen_more(20);
    settle();
    EXPECT_EQ(one->holds.size(), 2u);
}

// No answer in time gives the room back, and is no sign of life; nor is what a door gives back for a session that ends.
TEST_F(sessions, stay_held_when_their_answers_are_overdue) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    happen_more(7);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    answer(*one, 0, told::kind::overdue);
    ASSERT_TRUE(until([&] { return store.results.size() == 1; }));
    EXPECT_EQ(store.results[0].attempt.callback, callback_state::pending);
    ASSERT_TRUE(heard(*one, 2));
    answer(*one, 1, told::kind::unanswered);
    ASSERT_TRUE(heard(*one, 3));
    EXPECT_EQ(one->holds, verdicts{true});
}

// Given up unanswered: no answer can come any more that would let them go.
TEST_F(sessions, are_held_no_more_when_nothing_is_left_to_tell) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 1);
    happen_more(7);
    ASSERT_TRUE(until([&] { return one->holds == verdicts{true}; }));
    skew += 77h;
    for (std::size_t i = 0; i < 100 && one->holds.size() == 1; ++i) {
        ASSERT_TRUE(heard(*one, i + 1));
        answer(*one, i, told::kind::overdue);
        skew += 70s;
        ASSERT_TRUE(until([&] { return one->heard.size() > i + 1 || one->holds.size() == 2; }));
    }
    EXPECT_EQ(one->holds, (verdicts{true, false}));
    EXPECT_EQ(dispatch->count().events_dead, 7u);
}

// An answer that comes after its session has left, or twice, is nobody's.
TEST_F(sessions, that_answer_twice_change_nothing) {
    dispatch->start({});
    const auto one = std::make_shared<session>();
    dispatch->join(account_id{1}, one, 10);
    happen(1, "+491");
    ASSERT_TRUE(heard(*one, 1));
    answer(*one, 0, told::kind::taken);
    answer(*one, 0, told::kind::refused);
    happen(2, "+492");
    ASSERT_TRUE(heard(*one, 2));
    EXPECT_EQ(store.results.size(), 1u);
}

}  // namespace
}  // namespace hermod::callback
