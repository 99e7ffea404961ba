// The part of the connector that reaches the provider, and tries again while it cannot.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "calls/call_connector.hpp"
#include "net/open_guard.hpp"

namespace hermod::calls {

namespace asio = boost::asio;

// Touches nothing of the connector's once the line is abandoned.
asio::awaitable<result<void>> call_connector::connect(line_ptr on) {
    const net::http_url origin = on->origin;
    const auto limit = how_.connect_timeout;
    const std::string name = how_.tls_name;
    auto target = co_await net::open_guard().resolve(origin, limit);
    if (!target) co_return target.error();
    if (on->abandoned) co_return make_error_code(net::errc::closed);
    if (!name.empty()) target->url.host = name;
    auto connected = co_await on->connection.connect(*target, limit);
    if (!on->abandoned) counters_.connects.fetch_add(1, std::memory_order_relaxed);
    co_return connected;
}

// Starts to try again until it is reached; what waits goes back.
void call_connector::unreachable(std::string why) {
    last_error_ = std::move(why);
    up_ = false;
    idle_.clear();
    if (probe_ || stopping_) return;
    probe_ = make_line();
    asio::co_spawn(context_, come_back(probe_), asio::detached);
}

asio::awaitable<void> call_connector::come_back(line_ptr on) {
    co_await asio::post(context_, asio::use_awaitable);
    while (!on->abandoned) {
        result<void> reached;
        if (tokens_) {
            const auto tokens = tokens_;
            const auto token = co_await tokens->token();
            if (on->abandoned) co_return;
            if (!token) {
                reached = token.error();
                last_error_ = tokens->sentence();
            }
        }
        if (reached) {
            reached = co_await connect(on);
            if (on->abandoned) co_return;
            if (!reached) last_error_ = reached.error().message();
        }
        if (reached) break;
        counters_.bind_failures.fetch_add(1, std::memory_order_relaxed);
        log_line(log_level::warning, "provider not reached").field("connector", who_.name).field("detail", last_error_);
        const auto most = std::min(how_.reconnect_most, how_.reconnect_least * (1u << std::min(failures_, 16u)));
        ++failures_;
        pause_.expires_after(
            std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(dice_)));
        error_code ignored;
        co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (on->abandoned) co_return;
    probe_.reset();
    failures_ = 0;
    up_ = true;
    last_error_.clear();
    log_line(log_level::info, "provider reached").field("connector", who_.name).field("host", how_.origin.host);
    turn_begins();
    on->last_used = clocks_.mono();
    idle_.push_back(std::move(on));
    turn_ends();
}

}  // namespace hermod::calls
