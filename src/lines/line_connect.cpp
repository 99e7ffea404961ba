// The part of a line that makes its connections: out to the centre, or waiting for the centre's call; and the pauses between.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "lines/errc.hpp"
#include "lines/line.hpp"
#include "net/as_values.hpp"
#include "net/within.hpp"

namespace hermod::lines {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using net::as_values;

}  // namespace

void line::start() {
    asio::co_spawn(executor_, run(shared_from_this()), asio::detached);
}

asio::awaitable<void> line::run(self_ptr self) {
    while (!self->stopping_) {
        result<void> opened;
        if (self->where_.acceptor)
            opened = co_await net::as_value(take_call(self));
        else
            opened = co_await net::within(self->options_.connect_timeout, open(self));
        if (self->stopping_) break;
        if (opened) {
            co_await serve(self);
        } else {
            self->say(log_level::warning, "connect failed", opened.error().message());
        }
        self->close_socket();
        // A centre that called may call again at once; a listener that fails must not spin.
        if (!self->stopping_ && (!self->where_.acceptor || !opened)) co_await pause(self);
    }
    self->close_socket();
    self->home_.line_ended();
}

asio::awaitable<result<void>> line::open(self_ptr self) {
    self->fresh_socket();
    const line_options& options = self->options_;
    error_code literal, failed;
    const auto address = asio::ip::make_address(options.host, literal);
    if (!literal) {
        std::tie(failed) = co_await self->socket_.async_connect(tcp::endpoint(address, options.port), as_values);
    } else {
        tcp::resolver resolver(self->executor_);
        auto [unresolved, places] = co_await resolver.async_resolve(options.host, std::to_string(options.port), as_values);
        if (unresolved) co_return unresolved;
        tcp::endpoint taken;
        std::tie(failed, taken) = co_await asio::async_connect(self->socket_, places, as_values);
    }
    if (failed) co_return failed;
    self->socket_.set_option(tcp::no_delay(true), failed);
    self->socket_.set_option(asio::socket_base::keep_alive(true), failed);
    if (!self->where_.tls.context) co_return result<void>{};
    if (auto ready = self->fresh_tls(); !ready) co_return ready.error();
    std::tie(failed) = co_await self->secure_->async_handshake(asio::ssl::stream_base::client, as_values);
    if (failed) co_return failed;
    if (!net::pinned(self->secure_->native_handle(), self->where_.tls.pins)) co_return make_error_code(errc::no_pin_matches);
    co_return result<void>{};
}

// Waits as long as it takes; who connects must say itself who it is.
asio::awaitable<result<void>> line::take_call(self_ptr self) {
    self->fresh_socket();
    error_code failed;
    std::tie(failed) = co_await self->where_.acceptor->socket().async_accept(self->socket_, as_values);
    if (failed) co_return failed;
    self->socket_.set_option(tcp::no_delay(true), failed);
    self->socket_.set_option(asio::socket_base::keep_alive(true), failed);
    const auto from = self->socket_.remote_endpoint(failed);
    if (failed) co_return failed;
    self->say(log_level::info, "called", from.address().to_string());
    co_return result<void>{};
}

void line::fresh_socket() {
    secure_.reset();
    error_code ignored;
    socket_.close(ignored);
    socket_ = tcp::socket(executor_);
}

result<void> line::fresh_tls() {
    const std::string& name = options_.tls_name.empty() ? options_.host : options_.tls_name;
    secure_.emplace(socket_, *where_.tls.context);
    if (!net::expect_peer(secure_->native_handle(), name)) return make_error_code(net::errc::host_refused);
    return {};
}

asio::awaitable<void> line::pause(self_ptr self) {
    self->backoff_timer_.expires_after(self->next_backoff());
    co_await self->backoff_timer_.async_wait(as_values);
}

// Full jitter over the upper half, so that a centre's restart is not greeted by everyone at once.
std::chrono::milliseconds line::next_backoff() {
    const auto most = std::min(options_.reconnect_most, options_.reconnect_least * (1u << std::min(failures_, 16u)));
    ++failures_;
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(dice_));
}

}  // namespace hermod::lines
