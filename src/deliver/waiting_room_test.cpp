#include "deliver/waiting_room.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace hermod::deliver::waiting_room_test {
namespace {

constexpr account_id a{1}, b{2};
using room = waiting_room<int, int>;

std::vector<std::int64_t> empty_out(room& r, std::uint64_t bucket, std::size_t most = 1'000) {
    std::vector<std::int64_t> out;
    while (!r.empty() && out.size() < most) out.push_back(r.take(bucket).id);
    return out;
}

}  // namespace

TEST(waiting_room, keeps_an_account_s_order_and_puts_what_comes_back_in_its_place) {
    room r;
    for (std::int64_t id : {2, 3, 5, 4, 1}) r.put(7, 0, 10, {a, 0}, id, 0);
    EXPECT_EQ(empty_out(r, 7), (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
}

TEST(waiting_room, the_highest_priority_leaves_first_and_accounts_of_one_take_turns_by_weight) {
    room r([](account_id who) { return who == a ? 1.0 : 3.0; });
    for (std::int64_t id = 1; id <= 40; ++id) r.put(7, 0, 10, {a, 1}, id, 0);
    for (std::int64_t id = 101; id <= 140; ++id) r.put(7, 0, 10, {b, 1}, id, 0);
    r.put(7, 0, 10, {a, 3}, 200, 0);
    EXPECT_EQ(r.take(7).id, 200);
    const auto first = empty_out(r, 7, 40);
    EXPECT_NEAR(static_cast<double>(std::count_if(first.begin(), first.end(), [](auto id) { return id > 100; })), 30, 1);
}

TEST(waiting_room, knows_which_bucket_is_worth_asking_first) {
    room r;
    r.put(1, 11, 30, {a, 0}, 1, 0);
    r.put(2, 22, 20, {a, 0}, 2, 0);
    EXPECT_EQ(r.next(), (std::pair<std::int64_t, std::uint64_t>{20, 2}));
    EXPECT_EQ(r.about(2), 22);
    r.put_off(2, 40);
    EXPECT_EQ(r.next().second, 1u);
    r.take(1);
    EXPECT_EQ(r.next(), (std::pair<std::int64_t, std::uint64_t>{40, 2}));
    EXPECT_TRUE(r.any(2, 0));
    EXPECT_FALSE(r.any(2, 1));
    EXPECT_FALSE(r.any(1, 0));
}

TEST(waiting_room, counts_who_was_called_and_has_not_come) {
    room r;
    for (std::int64_t id : {1, 2, 3}) r.put(7, 0, 10, {a, 0}, id, 0);
    r.take(7);
    r.take(7);
    EXPECT_EQ(r.out(7), 2u);
    r.come(7);
    EXPECT_EQ(r.out(7), 1u);
    r.forget_out();
    r.is_out(7);
    EXPECT_EQ(r.out(7), 1u);
    r.come(99);  // nobody waits there any more
}

// Against a plain list: what was put in and not taken out is there, in order.
RC_GTEST_PROP(waiting_room, holds_what_was_put_in, ()) {
    room r;
    std::map<std::uint64_t, std::map<std::int64_t, int>> wanted;
    std::int64_t next_id = 1;
    std::size_t all = 0;
    for (int i = 0; i < 300; ++i) {
        const auto bucket = *rc::gen::inRange<std::uint64_t>(1, 5);
        const auto what = *rc::gen::inRange(0, 10);
        if (what < 6) {
            const std::int64_t id = *rc::gen::inRange(0, 4) == 0 ? -next_id : next_id;
            ++next_id;
            r.put(bucket, 0, i, {a, 0}, id, i);
            wanted[bucket][id] = i;
            ++all;
        } else if (what < 9 && !wanted[bucket].empty()) {
            const auto got = r.take(bucket);
            RC_ASSERT(got.id == wanted[bucket].begin()->first);
            RC_ASSERT(got.what == wanted[bucket].begin()->second);
            wanted[bucket].erase(wanted[bucket].begin());
            --all;
        } else {
            const auto goes = [&](std::int64_t id, int) { return id % 7 == 0; };
            r.erase_if(goes);
            for (auto& [key, line] : wanted) all -= std::erase_if(line, [](const auto& one) { return one.first % 7 == 0; });
        }
        RC_ASSERT(r.size() == all);
        std::map<std::int64_t, int> there, expected;
        r.for_each([&](const rank&, std::int64_t id, int value) { there[id] = value; });
        for (const auto& [key, line] : wanted) expected.insert(line.begin(), line.end());
        RC_ASSERT(there == expected);
    }
}

}  // namespace hermod::deliver::waiting_room_test
