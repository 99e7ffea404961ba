#include "connectors/modem/port.hpp"

#include <sys/file.h>
#include <termios.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

#include "net/within.hpp"

namespace hermod::connectors::modem {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

asio::serial_port::flow_control::type flow_of(flow_control wanted) {
    using type = asio::serial_port::flow_control;
    return wanted == flow_control::hardware ? type::hardware : wanted == flow_control::software ? type::software : type::none;
}

}  // namespace

port::port(asio::any_io_executor executor, const modem_options& modem, const connector_options& group, port_home& home)
    : executor_(executor),
      modem_(modem),
      group_(group),
      home_(home),
      serial_(executor),
      socket_(executor),
      pause_(executor),
      write_ended_(executor) {}

void port::start() {
    asio::co_spawn(executor_, run(shared_from_this()), asio::detached);
}

void port::stop() {
    stopped_ = true;
    pause_.cancel();
    close_streams();
}

void port::close() {
    close_streams();
}

// What a hung modem has not taken is dropped first: the kernel would wait for it, half a minute, and we with it.
void port::close_streams() {
    error_code ignored;
    if (serial_.is_open()) ::tcflush(serial_.native_handle(), TCOFLUSH);
    serial_.close(ignored);
    socket_.close(ignored);
}

asio::awaitable<void> port::run(self_ptr self) {
    while (!self->stopped_) {
        const auto opened = co_await net::within(self->group_.connect_timeout, open(self));
        if (self->stopped_) break;
        if (opened)
            co_await serve(self);
        else
            self->home_.not_opened(opened.error());
        self->close_streams();
        if (self->stopped_) break;
        const auto pause =
            std::min(self->group_.reconnect_most, self->group_.reconnect_least * (1u << std::min(self->failures_, 10u)));
        ++self->failures_;
        self->pause_.expires_after(pause);
        co_await self->pause_.async_wait(as_values);
    }
    self->close_streams();
    self->home_.port_ended();
}

asio::awaitable<result<void>> port::open(self_ptr self) {
    if (!self->modem_.device.empty()) co_return self->open_device();
    tcp::resolver resolver(self->executor_);
    auto [unresolved, places] = co_await resolver.async_resolve(self->modem_.host, std::to_string(self->modem_.port), as_values);
    if (unresolved) co_return unresolved;
    self->socket_ = tcp::socket(self->executor_);
    auto [failed, taken] = co_await asio::async_connect(self->socket_, places, as_values);
    if (failed) co_return failed;
    self->socket_.set_option(tcp::no_delay(true), failed);
    self->socket_.set_option(asio::socket_base::keep_alive(true), failed);
    co_return result<void>{};
}

result<void> port::open_device() {
    error_code failed;
    serial_.open(modem_.device, failed);
    if (failed) return failed;
    // Another program drives this modem.
    if (::flock(serial_.native_handle(), LOCK_EX | LOCK_NB) != 0) return error_code(EBUSY, boost::system::system_category());
    const auto set = [&](const auto& option) {
        if (!failed) serial_.set_option(option, failed);
    };
    set(asio::serial_port::baud_rate(modem_.speed));
    set(asio::serial_port::character_size(8));
    set(asio::serial_port::parity(asio::serial_port::parity::none));
    set(asio::serial_port::stop_bits(asio::serial_port::stop_bits::one));
    set(asio::serial_port::flow_control(flow_of(modem_.flow)));
    if (failed) return failed;
    return {};
}

// Reads until the connection ends, then lets the write in flight end too: only then is known what has left.
asio::awaitable<void> port::serve(self_ptr self) {
    port& my = *self;
    const bool serial = my.serial_.is_open();
    my.open_ = true;
    my.home_.opened();
    error_code why;
    for (;;) {
        const auto space = asio::buffer(my.in_);
        auto [failed, count] = serial ? co_await my.serial_.async_read_some(space, as_values)
                                      : co_await my.socket_.async_read_some(space, as_values);
        why = failed;
        if (failed) break;
        my.home_.heard({my.in_.data(), count});
    }
    my.close_streams();
    while (my.writing_) {
        my.write_ended_.expires_at(asio::steady_timer::time_point::max());
        co_await my.write_ended_.async_wait(as_values);
    }
    my.open_ = false;
    my.home_.gone(why);
}

void port::write(std::string octets) {
    out_ = std::move(octets);
    writing_ = true;
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t count) {
        self->write_done(failed, count);
    };
    if (serial_.is_open())
        asio::async_write(serial_, asio::buffer(out_), done);
    else
        asio::async_write(socket_, asio::buffer(out_), done);
}

void port::write_done(const error_code& failed, std::size_t count) {
    writing_ = false;
    home_.wrote(count);
    if (failed) close_streams();
    if (!writing_) write_ended_.cancel();
}

}  // namespace hermod::connectors::modem
