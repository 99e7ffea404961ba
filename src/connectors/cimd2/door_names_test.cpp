#include "connectors/cimd2/door_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace hermod::connectors::cimd2 {
namespace {

using namespace std::chrono_literals;
constexpr wall_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 19h + 9min + 23s + 400ms;
constexpr wall_time second = std::chrono::floor<std::chrono::seconds>(now);
constexpr account_id shop{7}, rival{8};

TEST(cimd2_door_names, a_timestamp_is_the_second_or_the_next_that_the_recipient_has_not_had) {
    const auto given = std::make_unique<door_timestamps>();
    EXPECT_EQ(given->next(shop, "+467", now), second);
    EXPECT_EQ(given->next(shop, "+467", now), second + 1s);
    EXPECT_EQ(given->next(shop, "+468", now), second);
    EXPECT_EQ(given->next(rival, "+467", now), second);
    EXPECT_EQ(given->next(shop, "+467", now + 1s), second + 2s);
    EXPECT_EQ(given->next(shop, "+467", now + 1min), second + 1min);
}

TEST(cimd2_door_names, a_timestamp_is_a_minute_ahead_at_most_and_repeats_then) {
    const auto given = std::make_unique<door_timestamps>();
    for (int i = 0; i < 60; ++i) given->next(shop, "+467", now);
    EXPECT_EQ(given->next(shop, "+467", now), second + furthest_ahead);
    EXPECT_EQ(given->next(shop, "+467", now), second + furthest_ahead);
    EXPECT_EQ(given->next(shop, "+467", now - 1h), second - 1h) << "the clock was set back";
}

TEST(cimd2_door_names, remembers_which_message_got_a_second) {
    const auto given = std::make_unique<door_timestamps>();
    given->remember(shop, "+467", second, message_id{77});
    EXPECT_EQ(given->recall(shop, "+467", second), message_id{77});
    EXPECT_EQ(given->recall(shop, "+467", second + 1s), message_id{});
    EXPECT_EQ(given->recall(rival, "+467", second), message_id{});
    EXPECT_EQ(given->recall(shop, "+468", second), message_id{});
}

TEST(cimd2_door_names, threads_get_no_timestamp_twice) {
    const auto given = std::make_unique<door_timestamps>();
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

TEST(cimd2_door_names, a_message_is_called_what_its_submit_was_answered_with) {
    message m;
    m.to = "+46701234567";
    m.accepted_at = now;
    m.client_ref = reference_of("261125190999", "0046-701234567");
    EXPECT_EQ(name_of(m, 0min).timestamp, "261125190999");
    EXPECT_EQ(name_of(m, 0min).destination, "0046-701234567");
    EXPECT_TRUE(is_named(m, "261125190999"));
    EXPECT_FALSE(is_named(m, "261125190923"));
    EXPECT_FALSE(is_named(m, ""));
}

TEST(cimd2_door_names, a_message_that_came_otherwise_is_called_by_its_time) {
    message m;
    m.to = "+46701234567";
    m.accepted_at = now;
    for (const char* reference : {"", "order 7", "261125190999", "261125190999:", "26112519099x:467"}) {
        m.client_ref = reference;
        EXPECT_EQ(name_of(m, 60min).timestamp, "261125200923") << reference;
        EXPECT_EQ(name_of(m, 60min).destination, "+46701234567");
        EXPECT_FALSE(is_named(m, "261125190999"));
    }
}

TEST(cimd2_door_names, a_number_is_one_however_it_is_written) {
    for (const char* written : {"46701234567", "+46701234567", "0046701234567", "+46-701-234567"})
        EXPECT_EQ(number_from(written), "+46701234567") << written;
    for (const char* written : {"", "+", "00", "Shop", "467 01", "4+67"}) EXPECT_EQ(number_from(written), "") << written;
}

}  // namespace
}  // namespace hermod::connectors::cimd2
