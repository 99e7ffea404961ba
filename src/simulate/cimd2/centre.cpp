#include "simulate/cimd2/centre.hpp"

#include "net/clocks.hpp"

namespace hermod::simulate::cimd2 {

namespace asio = boost::asio;
using asio::ip::tcp;
using wire::cimd2::status_code_value;

namespace {

constexpr std::chrono::milliseconds step{1};

}  // namespace

centre::centre(asio::any_io_executor executor, options how)
    : executor_(executor),
      how_(std::move(how)),
      acceptor_(executor),
      timer_(executor),
      timestamps_(how_.same_second),
      dice_(how_.seed) {}

wall_time centre::wall_now() {
    return net::wall_now();
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

std::uint16_t centre::account(std::string_view user_identity) {
    const auto known = accounts_.find(user_identity);
    if (known != accounts_.end()) return known->second;
    // What came before anybody had logged in waits for the first who does.
    if (queues_.size() == accounts_.size()) queues_.emplace_back();
    const auto number = static_cast<std::uint16_t>(accounts_.size());
    accounts_.emplace(user_identity, number);
    return number;
}

std::int32_t centre::drawn_status() {
    const std::pair<status_code_value, double> faults[] = {{status_code_value::delivery_failed, how_.undelivered_percent},
                                                           {status_code_value::validity_period_expired, how_.expired_percent},
                                                           {status_code_value::message_deleted, how_.deleted_percent}};
    return static_cast<std::int32_t>(dice_.drawn<status_code_value>(faults).value_or(status_code_value::delivery_successful));
}

void centre::answer_later(delayed_answer what) {
    what.due = net::mono_now() + how_.answer_delay;
    answers_.push(std::move(what));
}

void centre::deliver_first(delivery what) {
    auto& of = queues_[what.account];
    (what.inbound ? of.messages : of.reports).push(std::move(what));
}

// Round the account's logins, so that all of them get something.
bool centre::pump_one(std::uint16_t account, ring<delivery>& queue) {
    bool moved = false;
    for (const auto& [id, one] : peers_) {
        if (queue.empty()) break;
        if (one->account() != account || !one->has_room() || (queue.front().inbound && !one->wants_message())) continue;
        one->deliver(std::move(queue.front()));
        queue.pop();
        moved = true;
    }
    return moved;
}

void centre::pump(std::uint16_t account) {
    while (!queues_[account].reports.empty() && pump_one(account, queues_[account].reports)) continue;
    while (!queues_[account].messages.empty() && pump_one(account, queues_[account].messages)) continue;
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
    if (!reports_.empty() || !answers_.empty()) return false;
    for (const auto& of : queues_)
        if (!of.reports.empty() || !of.messages.empty()) return false;
    return std::all_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->idle(); });
}

void centre::arm_timer() {
    const bool unanswered = std::any_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->unanswered() != 0; });
    const bool needed = !answers_.empty() || !reports_.empty() || unanswered || how_.inbound.rate > 0;
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
    for (; !reports_.empty() && reports_.front().due <= now; reports_.pop())
        queues_[reports_.front().account].reports.push(std::move(reports_.front()));
    for (const auto& [id, one] : peers_) one->repeat(now);
    stream_inbound(now);
    turn_ends();
}

}  // namespace hermod::simulate::cimd2
