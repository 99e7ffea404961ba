#include "net/http_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "net/as_values.hpp"
#include "net/clocks.hpp"
#include "net/http_session.hpp"

namespace hermod::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds full_pause{10};        // at max_connections
constexpr std::chrono::milliseconds exhausted_pause{100};  // when the system has no descriptors or memory left
constexpr std::chrono::milliseconds look_again{5};         // while stopping

asio::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(as_values);
}

result<tcp::acceptor> bound(asio::io_context& context, const tcp::endpoint& where) {
    tcp::acceptor acceptor(context);
    error_code failed;
    acceptor.open(where.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(where, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    return acceptor;
}

}  // namespace

http_shard::http_shard(asio::io_context& where, http_handler& who, const http_server_options& how, http_counters& what)
    : context(where),
      handler(who),
      options(how),
      counters(what),
      now(mono_now()),
      date(http_date(wall_now())),
      ticks(std::make_unique<ticker>(where.get_executor(), how.tick, [this](mono_time at) { tick(at); })) {}

void http_shard::tick(mono_time at) {
    now = at;
    date = http_date(wall_now());
    for (auto* session : sessions) session->tick(at);
}

void http_shard::stop_idle() {
    stopping = true;
    for (auto* session : sessions) session->stop_if_idle();
}

void http_shard::close_all() {
    for (auto* session : sessions) session->close();
}

struct http_server::core {
    http_server_options options;
    http_counters counters;
    std::vector<std::unique_ptr<http_shard>> shards;
    std::vector<tcp::acceptor> acceptors;  // all on the first shard
    std::size_t next_shard = 0;            // touched on the first shard only
    std::atomic<bool> stopping{false};

    bool full() const { return counters.connections_open.load() >= options.max_connections; }
};

namespace {

// One for each acceptor, on the first shard. The acceptor is not touched after it was closed.
template <class Core>
asio::awaitable<void> accept_all(std::shared_ptr<Core> core, tcp::acceptor& acceptor) {
    while (!core->stopping) {
        if (core->full()) {
            co_await pause(full_pause);
            continue;
        }
        auto& shard = *core->shards[core->next_shard++ % core->shards.size()];
        session_socket socket(shard.context.get_executor());
        const auto [failed] = co_await acceptor.async_accept(socket, as_values);
        if (failed == asio::error::operation_aborted || core->stopping) co_return;
        if (failed) {
            co_await pause(exhausted_pause);
            continue;
        }
        core->counters.connections_accepted.fetch_add(1, std::memory_order_relaxed);
        core->counters.connections_open.fetch_add(1);
        asio::co_spawn(shard.context, serve(std::move(socket), shard, core), asio::detached);
    }
}

}  // namespace

http_server::http_server(std::vector<asio::io_context*> contexts, http_handler& handler, http_server_options options)
    : core_(std::make_shared<core>()) {
    core_->options = std::move(options);
    for (auto* context : contexts) {
        core_->shards.push_back(std::make_unique<http_shard>(*context, handler, core_->options, core_->counters));
    }
}

// Sessions whose handlers never ended keep the core until their own context goes; nothing in it may then refer to another.
http_server::~http_server() {
    core_->acceptors.clear();
    for (auto& shard : core_->shards) shard->ticks.reset();
}

result<void> http_server::start(tcp::endpoint* failed_at) {
    auto& context = core_->shards.front()->context;
    for (const auto& where : core_->options.listen) {
        auto acceptor = bound(context, where);
        if (!acceptor) {
            core_->acceptors.clear();
            if (failed_at != nullptr) *failed_at = where;
            return acceptor.error();
        }
        core_->acceptors.push_back(std::move(*acceptor));
    }
    for (auto& acceptor : core_->acceptors) asio::co_spawn(context, accept_all(core_, acceptor), asio::detached);
    for (auto& shard : core_->shards) {
        asio::post(shard->context, [core = core_, &shard = *shard] {
            if (shard.ticks) shard.ticks->start();
        });
    }
    return {};
}

std::vector<tcp::endpoint> http_server::endpoints() const {
    std::vector<tcp::endpoint> all;
    for (const auto& acceptor : core_->acceptors) {
        error_code failed;
        all.push_back(acceptor.local_endpoint(failed));
    }
    return all;
}

asio::awaitable<bool> http_server::stop(std::chrono::milliseconds limit) {
    const auto core = core_;
    core->stopping = true;
    asio::post(core->shards.front()->context, [core] {
        error_code ignored;
        for (auto& acceptor : core->acceptors) acceptor.close(ignored);
    });
    for (auto& shard : core->shards) asio::post(shard->context, [core, &shard = *shard] { shard.stop_idle(); });
    const auto deadline = mono_now() + limit;
    while (core->counters.connections_open.load() > 0 && mono_now() < deadline) co_await pause(look_again);
    const bool clean = core->counters.connections_open.load() == 0;
    for (auto& shard : core->shards) {
        asio::post(shard->context, [core, &shard = *shard] {
            shard.close_all();
            if (shard.ticks) shard.ticks->stop();
        });
    }
    co_return clean;
}

const http_counters& http_server::counters() const {
    return core_->counters;
}

}  // namespace hermod::net
