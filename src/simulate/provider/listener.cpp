#include "simulate/provider/listener.hpp"

#include <algorithm>

#include "net/clocks.hpp"

namespace hermod::simulate::provider {

namespace asio = boost::asio;
using asio::ip::tcp;

result<void> listener::start(const std::string& host, std::uint16_t port, net::tls_context tls) {
    tls_ = std::move(tls);
    error_code failed;
    const auto place = asio::ip::make_address(host, failed);
    if (failed) return failed;
    const tcp::endpoint where(place, port);
    acceptor_.open(where.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(where, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    listen();
    return {};
}

void listener::stop() {
    owner_ = nullptr;
    error_code ignored;
    acceptor_.close(ignored);
    drop_connections();
}

std::uint16_t listener::port() const {
    error_code failed;
    return acceptor_.local_endpoint(failed).port();
}

void listener::listen() {
    acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
        if (!self->owner_) return;
        if (!failed) {
            self->owner_->connected();
            const auto one = std::make_shared<peer>(std::move(socket), self->next_++, *self, self->tls_);
            self->peers_.emplace(one->id(), one);
            one->start();
        }
        self->listen();
    });
}

void listener::answer(std::uint64_t connection, const net::http_response& response, bool twice) {
    const auto found = peers_.find(connection);
    if (found != peers_.end()) found->second->answer(response, twice);
}

void listener::break_off(std::uint64_t connection, const net::http_response* half_of) {
    const auto found = peers_.find(connection);
    if (found != peers_.end()) found->second->break_off(half_of);
}

void listener::flush() {
    flushing_.swap(with_output_);
    for (const auto& one : flushing_) one->flush();
    flushing_.clear();
}

void listener::drop_connections() {
    while (!peers_.empty()) {
        const auto one = peers_.begin()->second;
        one->close();
    }
}

bool listener::idle() const {
    return std::all_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->idle(); });
}

void listener::request_came(const net::http_request& request, std::uint64_t connection) {
    if (owner_) owner_->asked(request, connection);
}

void listener::bad_request() {
    if (owner_) owner_->asked_wrongly();
}

void listener::turn_ends() {
    if (owner_) owner_->turn_ends();
}

void listener::has_output(std::shared_ptr<peer> one) {
    if (with_output_.empty() || with_output_.back() != one) with_output_.push_back(std::move(one));
}

void listener::gone(std::uint64_t connection) {
    peers_.erase(connection);
}

std::string_view listener::date() {
    const wall_time now = net::wall_now();
    const auto second = to_micros(now) / 1'000'000;
    if (second != std::exchange(date_second_, second)) date_ = net::http_date(now);
    return date_;
}

}  // namespace hermod::simulate::provider
