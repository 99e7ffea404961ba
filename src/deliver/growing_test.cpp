#include "deliver/growing.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace hermod::deliver {

TEST(growing, finds_what_was_added_and_nothing_else) {
    growing<int> all;
    EXPECT_EQ(all.find(0), nullptr);
    for (std::uint32_t id = 0; id < 1'000; ++id) all.add(id * 7, std::make_unique<int>(static_cast<int>(id)));
    for (std::uint32_t id = 0; id < 1'000; ++id) ASSERT_EQ(*all.find(id * 7), static_cast<int>(id));
    EXPECT_EQ(all.find(8), nullptr);
    int seen = 0;
    all.for_each([&](std::uint32_t id, int& what) { seen += id == static_cast<std::uint32_t>(what) * 7; });
    EXPECT_EQ(seen, 1'000);
}

TEST(growing, keeps_what_is_there_under_an_id) {
    growing<int> all;
    int* const first = &all.add(5, std::make_unique<int>(1));
    EXPECT_EQ(&all.add(5, std::make_unique<int>(2)), first);
    EXPECT_EQ(*all.find(5), 1);
}

TEST(growing, is_read_by_others_while_it_grows) {
    growing<std::uint32_t> all;
    std::atomic<std::uint32_t> added{0};
    std::atomic<bool> wrong{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            std::uint32_t last = 0;
            while (last < 5'000) {
                last = added.load(std::memory_order_acquire);
                for (std::uint32_t id = 1; id <= last; id += 1 + last / 50) {
                    const std::uint32_t* there = all.find(id);
                    if (!there || *there != id) wrong = true;
                }
            }
        });
    for (std::uint32_t id = 1; id <= 5'000; ++id) {
        all.add(id, std::make_unique<std::uint32_t>(id));
        added.store(id, std::memory_order_release);
    }
    for (std::thread& one : readers) one.join();
    EXPECT_FALSE(wrong);
}

}  // namespace hermod::deliver
