// What the tests of http_server share: a handler with a door to wait behind, a blocking client, a server on real sockets.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <mutex>
#include <future>
#include <set>
#include <thread>

#include "net/clocks.hpp"
#include "net/http_server.hpp"

namespace hermod::net {
namespace {  // each test file has its own

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A door that handlers wait behind until the test opens it, on whatever thread.
class door {
public:
    asio::awaitable<void> pass() {
        asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        {
            const std::lock_guard lock(mutex_);
            if (open_) co_return;
            waiting_.insert(&timer);
        }
        arrived.fetch_add(1);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        const std::lock_guard lock(mutex_);
        waiting_.erase(&timer);
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        for (auto* timer : waiting_) asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    }
    std::atomic<int> arrived{0};

private:
    std::mutex mutex_;
    bool open_ = false;
    std::set<asio::steady_timer*> waiting_;
};

struct test_handler final : http_handler {
    std::optional<http_response> try_handle(const http_request& request) override {
        calls.fetch_add(1);
        {
            const std::lock_guard lock(mutex);
            threads.insert(std::this_thread::get_id());
        }
        if (request.path == "/at-once") return http_response(200, "text/plain", "at once");
        return std::nullopt;
    }
    asio::awaitable<http_response> handle(const http_request& request) override {
        if (request.path == "/throw") throw std::runtime_error("thrown by the handler");
        if (request.path == "/slow") co_await slow.pass();
        if (request.path == "/huge") co_return http_response(200, "text/plain", std::string(64 << 20, 'x'));
        if (request.path == "/stream") co_return streaming();
        std::string text(request.method);
        text.append(" ").append(request.path).append("?").append(request.query).append(" ").append(request.header("x-name"));
        text.append(" [").append(request.body).append("] from ").append(request.remote_address);
        co_return http_response(200, "text/plain", text);
    }
    http_response streaming() {
        http_response response(200);
        response.content_type = "text/event-stream";
        response.stream = [this](stream_writer& out) { return events(out); };
        return response;
    }
    asio::awaitable<void> events(stream_writer& out) {
        (void)co_await out.write("data: one\n\n");
        co_await slow.pass();
        for (int i = 0; i < stream_length; ++i) {
            if (const auto written = co_await out.write("data: two\n\n"); !written) {
                stream_error = written.error();
                stream_ended = true;
                co_return;
            }
            if (stream_length > 1) {
                asio::steady_timer timer(co_await asio::this_coro::executor, milliseconds(1));
                co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
            }
        }
        stream_ended = true;
    }

    door slow;
    std::atomic<int> calls{0};
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::atomic<int> stream_length{1};
    error_code stream_error;
    std::atomic<bool> stream_ended{false};
};

// A blocking client that knows nothing of HTTP but where a response ends.
class peer {
public:
    explicit peer(const tcp::endpoint& where) : socket_(context_) {
        socket_.connect(where);
        const timeval patience{20, 0};  // so that a failing test fails instead of hanging
        setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    void send(std::string_view text) {
        error_code ignored;
        asio::write(socket_, asio::buffer(text.data(), text.size()), ignored);
    }
    // The next response, whole; "" at the end of the connection.
    std::string response(bool bodyless = false) {
        for (;;) {
            const auto end = pending_.find("\r\n\r\n");
            if (end != std::string::npos) {
                const auto size = end + 4 + (bodyless ? 0 : length(pending_.substr(0, end + 2)));
                if (pending_.size() >= size) {
                    const auto whole = pending_.substr(0, size);
                    pending_.erase(0, size);
                    return whole;
                }
            }
            if (!more()) return "";
        }
    }
    std::string until(std::string_view text) {
        while (pending_.find(text) == std::string::npos && more()) {}
        return std::exchange(pending_, {});
    }
    std::string rest() {
        while (more()) {}
        return std::exchange(pending_, {});
    }
    void close() { socket_.close(); }
    bool timed_out() const { return timed_out_; }

private:
    static std::size_t length(const std::string& head) {
        const auto at = head.find("Content-Length: ");
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    }
    bool more() {
        char bytes[65536];
        const auto got = ::recv(socket_.native_handle(), bytes, sizeof bytes, 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) timed_out_ = true;
        if (got <= 0) return false;
        pending_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    asio::io_context context_;
    tcp::socket socket_;
    std::string pending_;
    bool timed_out_ = false;
};

class http_server_test : public testing::Test {
protected:
    void start(std::size_t shards = 1) {
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        std::vector<asio::io_context*> all;
        for (std::size_t i = 0; i < shards; ++i) {
            contexts.push_back(std::make_unique<asio::io_context>(1));
            all.push_back(contexts.back().get());
        }
        server = std::make_unique<http_server>(all, handler, options);
        server->start().value();
        where = server->endpoints().at(0);
        for (auto& context : contexts) threads.emplace_back([&context = *context] { context.run(); });
    }
    std::future<bool> stop(milliseconds limit) { return asio::co_spawn(stopper, server->stop(limit), asio::use_future); }
    bool stop_and_wait(milliseconds limit) {
        auto stopped = stop(limit);
        stopper.restart();
        stopper.run();
        return stopped.get();
    }
    ~http_server_test() override {
        handler.slow.open();
        for (auto& context : contexts) context->stop();
        for (auto& thread : threads) thread.join();
        server.reset();
    }
    template <class Condition>
    static bool eventually(Condition condition) {
        const auto deadline = mono_now() + seconds(20);
        while (!condition()) {
            if (mono_now() > deadline) return false;
            std::this_thread::yield();
        }
        return true;
    }
    std::uint64_t refused(gate_reason reason) const { return server->counters().refusals[std::size_t(reason)].load(); }

    http_server_options options;
    test_handler handler;
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    std::vector<std::thread> threads;
    asio::io_context stopper;
    std::unique_ptr<http_server> server;
    tcp::endpoint where;
};

}  // namespace
}  // namespace hermod::net
