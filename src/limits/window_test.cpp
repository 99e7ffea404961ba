#include "limits/window.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace hermod::limits::window_test {
namespace {

using namespace std::chrono_literals;

constexpr nanos start = 1'795'446'000'000'000'000, second = 1'000'000'000;
constexpr allowance five_messages{5, 60s, false}, three_recipients{3, 60s, true};

}  // namespace

TEST(window_table, counts_messages_and_says_when_there_is_room_again) {
    window_table t(100);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(t.count(1, five_messages, 0, start + i * second).granted);
    const counted no = t.count(1, five_messages, 0, start + 10 * second);
    EXPECT_FALSE(no.granted);
    EXPECT_GE(no.wait, 50 * second);
    EXPECT_LE(no.wait, 60 * second);
    EXPECT_TRUE(t.count(2, five_messages, 0, start + 10 * second).granted);
    EXPECT_FALSE(t.count(1, five_messages, 0, start + 10 * second + no.wait - 1).granted);
    EXPECT_TRUE(t.count(1, five_messages, 0, start + 10 * second + no.wait).granted);
}

TEST(window_table, counts_a_recipient_once_however_often_it_is_written_to) {
    window_table t(100);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(t.count(1, three_recipients, 7, start + i * second).granted);
    EXPECT_TRUE(t.count(1, three_recipients, 8, start + 20 * second).granted);
    EXPECT_TRUE(t.count(1, three_recipients, 9, start + 20 * second).granted);
    const counted no = t.count(1, three_recipients, 10, start + 20 * second);
    EXPECT_FALSE(no.granted);
    EXPECT_TRUE(t.count(1, three_recipients, 7, start + 30 * second).granted);
    EXPECT_TRUE(t.count(1, three_recipients, 10, start + 20 * second + 70 * second).granted);
}

TEST(window_table, what_is_given_back_makes_room) {
    window_table t(100);
    counted last;
    for (int i = 0; i < 5; ++i) last = t.count(1, five_messages, 0, start);
    t.give_back(1, five_messages, 0, last);
    EXPECT_TRUE(t.count(1, five_messages, 0, start).granted);
    EXPECT_FALSE(t.count(1, five_messages, 0, start).granted);

    for (std::uint64_t who : {1, 2, 3}) last = t.count(9, three_recipients, who, start);
    EXPECT_TRUE(t.count(9, three_recipients, 3, start).granted);
    t.give_back(9, three_recipients, 3, last);  // it was written to twice
    EXPECT_FALSE(t.count(9, three_recipients, 4, start).granted);
    t.give_back(9, three_recipients, 3, last);
    EXPECT_TRUE(t.count(9, three_recipients, 4, start).granted);
}

TEST(window_table, goes_on_after_the_clock_has_stepped_back_a_day) {
    window_table t(100);
    for (int i = 0; i < 5; ++i) t.count(1, five_messages, 0, start);
    for (std::uint64_t who : {1, 2, 3}) t.count(2, three_recipients, who, start);
    const nanos before = start - 24 * 3600 * second;
    EXPECT_FALSE(t.count(1, five_messages, 0, before).granted);
    EXPECT_FALSE(t.count(2, three_recipients, 4, before).granted);
    EXPECT_TRUE(t.count(1, five_messages, 0, before + 70 * second).granted);
    EXPECT_TRUE(t.count(2, three_recipients, 4, before + 70 * second).granted);
}

TEST(window_table, is_bounded) {
    window_table t(50);
    for (std::uint64_t key = 0; key < 1'000; ++key) EXPECT_TRUE(t.count(key, five_messages, 0, start).granted);
    EXPECT_LE(t.size(), 50u);
    EXPECT_GT(t.forgotten(), 900u);
}

RC_GTEST_PROP(window_table, never_has_more_in_any_window_than_the_limit, ()) {
    const allowance by{*rc::gen::inRange<std::uint32_t>(1, 20), std::chrono::seconds{*rc::gen::inRange(1, 100)},
                       *rc::gen::arbitrary<bool>()};
    const nanos length = std::chrono::nanoseconds(by.within).count();
    window_table t(10);
    std::vector<std::pair<nanos, std::uint64_t>> granted;
    nanos at = start;
    for (int i = 0; i < 500; ++i) {
        at += *rc::gen::inRange<nanos>(0, length / 10);
        const auto who = *rc::gen::inRange<std::uint64_t>(0, 40);
        const counted got = t.count(1, by, who, at);
        if (got.granted)
            granted.push_back({at, who});
        else
            RC_ASSERT(got.wait > 0 && got.wait <= length + length / 8 + 1);
    }
    for (std::size_t i = 0; i < granted.size(); ++i) {
        std::set<std::uint64_t> who;
        std::size_t count = 0;
        for (std::size_t j = i; j < granted.size() && granted[j].first < granted[i].first + length; ++j, ++count)
            who.insert(granted[j].second);
        RC_ASSERT((by.recipients ? who.size() : count) <= by.most);
    }
}

TEST(window, counts_parts_by_their_number) {
    window_table t(1'000);
    const allowance ten{10, 3'600s, false};
    const nanos at = 1'795'446'000'000'000'000;
    const auto first = t.count(1, ten, 0, at, 7);
    EXPECT_TRUE(first.granted);
    EXPECT_FALSE(t.count(1, ten, 0, at, 4).granted);
    EXPECT_TRUE(t.count(1, ten, 0, at, 3).granted);
    t.give_back(1, ten, 0, first);
    EXPECT_TRUE(t.count(1, ten, 0, at, 7).granted);
    EXPECT_FALSE(t.count(1, ten, 0, at, 1).granted);
}

}  // namespace hermod::limits::window_test
