#include "limits/jump.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace hermod::limits::jump_test {
namespace {

using namespace std::chrono_literals;

constexpr nanos hour = 3'600'000'000'000, start = hour * 500'000;
const jump five_times{5, 20, 3'600s};

// How many of `wanted` are let through in this hour.
std::uint32_t send(jump_table& to, std::int64_t at_hour, std::uint32_t wanted, std::uint64_t key = 1) {
    std::uint32_t out = 0;
    for (std::uint32_t i = 0; i < wanted; ++i) out += to.count(key, five_times, 1, start + at_hour * hour + i).granted;
    return out;
}

// One that has learnt that 10 an hour are usual, after these hours.
std::unique_ptr<jump_table> learnt(std::int64_t hours = 5) {
    auto out = std::make_unique<jump_table>(1'000);
    for (std::int64_t h = 0; h < hours; ++h) send(*out, h, 10);
    return out;
}

}  // namespace

TEST(jump, lets_all_through_while_it_learns_and_then_so_many_times_the_usual) {
    jump_table one(1'000);
    for (std::int64_t h = 0; h < jump_table::learning; ++h) EXPECT_EQ(send(one, h, 100), 100u);
    EXPECT_EQ(send(one, 3, 1'000), 500u);
    const auto no = one.count(1, five_times, 1, start + 3 * hour + hour / 4);
    EXPECT_FALSE(no.granted);
    EXPECT_EQ(no.usual, 100);
    EXPECT_EQ(no.wait, hour * 3 / 4);
}

TEST(jump, whom_nobody_wrote_to_before_gets_the_floor) {
    const auto one = learnt();
    EXPECT_EQ(send(*one, 5, 100, 2), 20u);
    EXPECT_EQ(send(*one, 5, 100, 1), 50u);
}

TEST(jump, a_usual_below_the_floor_leaves_the_floor) {
    jump_table one(1'000);
    for (std::int64_t h = 0; h < 10; ++h) EXPECT_EQ(send(one, h, 1), 1u);
    EXPECT_EQ(send(one, 10, 100), 20u);
}

TEST(jump, what_is_refused_never_becomes_usual) {
    const auto one = learnt(30);
    for (std::int64_t h = 30; h < 32; ++h) send(*one, h, 100'000);
    EXPECT_NEAR(one->count(1, five_times, 1, start + 32 * hour).usual, 10 + 40 * 2 / 25.0 + (50 + 16 - 10) * 2 / 25.0, 1.5);
}

TEST(jump, windows_without_messages_count_as_none_and_long_silence_is_forgotten) {
    const auto one = learnt(30);
    EXPECT_NEAR(one->count(1, five_times, 1, start + 36 * hour).usual, 10 * std::pow(23 / 25.0, 6), 0.01);
    const auto young = learnt(4);
    EXPECT_NEAR(young->count(1, five_times, 1, start + 8 * hour).usual, 5, 0.01);
    EXPECT_LT(young->count(1, five_times, 1, start + 500 * hour).usual, 0.01);
}

TEST(jump, gives_back_what_was_not_kept_and_counts_parts_by_their_number) {
    const auto one = learnt();
    const nanos at = start + 5 * hour;
    const auto big = one->count(1, five_times, 49, at);
    EXPECT_TRUE(big.granted);
    EXPECT_FALSE(one->count(1, five_times, 2, at).granted);
    one->give_back(1, 49, big);
    EXPECT_EQ(send(*one, 5, 100), 50u);
    one->give_back(1, 49, {true, 0, 0, 7});  // of a window that is over
    EXPECT_EQ(send(*one, 5, 1), 0u);
}

TEST(jump, a_clock_that_steps_back_counts_nothing_twice_and_does_not_stop_judging_for_long) {
    const auto one = learnt(30);
    EXPECT_EQ(send(*one, 30, 40), 40u);
    EXPECT_EQ(send(*one, 29, 100), 10u) << "the same window";
    for (std::int64_t h = -20; h < -17; ++h) send(*one, h, 10);
    EXPECT_EQ(send(*one, -17, 1'000), 50u) << "it learns no longer than after a start";
}

TEST(jump, threads_together_are_let_through_no_more_than_one_would) {
    const auto one = learnt();
    std::atomic<std::uint32_t> granted{0};
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n) threads.emplace_back([&] { granted += send(*one, 5, 200); });
    for (auto& t : threads) t.join();
    EXPECT_EQ(granted.load(), 50u);
}

TEST(jump, memory_is_bounded) {
    jump_table one(100);
    for (std::uint64_t key = 0; key < 5'000; ++key) send(one, 0, 1, key);
    EXPECT_LE(one.size(), 100u);
    EXPECT_GT(one.forgotten(), 4'000u);
}

}  // namespace hermod::limits::jump_test
