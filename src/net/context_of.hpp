// The io_context behind an executor that the house handed out: connectors are given an executor, http_connection wants its
// context.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>

namespace hermod::net {

inline boost::asio::io_context& context_of(const boost::asio::any_io_executor& executor) {
    const auto* plain = executor.target<boost::asio::io_context::executor_type>();
    if (!plain) throw std::logic_error("an executor that is no io_context's");
    return plain->context();
}

}  // namespace hermod::net
