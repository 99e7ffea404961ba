// How a coroutine awaits an operation whose error is a value: const auto [failed, ...] = co_await op(as_values).
// Inside `op || timer` an exception would become a timeout after the full wait.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hermod::net {

inline constexpr auto as_values = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace hermod::net
