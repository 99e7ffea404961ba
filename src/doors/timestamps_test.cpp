#include "doors/timestamps.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace hermod::doors {
namespace {

using namespace std::chrono_literals;
constexpr wall_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 19h + 9min + 23s + 400ms;
constexpr wall_time second = std::chrono::floor<std::chrono::seconds>(now);
constexpr account_id shop{7}, rival{8};

TEST(timestamps_of_a_door, a_timestamp_is_the_second_or_the_next_that_the_recipient_has_not_had) {
    const auto given = std::make_unique<timestamps>();
    EXPECT_EQ(given->next(shop, "+467", now), second);
    EXPECT_EQ(given->next(shop, "+467", now), second + 1s);
    EXPECT_EQ(given->next(shop, "+468", now), second);
    EXPECT_EQ(given->next(rival, "+467", now), second);
    EXPECT_EQ(given->next(shop, "+467", now + 1s), second + 2s);
    EXPECT_EQ(given->next(shop, "+467", now + 1min), second + 1min);
}

TEST(timestamps_of_a_door, a_timestamp_is_a_minute_ahead_at_most_and_repeats_then) {
    const auto given = std::make_unique<timestamps>();
    for (int i = 0; i < 60; ++i) given->next(shop, "+467", now);
    EXPECT_EQ(given->next(shop, "+467", now), second + furthest_ahead);
    EXPECT_EQ(given->next(shop, "+467", now), second + furthest_ahead);
    EXPECT_EQ(given->next(shop, "+467", now - 1h), second - 1h) << "the clock was set back";
}

TEST(timestamps_of_a_door, remembers_which_message_got_a_second) {
    const auto given = std::make_unique<timestamps>();
    given->remember(shop, "+467", second, message_id{77});
    EXPECT_EQ(given->recall(shop, "+467", second), message_id{77});
    EXPECT_EQ(given->recall(shop, "+467", second + 1s), message_id{});
    EXPECT_EQ(given->recall(rival, "+467", second), message_id{});
    EXPECT_EQ(given->recall(shop, "+468", second), message_id{});
}

TEST(timestamps_of_a_door, threads_get_no_timestamp_twice) {
    const auto given = std::make_unique<timestamps>();
    std::vector<wall_time> of[2];
    std::vector<std::thread> threads;
    for (auto& mine : of)
        threads.emplace_back([&given, &mine] {
            for (int i = 0; i < 25; ++i) mine.push_back(given->next(shop, "+467", now));
        });
    for (auto& one : threads) one.join();
    std::set<wall_time> all(of[0].begin(), of[0].end());
    all.insert(of[1].begin(), of[1].end());
    EXPECT_EQ(all.size(), 50u);
}

}  // namespace
}  // namespace hermod::doors
