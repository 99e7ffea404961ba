#include "simulate/ucp/centre.hpp"

#include "net/clocks.hpp"

namespace hermod::simulate::ucp {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds step{1};

}  // namespace

centre::centre(asio::any_io_executor executor, options how)
    : executor_(executor), how_(std::move(how)), acceptor_(executor), timer_(executor), stamps_(how_.same_second), dice_(how_.seed) {
    if (how_.echo_number.starts_with('+')) how_.echo_number.erase(0, 1);  // addresses on the wire have none
}

result<void> centre::start() {
    if (!how_.ledger_path.empty()) {
        if (auto opened = ledger_.open(how_.ledger_path); !opened) return opened;
    }
    error_code failed;
    const auto place = asio::ip::make_address(how_.host, failed);
    if (failed) return failed;
    const tcp::endpoint where(place, how_.port);
    acceptor_.open(where.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(where, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    inbound_at_ = net::mono_now();
    listen();
    arm_timer();
    return {};
}

std::uint16_t centre::port() const {
    error_code failed;
    return acceptor_.local_endpoint(failed).port();
}

void centre::listen() {
    acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
        if (self->stopped_) return;
        if (!failed) {
            ++self->numbers_.connections;
            const auto one = std::make_shared<peer>(std::move(socket), self->next_peer_++, *self);
            self->peers_.emplace(one->id(), one);
            one->start();
        }
        self->listen();
    });
}

void centre::stop() {
    stopped_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
    drop_connections();
    ledger_.flush();
}

void centre::drop_connections() {
    while (!peers_.empty()) peers_.begin()->second->close();
}

void centre::gone(peer& one) {
    one.give_back(*this);
    peers_.erase(one.id());
    if (!stopped_) turn_ends();
}

std::uint16_t centre::account(std::string_view user) {
    const auto known = accounts_.find(user);
    if (known != accounts_.end()) return known->second;
    // What was sent before anybody came belongs to the one who comes first.
    if (queues_.size() == accounts_.size()) queues_.emplace_back();
    const auto number = static_cast<std::uint16_t>(accounts_.size());
    accounts_.emplace(user, number);
    return number;
}

void centre::answer_later(delayed_answer what) {
    what.due = net::mono_now() + how_.answer_delay;
    answers_.push(std::move(what));
}

void centre::deliver_later(delivery what) {
    what.due = net::mono_now() + how_.deliver_retry;
    retries_.push(std::move(what));
}

void centre::deliver_first(delivery what) {
    queues_[what.account].push(std::move(what));
}

// Round the account's connections, so that all of them get something.
void centre::pump(std::uint16_t account) {
    ring<delivery>& queue = queues_[account];
    for (bool moved = true; moved && !queue.empty();) {
        moved = false;
        for (const auto& [id, one] : peers_) {
            if (queue.empty()) break;
            if (one->account() != account || !one->has_room()) continue;
            one->deliver(std::move(queue.front()));
            queue.pop();
            moved = true;
        }
    }
}

void centre::turn_ends() {
    ledger_.flush();
    for (std::uint16_t account = 0; account < queues_.size(); ++account) pump(account);
    // flush() may close a peer, and so change the map.
    for (auto at = peers_.begin(); at != peers_.end();) {
        const auto one = (at++)->second;
        one->flush();
    }
    arm_timer();
    if (!finished_ && how_.stop_after != 0 && numbers_.taken >= how_.stop_after && all_sent()) {
        finished_ = true;
        if (finished) finished();
    }
}

bool centre::all_sent() const {
    if (!receipts_.empty() || !retries_.empty() || !answers_.empty()) return false;
    for (const auto& queue : queues_)
        if (!queue.empty()) return false;
    return std::all_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->idle(); });
}

void centre::arm_timer() {
    const bool needed = !answers_.empty() || !receipts_.empty() || !retries_.empty() || how_.inbound.rate > 0;
    if (!needed || armed_ || stopped_) return;
    armed_ = true;
    timer_.expires_after(step);
    timer_.async_wait([self = shared_from_this()](const error_code& failed) {
        self->armed_ = false;
        if (failed || self->stopped_) return;
        self->work_off(net::mono_now());
    });
}

void centre::work_off(mono_time now) {
    for (; !answers_.empty() && answers_.front().due <= now; answers_.pop()) {
        const auto to = peers_.find(answers_.front().session);
        if (to != peers_.end()) to->second->answer(answers_.front());
    }
    for (auto* later : {&receipts_, &retries_}) {
        for (; !later->empty() && later->front().due <= now; later->pop())
            queues_[later->front().account].push(std::move(later->front()));
    }
    stream_inbound(now);
    turn_ends();
}

}  // namespace hermod::simulate::ucp
