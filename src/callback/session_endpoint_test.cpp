#include "callback/session_endpoint.hpp"

#include "callback/session_stage.hpp"

namespace hermod::callback {
namespace {

using namespace on_stage;

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
