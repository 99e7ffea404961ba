#include "connectors/ucp/door_names.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace hermod::connectors::ucp {
namespace {

constexpr account_id shop{1};

TEST(door_names, a_recipient_has_no_second_twice) {
    door_names names;
    EXPECT_EQ(names.next(shop, "447700900123", 1000), 1000);
    EXPECT_EQ(names.next(shop, "447700900123", 1000), 1001);
    EXPECT_EQ(names.next(shop, "447700900123", 1001), 1002);
    EXPECT_EQ(names.next(shop, "447700900124", 1001), 1001);
    EXPECT_EQ(names.next(account_id{2}, "447700900123", 1001), 1001);
    EXPECT_EQ(names.next(shop, "447700900123", 2000), 2000);
}

TEST(door_names, repeats_rather_than_run_far_ahead) {
    door_names names;
    for (std::int64_t i = 0; i <= door_names::most_ahead; ++i) EXPECT_EQ(names.next(shop, "447700900123", 1000), 1000 + i);
    EXPECT_EQ(names.next(shop, "447700900123", 1000), 1000);
}

TEST(door_names, threads_get_different_seconds) {
    door_names names;
    std::vector<std::vector<std::int64_t>> got(4);
    std::vector<std::thread> all;
    for (auto& mine : got)
        all.emplace_back([&] {
            for (int i = 0; i < 15; ++i) mine.push_back(names.next(shop, "447700900123", 5));
        });
    for (auto& one : all) one.join();
    std::set<std::int64_t> different;
    for (const auto& mine : got) different.insert(mine.begin(), mine.end());
    EXPECT_EQ(different.size(), 60u);
}

}  // namespace
}  // namespace hermod::connectors::ucp
