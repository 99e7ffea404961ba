#include "net/arrival.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

namespace hermod::net {
namespace {

boost::asio::awaitable<void> take(arrival<int>& one, int& sum) { sum += co_await one.wait(); }

}  // namespace

TEST(arrival, is_awaited_whether_it_came_before_or_after) {
    boost::asio::io_context io(1);
    resumptions home(io.get_executor());
    arrival<int> early(home), late(home);
    int sum = 0;
    early.set(1);
    boost::asio::co_spawn(io, take(early, sum), boost::asio::detached);
    boost::asio::co_spawn(io, take(late, sum), boost::asio::detached);
    io.poll();
    EXPECT_EQ(sum, 1);
    std::thread other([&] { late.set(2); });
    other.join();
    io.restart();
    io.poll();
    EXPECT_EQ(sum, 3);
}

TEST(arrival, thousands_from_another_thread_all_resume) {
    boost::asio::io_context io(1);
    resumptions home(io.get_executor());
    int sum = 0;
    std::vector<std::unique_ptr<arrival<int>>> all;
    for (int i = 0; i < 5000; ++i) {
        all.push_back(std::make_unique<arrival<int>>(home));
        boost::asio::co_spawn(io, take(*all.back(), sum), boost::asio::detached);
    }
    std::thread other([&] {
        for (auto& one : all) one->set(1);
    });
    io.run();  // ends only when every coroutine has
    other.join();
    EXPECT_EQ(sum, 5000);
}

}  // namespace hermod::net
