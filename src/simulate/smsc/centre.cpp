#include "simulate/smsc/centre.hpp"

#include "net/clocks.hpp"

namespace hermod::simulate {

namespace asio = boost::asio;
using asio::ip::tcp;
using wire::smpp::command_status;
using wire::smpp::message_state;

namespace {

constexpr std::chrono::milliseconds step{1};

// A restarted centre must not repeat its ids: they begin at the microsecond, and nobody takes a million messages a second.
std::uint64_t first_number(std::uint64_t wanted) {
    return wanted != 0 ? wanted : static_cast<std::uint64_t>(to_micros(net::wall_now()));
}

}  // namespace

centre::centre(asio::any_io_executor executor, smsc_options options)
    : executor_(executor),
      options_(std::move(options)),
      acceptor_(executor),
      timer_(executor),
      call_timer_(executor),
      next_number_(first_number(options_.first_id)),
      dice_(static_cast<std::minstd_rand::result_type>(options_.seed)) {
    if (options_.echo_number.starts_with('+')) options_.echo_number.erase(0, 1);  // addresses on the wire have none
}

result<void> centre::start() {
    if (!options_.ledger_path.empty()) {
        if (auto opened = ledger_.open(options_.ledger_path); !opened) return opened;
    }
    error_code failed;
    const auto place = asio::ip::make_address(options_.host, failed);
    if (failed) return failed;
    const tcp::endpoint where(place, options_.port);
    acceptor_.open(where.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(where, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return failed;
    inbound_at_ = net::mono_now();
    listen();
    if (!options_.outbind_host.empty()) call();
    arm_timer();
    return {};
}

std::uint16_t centre::port() const {
    error_code failed;
    return acceptor_.local_endpoint(failed).port();
}

peer& centre::welcome(tcp::socket socket) {
    const auto one = std::make_shared<peer>(std::move(socket), next_peer_++, *this);
    return *peers_.emplace(one->id(), one).first->second;
}

void centre::listen() {
    acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
        if (self->stopped_) return;
        if (!failed) {
            ++self->numbers_.connections;
            self->welcome(std::move(socket)).start();
        }
        self->listen();
    });
}

void centre::stop() {
    stopped_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
    call_timer_.cancel();
    drop_connections();
    ledger_.flush();
}

void centre::drop_connections() {
    while (!peers_.empty()) peers_.begin()->second->close();
}

// Outbind (3.4 section 4.1.7): we connect, say who we are, and are bound to like any other centre.
void centre::call() {
    error_code failed;
    const auto place = asio::ip::make_address(options_.outbind_host, failed);
    if (failed) return;
    const auto socket = std::make_shared<tcp::socket>(executor_);
    socket->async_connect({place, options_.outbind_port}, [self = shared_from_this(), socket](const error_code& refused) {
        if (self->stopped_) return;
        if (refused) return self->call_again();
        ++self->numbers_.calls;
        self->welcome(std::move(*socket)).start_with_outbind();
    });
}

void centre::call_again() {
    call_timer_.expires_after(options_.deliver_retry);
    call_timer_.async_wait([self = shared_from_this()](const error_code& failed) {
        if (!failed && !self->stopped_) self->call();
    });
}

void centre::gone(peer& one) {
    one.give_back(*this);
    if (one.called() && !stopped_) call_again();
    peers_.erase(one.id());
    if (!stopped_) turn_ends();
}

std::uint16_t centre::account(std::string_view system_id) {
    const auto known = accounts_.find(system_id);
    if (known != accounts_.end()) return known->second;
    queues_.emplace_back();
    const auto number = static_cast<std::uint16_t>(queues_.size() - 1);
    accounts_.emplace(system_id, number);
    return number;
}

command_status centre::drawn_error() {
    return dice_.drawn<command_status>(options_.errors).value_or(command_status::esme_rok);
}

message_state centre::drawn_state() {
    const std::pair<message_state, double> ends[] = {{message_state::undeliverable, options_.undelivered_percent},
                                                     {message_state::expired, options_.expired_percent},
                                                     {message_state::rejected, options_.rejected_percent}};
    return dice_.drawn<message_state>(ends).value_or(message_state::delivered);
}

void centre::enter(std::uint64_t number, const address& from, const address& to, std::uint8_t esm_class, std::uint8_t data_coding,
                   wire::smpp::octets user_data, bool receipt, std::uint16_t account) {
    ++numbers_.taken;
    const wall_time now = net::wall_now();
    if (ledger_.is_open())
        ledger_.add(std::to_string(number), to_micros(now), from.digits, to.digits, esm_class, data_coding, user_data);
    const std::string_view text(reinterpret_cast<const char*>(user_data.data()), user_data.size());
    delivery out;
    out.number = number;
    out.account = account;
    out.from = to;  // receipts and echoes come from the handset
    out.to = from;
    out.submitted = now;
    if (!options_.echo_number.empty() && options_.echo_number == std::string_view(to.digits)) {
        delivery echo = out;
        echo.inbound = true;
        echo.text = text;
        echo.data_coding = data_coding;
        echo.esm_class = static_cast<std::uint8_t>(esm_class & wire::smpp::esm_class::udhi);
        queues_[account].push(std::move(echo));
    }
    if (!receipt || !options_.receipts) return;
    out.state = drawn_state();
    out.beginning = text;
    if (options_.receipt_delay.count() == 0 && !options_.receipt_before_answer) return queues_[account].push(std::move(out));
    if (options_.receipt_delay.count() == 0) return queues_[account].push(std::move(out)), pump(account);
    out.due = net::mono_now() + options_.receipt_delay;
    receipts_.push(std::move(out));
}

void centre::answer_later(delayed_answer what) {
    what.due = net::mono_now() + options_.answer_delay;
    answers_.push(what);
}

void centre::deliver_later(delivery what, std::chrono::milliseconds delay) {
    what.due = net::mono_now() + delay;
    retries_.push(std::move(what));
}

void centre::deliver_first(delivery what) {
    queues_[what.account].push(std::move(what));
}

const delivery* centre::waiting(std::uint64_t number) {
    for (std::size_t i = 0; i < receipts_.size(); ++i)
        if (receipts_[i].number == number) return &receipts_[i];
    return nullptr;
}

bool centre::cancel(std::uint64_t number) {
    for (std::size_t i = 0; i < receipts_.size(); ++i) {
        if (receipts_[i].number != number) continue;
        receipts_[i].state = message_state::deleted;
        return true;
    }
    return false;
}

bool centre::replace(std::uint64_t number, wire::smpp::octets text) {
    for (std::size_t i = 0; i < receipts_.size(); ++i) {
        if (receipts_[i].number != number) continue;
        receipts_[i].beginning = std::string_view(reinterpret_cast<const char*>(text.data()), text.size());
        return true;
    }
    return false;
}

// Round the account's receiving binds, so that all of them get something.
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
    if (!finished_ && options_.stop_after != 0 && numbers_.taken >= options_.stop_after && all_sent()) {
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
    const bool needed = !answers_.empty() || !receipts_.empty() || !retries_.empty() || options_.inbound.rate > 0;
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

}  // namespace hermod::simulate
