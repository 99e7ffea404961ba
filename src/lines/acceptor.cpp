#include "lines/acceptor.hpp"

#include <mutex>

namespace hermod::lines {

namespace asio = boost::asio;
using asio::ip::tcp;

// Each share may end on a thread of its own: while the mutex is held it is known whether the socket is anybody's.
struct acceptor::port {
    explicit port(const asio::any_io_executor& executor) : socket(executor) {}
    std::mutex mutex;  // guards shares, and the socket's end
    std::size_t shares = 1;
    tcp::acceptor socket;
};

acceptor::~acceptor() {
    if (!open_) return;
    const std::lock_guard lock(at_->mutex);
    error_code ignored;
    if (--at_->shares == 0) at_->socket.close(ignored);
}

tcp::acceptor& acceptor::socket() const {
    return at_->socket;
}

void acceptor::close() {
    if (!std::exchange(open_, false)) return;
    const std::lock_guard lock(at_->mutex);
    error_code ignored;
    if (--at_->shares == 0)
        at_->socket.close(ignored);
    else
        at_->socket.cancel(ignored);  // only we wait
}

namespace {

result<tcp::endpoint> place_of(const std::string& host, std::uint16_t port) {
    error_code failed;
    const auto address = asio::ip::make_address(host, failed);
    if (failed) return failed;
    return tcp::endpoint(address, port);
}

result<std::shared_ptr<acceptor::port>> open(const asio::any_io_executor& executor, const tcp::endpoint& place) {
    error_code failed;
    auto made = std::make_shared<acceptor::port>(executor);
    tcp::acceptor& socket = made->socket;
    socket.open(place.protocol(), failed);
    if (!failed) socket.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) socket.bind(place, failed);
    if (!failed) socket.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    return made;
}

}  // namespace

result<acceptor_ptr> listen(const asio::any_io_executor& executor, const std::string& host, std::uint16_t port) {
    const auto place = place_of(host, port);
    if (!place) return place.error();
    auto made = open(executor, *place);
    if (!made) return made.error();
    return std::make_shared<acceptor>(std::move(*made));
}

result<acceptor_ptr> kept_ports::listen(const asio::any_io_executor& executor, connector_id who, const std::string& host,
                                        std::uint16_t port) {
    const auto place = place_of(host, port);
    if (!place) return place.error();
    std::erase_if(kept_, [](const auto& one) { return one.second.expired(); });
    auto& here = kept_[{who, *place}];
    if (auto there = here.lock()) {
        const std::lock_guard lock(there->mutex);
        if (there->shares != 0) {
            ++there->shares;
            return std::make_shared<acceptor>(std::move(there));
        }
    }
    auto made = open(executor, *place);
    if (!made) return made.error();
    here = *made;
    return std::make_shared<acceptor>(std::move(*made));
}

}  // namespace hermod::lines
