#include "net/mailbox.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

namespace hermod::net {

TEST(mailbox, brings_what_came_meanwhile_together_with_one_post) {
    boost::asio::io_context io;
    std::vector<std::vector<int>> taken;
    mailbox<int> box(io.get_executor(), [&](std::vector<int>& come) { taken.push_back(come); });
    box.push(1);
    box.push(2);
    EXPECT_EQ(io.run(), 1u);
    box.push(3);
    io.restart();
    EXPECT_EQ(io.run(), 1u);
    EXPECT_EQ(taken, (std::vector<std::vector<int>>{{1, 2}, {3}}));
}

TEST(mailbox, one_pushed_while_taking_comes_next) {
    boost::asio::io_context io;
    std::vector<int> taken;
    mailbox<int>* self = nullptr;
    mailbox<int> box(io.get_executor(), [&](std::vector<int>& come) {
        for (const int n : come) {
            taken.push_back(n);
            if (n < 3) self->push(n + 1);
        }
    });
    self = &box;
    box.push(1);
    io.run();
    EXPECT_EQ(taken, (std::vector<int>{1, 2, 3}));
}

TEST(mailbox, keeps_everything_and_each_callers_order_under_eight_threads) {
    constexpr int callers = 8, each = 20'000;
    boost::asio::io_context io;
    auto work = boost::asio::make_work_guard(io);
    std::vector<int> next(callers, 0);
    int total = 0;
    bool in_order = true;
    mailbox<std::pair<int, int>> box(io.get_executor(), [&](std::vector<std::pair<int, int>>& come) {
        for (const auto& [who, number] : come) in_order = in_order && number == next[who]++;
        total += static_cast<int>(come.size());
        if (total == callers * each) work.reset();
    });
    std::vector<std::thread> threads;
    for (int who = 0; who < callers; ++who)
        threads.emplace_back([&box, who] {
            for (int i = 0; i < each; ++i) box.push({who, i});
        });
    io.run();
    for (std::thread& t : threads) t.join();
    EXPECT_TRUE(in_order);
    EXPECT_EQ(total, callers * each);
}

}  // namespace hermod::net
