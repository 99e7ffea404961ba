#include "deliver/fair_queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace hermod::deliver {
namespace {

constexpr account_id a{1}, b{2}, c{3};

double weight_of(account_id who) {
    return who == a ? 1 : who == b ? 2 : 5;
}

TEST(fair_queue, the_highest_priority_leaves_first) {
    fair_queue<int> q;
    q.push_back({a, 0}, 1);
    q.push_back({b, 3}, 2);
    q.push_back({a, 1}, 3);
    q.push_back({a, 3}, 4);
    std::vector<int> left;
    while (!q.empty()) left.push_back(q.pop_front());
    EXPECT_EQ(left, (std::vector{2, 4, 3, 1}));
}

TEST(fair_queue, a_line_keeps_its_order_and_what_comes_back_is_first_in_it) {
    fair_queue<int> q;
    for (int i : {2, 3, 4}) q.push_back({a, 0}, i);
    q.push_front({a, 0}, 1);
    for (int i : {1, 2, 3, 4}) EXPECT_EQ(q.pop_front(), i);
}

TEST(fair_queue, shares_are_as_the_weights_whatever_waits) {
    fair_queue<account_id> q(weight_of);
    std::mt19937 dice(4);
    for (account_id who : {a, b, c})
        for (int i = 0; i < 8'000; ++i) q.push_back({who, 1}, who);
    std::map<account_id, double> taken;
    for (int i = 0; i < 8'000; ++i) {
        const double cost = 1 + static_cast<double>(dice() % 4);  // messages of one to four parts
        const account_id who = q.pop_front(cost);
        taken[who] += cost;
    }
    const double all = taken[a] + taken[b] + taken[c];
    for (account_id who : {a, b, c}) EXPECT_NEAR(taken[who] / all, weight_of(who) / 8, 0.05 * weight_of(who) / 8);
}

TEST(fair_queue, who_comes_late_waits_one_turn_and_has_saved_none_up) {
    fair_queue<int> q;
    for (int i = 0; i < 10'000; ++i) q.push_back({a, 0}, 1);
    for (int i = 0; i < 5'000; ++i) q.pop_front();
    for (int i = 0; i < 100; ++i) q.push_back({b, 0}, 2);
    int of_b = 0;
    for (int i = 0; i < 100; ++i) of_b += q.pop_front() == 2;
    EXPECT_NEAR(of_b, 50, 1);  // not all hundred for the turns that it was not there
}

TEST(fair_queue, nobody_waits_for_longer_than_a_turn_of_each_other) {
    fair_queue<int> q;
    constexpr int crowd = 50;
    for (std::uint32_t who = 10; who < 10 + crowd; ++who)
        for (int i = 0; i < 100; ++i) q.push_back({account_id{who}, 0}, 0);
    for (int i = 0; i < 777; ++i) q.pop_front();
    q.push_back({a, 0}, 1);
    int waited = 0;
    while (q.pop_front() != 1) ++waited;
    EXPECT_LE(waited, crowd);
}

TEST(fair_queue, what_is_erased_leaves_no_empty_turn) {
    fair_queue<int> q;
    for (int i = 0; i < 10; ++i) q.push_back({i % 2 ? a : b, static_cast<std::uint8_t>(i % 3)}, i);
    EXPECT_EQ(q.erase_if([](int i) { return i % 2 == 1; }), 5u);
    EXPECT_EQ(q.size(), 5u);
    EXPECT_EQ(q.size({a, 1}), 0u);
    int left = 0;
    for (; !q.empty(); ++left) EXPECT_EQ(q.pop_front() % 2, 0);
    EXPECT_EQ(left, 5);
}

}  // namespace
}  // namespace hermod::deliver
