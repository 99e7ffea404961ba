// net::within(limit, op): op's result, or errc::timed_out after `limit`.
//
// Asio's `op || timer` waits for the timer when op throws, so the exception would surface as a timeout (house rule 2). Here
// op is first turned into a value: an exception becomes the result's error at once. op must heed cancellation, as every
// Asio operation does: within() returns only when op has ended, so nothing that op refers to can be outlived by it.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <utility>

#include "net/errc.hpp"

namespace hermod::net {

// Turns a thrown system_error of `op` into the result's error. Other exceptions are bugs and pass.
template <class T>
boost::asio::awaitable<result<T>> as_value(boost::asio::awaitable<result<T>> op) {
    try {
        co_return co_await std::move(op);
    } catch (const boost::system::system_error& failed) {
        co_return failed.code();
    }
}

template <class T>
boost::asio::awaitable<result<T>> within(std::chrono::steady_clock::duration limit, boost::asio::awaitable<result<T>> op) {
    using namespace boost::asio::experimental::awaitable_operators;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(limit);
    auto first = co_await (as_value(std::move(op)) || timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable)));
    if (first.index() == 1) co_return make_error_code(errc::timed_out);
    co_return std::get<0>(std::move(first));
}

}  // namespace hermod::net
