// Listeners that answer nothing are held: session_endpoint.hpp.
#include "callback/session_stage.hpp"

namespace hermod::callback {
namespace {

using namespace on_stage;

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

}  // namespace
}  // namespace hermod::callback
