#include "simulate/smsc/centre.hpp"

#include "net/clocks.hpp"

namespace hermod::simulate {

namespace asio = boost::asio;
using asio::ip::tcp;
using wire::smpp::command_status;
using wire::smpp::message_state;

namespace {

// A restarted centre must not repeat its ids: they begin at the microsecond, and nobody takes a million messages a second.
std::uint64_t first_number(std::uint64_t wanted) {
    return wanted != 0 ? wanted : static_cast<std::uint64_t>(to_micros(net::wall_now()));
}

}  // namespace

centre::centre(asio::any_io_executor executor, smsc_options options)
    : line_centre(executor, std::move(options)),
      executor_(executor),
      call_timer_(executor),
      next_number_(first_number(how_.first_id)) {
    if (how_.echo_number.starts_with('+')) how_.echo_number.erase(0, 1);  // addresses on the wire have none
}

result<void> centre::start() {
    auto started = line_centre::start();
    if (started && !how_.outbind_host.empty()) call();
    return started;
}

void centre::stop() {
    call_timer_.cancel();
    line_centre::stop();
}

// Outbind (3.4 section 4.1.7): we connect, say who we are, and are bound to like any other centre.
void centre::call() {
    error_code failed;
    const auto place = asio::ip::make_address(how_.outbind_host, failed);
    if (failed) return;
    const auto socket = std::make_shared<tcp::socket>(executor_);
    socket->async_connect({place, how_.outbind_port}, [self = shared_from_this(), socket](const error_code& refused) {
        if (self->stopped_) return;
        if (refused) return self->call_again();
        ++self->numbers_.calls;
        self->welcome(std::move(*socket)).start_with_outbind();
    });
}

void centre::call_again() {
    call_timer_.expires_after(how_.deliver_retry);
    call_timer_.async_wait([self = shared_from_this()](const error_code& failed) {
        if (!failed && !self->stopped_) self->call();
    });
}

void centre::gone(peer& one) {
    if (one.called() && !stopped_) call_again();
    line_centre::gone(one);
}

command_status centre::drawn_error() {
    return dice_.drawn<command_status>(how_.errors).value_or(command_status::esme_rok);
}

message_state centre::drawn_state() {
    const std::pair<message_state, double> ends[] = {{message_state::undeliverable, how_.undelivered_percent},
                                                     {message_state::expired, how_.expired_percent},
                                                     {message_state::rejected, how_.rejected_percent}};
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
    if (!how_.echo_number.empty() && how_.echo_number == std::string_view(to.digits)) {
        delivery echo = out;
        echo.inbound = true;
        echo.text = text;
        echo.data_coding = data_coding;
        echo.esm_class = static_cast<std::uint8_t>(esm_class & wire::smpp::esm_class::udhi);
        deliver(std::move(echo));
    }
    if (!receipt || !how_.receipts) return;
    out.state = drawn_state();
    out.beginning = text;
    if (how_.receipt_delay.count() == 0) {
        deliver(std::move(out));
        if (how_.receipt_before_answer) pump(account);
        return;
    }
    out.due = net::mono_now() + how_.receipt_delay;
    reports_.push(std::move(out));
}

delivery* centre::waiting(std::uint64_t number) {
    for (std::size_t i = 0; i < reports_.size(); ++i)
        if (reports_[i].number == number) return &reports_[i];
    return nullptr;
}

bool centre::cancel(std::uint64_t number) {
    delivery* found = waiting(number);
    if (found) found->state = message_state::deleted;
    return found;
}

bool centre::replace(std::uint64_t number, wire::smpp::octets text) {
    delivery* found = waiting(number);
    if (found) found->beginning = std::string_view(reinterpret_cast<const char*>(text.data()), text.size());
    return found;
}

}  // namespace hermod::simulate
