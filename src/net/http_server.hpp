// An HTTP/1.1 server: listens on its endpoints, spreads connections over the io_contexts given, asks one handler.
//
// Owned by app/. It accepts on the first io_context and hands each connection to the next in turn; a session lives and dies
// on one io_context, each of which must be run by one thread. Every head passes the strict gate (http_gate.hpp) first.
// Refusals and failures are answered with problem+json. It does no routing, no TLS, no compression, no HTTP/2.
//
// The handler must outlive the io_contexts' last run. Destroy the server when no context runs any more, before the contexts.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "net/http_message.hpp"

namespace hermod::net {

class http_handler {
public:
    virtual ~http_handler() = default;
    // For what can be answered at once: spares the coroutine. nullopt: handle() is asked.
    virtual std::optional<http_response> try_handle(const http_request&) { return std::nullopt; }
    // May be called for many requests at the same time and on several threads. An exception becomes a 500.
    virtual boost::asio::awaitable<http_response> handle(const http_request& request) = 0;
};

struct http_server_options {
    std::vector<boost::asio::ip::tcp::endpoint> listen;
    std::size_t max_body = 2 * 1024 * 1024;
    std::size_t max_connections = 10'000;  // more wait in the kernel's queue
    gate_limits gate;
    std::chrono::milliseconds head_timeout{10'000};   // from the head's first byte to its last; also for the very first byte
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds idle_timeout{60'000};   // between requests
    std::chrono::milliseconds write_timeout{30'000};  // for one answer to be taken
    std::chrono::milliseconds drain_timeout{1'000};   // for a refused sender to read the refusal
    std::chrono::milliseconds tick{1'000};            // all timeouts are as coarse as this
    std::function<void(std::string_view)> log_failure;  // what a handler threw; any of the threads
};

struct http_counters {
    std::atomic<std::uint64_t> connections_accepted{0};
    std::atomic<std::uint64_t> connections_open{0};
    std::atomic<std::uint64_t> requests{0};  // answered by the handler
    std::array<std::atomic<std::uint64_t>, 6> responses{};  // by status / 100, refusals included
    std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(gate_reason::count)> refusals{};
};

class http_server {
public:
    http_server(std::vector<boost::asio::io_context*> contexts, http_handler& handler, http_server_options options);
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    // Binds every endpoint or none; the error is the system's. `failed_at`, when given, is told which endpoint it was.
    result<void> start(boost::asio::ip::tcp::endpoint* failed_at = nullptr);
    // As bound: with the real port where 0 was asked for.
    std::vector<boost::asio::ip::tcp::endpoint> endpoints() const;

    // Stops accepting, lets running requests finish, closes idle connections, and after `limit` closes the rest.
    // True when nothing had to be cut off.
    boost::asio::awaitable<bool> stop(std::chrono::milliseconds limit);

    const http_counters& counters() const;

private:
    struct core;
    std::shared_ptr<core> core_;
};

}  // namespace hermod::net
