#include "net/within.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/error.hpp>

#include "net/clocks.hpp"
#include "net/ticker.hpp"

namespace hermod::net {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

result<int> run(asio::awaitable<result<int>> task) {
    asio::io_context context;
    auto future = asio::co_spawn(context, std::move(task), asio::use_future);
    context.run();
    return future.get();
}

asio::awaitable<result<int>> at_once() { co_return 7; }
asio::awaitable<result<int>> failing() { co_return make_error_code(errc::closed); }
asio::awaitable<result<int>> throwing() {
    throw boost::system::system_error(make_error_code(errc::bad_reply));
    co_return 0;
}
asio::awaitable<result<int>> never(bool& cancelled) {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1));
    const auto [failed] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    cancelled = failed == asio::error::operation_aborted;
    co_return 0;
}

TEST(within, hands_on_what_the_operation_says) {
    EXPECT_EQ(run(within(std::chrono::hours(1), at_once())).value(), 7);
    EXPECT_EQ(run(within(std::chrono::hours(1), failing())).error(), make_error_code(errc::closed));
}

TEST(within, turns_an_exception_into_an_error_at_once_and_not_into_a_timeout) {
    const auto start = mono_now();
    EXPECT_EQ(run(within(std::chrono::hours(1), throwing())).error(), make_error_code(errc::bad_reply));
    EXPECT_LT(mono_now() - start, std::chrono::minutes(1));
}

TEST(within, times_out_and_has_cancelled_the_operation_when_it_returns) {
    bool cancelled = false;
    EXPECT_EQ(run(within(milliseconds(1), never(cancelled))).error(), make_error_code(errc::timed_out));
    EXPECT_TRUE(cancelled);
}

TEST(ticker, calls_until_it_is_stopped) {
    asio::io_context context;
    int calls = 0;
    mono_time last{};
    std::unique_ptr<ticker> ticks;
    ticks = std::make_unique<ticker>(context.get_executor(), milliseconds(1), [&](mono_time now) {
        EXPECT_GT(now, last);
        last = now;
        if (++calls == 3) ticks->stop();
    });
    ticks->start();
    ticks->start();  // twice is once
    context.run();   // ends because nothing is left to wait for
    EXPECT_EQ(calls, 3);
}

TEST(ticker, may_be_destroyed_while_it_ticks) {
    asio::io_context context;
    std::unique_ptr<ticker> ticks;
    ticks = std::make_unique<ticker>(context.get_executor(), milliseconds(1), [&](mono_time) { ticks.reset(); });
    ticks->start();
    context.run();
    EXPECT_EQ(ticks, nullptr);
}

}  // namespace
}  // namespace hermod::net
