#include "connectors/smpp/link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "net/within.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr std::chrono::milliseconds close_patience{5'000};
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

}  // namespace

link::link(asio::any_io_executor executor, const connector_options& options, std::size_t index, net::tls_context tls,
           link_home& home)
    : executor_(executor),
      options_(options),
      index_(index),
      tls_(std::move(tls)),
      home_(home),
      session_(options_.session, *this),
      socket_(executor),
      backoff_timer_(executor),
      write_ended_(executor),
      dice_(static_cast<std::minstd_rand::result_type>(options.jitter_seed + index)) {
    in_.resize(std::max(read_size, options.session.max_pdu_length) + read_size);
}

void link::start() {
    asio::co_spawn(executor_, run(shared_from_this()), asio::detached);
}

asio::awaitable<void> link::run(self_ptr self) {
    while (!self->stopping_) {
        const result<void> opened = co_await net::within(self->options_.connect_timeout, open(self));
        if (self->stopping_) break;
        if (opened) {
            co_await serve(self);
        } else {
            self->say(log_level::warning, "connect failed", opened.error().message());
        }
        self->close_socket();
        if (!self->stopping_) co_await pause(self);
    }
    self->close_socket();
    self->home_.link_ended();
}

asio::awaitable<result<void>> link::open(self_ptr self) {
    self->fresh_socket();
    const connector_options& options = self->options_;
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
    if (!self->tls_) co_return result<void>{};
    if (auto ready = self->fresh_tls(); !ready) co_return ready.error();
    std::tie(failed) = co_await self->secure_->async_handshake(asio::ssl::stream_base::client, as_values);
    if (failed) co_return failed;
    co_return result<void>{};
}

void link::fresh_socket() {
    secure_.reset();
    error_code ignored;
    socket_.close(ignored);
    socket_ = tcp::socket(executor_);
}

result<void> link::fresh_tls() {
    const std::string& name = options_.tls_name.empty() ? options_.host : options_.tls_name;
    secure_.emplace(socket_, *tls_);
    if (!SSL_set_tlsext_host_name(secure_->native_handle(), name.c_str())) return make_error_code(net::errc::host_refused);
    secure_->set_verify_mode(asio::ssl::verify_peer);
    secure_->set_verify_callback(asio::ssl::host_name_verification(name));
    return {};
}

// Reads until the connection ends, then lets the write in flight end too: only then is known what has left.
asio::awaitable<void> link::serve(self_ptr self) {
    link& my = *self;
    my.home_.numbers().connects.fetch_add(1, std::memory_order_relaxed);
    ++my.generation_;
    my.in_used_ = 0;
    my.closing_ = false;
    my.connected_ = true;
    my.session_.connected(my.home_.now());
    my.flush();
    for (;;) {
        const auto space = asio::buffer(my.in_.data() + my.in_used_, my.in_.size() - my.in_used_);
        auto [failed, count] = my.secure_ ? co_await my.secure_->async_read_some(space, as_values)
                                          : co_await my.socket_.async_read_some(space, as_values);
        if (failed) {
            if (!my.closing_ && !my.stopping_) my.say(log_level::warning, "connection lost", failed.message());
            break;
        }
        my.in_used_ += count;
        my.home_.turn_begins();
        const std::size_t used = my.session_.feed({my.in_.data(), my.in_used_}, my.home_.now());
        my.in_used_ -= used;
        if (used != 0 && my.in_used_ != 0) std::memmove(my.in_.data(), my.in_.data() + used, my.in_used_);
        my.home_.turn_ends();
    }
    my.close_socket();
    while (my.write_in_flight_) {
        my.write_ended_.expires_at(asio::steady_timer::time_point::max());
        co_await my.write_ended_.async_wait(as_values);
    }
    my.lost();
}

void link::lost() {
    connected_ = false;
    home_.numbers().disconnects.fetch_add(1, std::memory_order_relaxed);
    home_.turn_begins();
    session_.disconnected();
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
    home_.turn_ends();
}

asio::awaitable<void> link::pause(self_ptr self) {
    self->backoff_timer_.expires_after(self->next_backoff());
    co_await self->backoff_timer_.async_wait(as_values);
}

// Full jitter over the upper half, so that a centre's restart is not greeted by everyone at once.
std::chrono::milliseconds link::next_backoff() {
    const auto most = std::min(options_.reconnect_most, options_.reconnect_least * (1u << std::min(failures_, 16u)));
    ++failures_;
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(dice_));
}

void link::stop(mono_time drain_until) {
    if (std::exchange(stopping_, true)) return;
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
    backoff_timer_.cancel();
    if (!connected_) return close_socket();
    session_.start_unbind(home_.now(), drain_until);
    flush();
}

void link::close_now() {
    close_socket();
}

void link::tick(mono_time now) {
    if (!connected_) return;
    session_.tick(now);
    if (closing_ && now >= close_by_) close_socket();
}

std::size_t link::room() const {
    if (stopping_) return 0;
    const std::size_t open = session_.room();
    return open > waiting_.size() ? open - waiting_.size() : 0;
}

void link::take(outbound part) {
    if (!waiting_.empty() || session_.room() == 0 || !home_.rate_allows()) return waiting_.push_back(std::move(part));
    home_.put(*this, part);
}

void link::drain() {
    while (!waiting_.empty() && session_.room() > 0 && home_.rate_allows()) {
        const outbound part = std::move(waiting_.front());
        waiting_.pop_front();
        home_.put(*this, part);
    }
}

void link::answer(std::uint64_t generation, std::uint32_t sequence, wire::smpp::command_id request,
                  wire::smpp::command_status status) {
    if (generation == generation_ && connected_) session_.answer(sequence, request, status);
}

void link::flush() {
    if (write_in_flight_ || !connected_) return;
    if (!session_.has_output()) {
        if (closing_) close_socket();
        return;
    }
    write_in_flight_ = true;
    writing_.clear();
    session_.take_output(writing_);
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t octets) {
        self->write_done(failed, octets);
    };
    if (!secure_) return asio::async_write(socket_, asio::buffer(writing_), done);
    session_.written(writing_.size());  // TLS may have sent a record that it never told us of: all of it counts as gone
    asio::async_write(*secure_, asio::buffer(writing_), done);
}

void link::write_done(const error_code& failed, std::size_t octets) {
    write_in_flight_ = false;
    if (!secure_) session_.written(octets);
    if (failed)
        close_socket();
    else
        flush();
    if (!write_in_flight_) write_ended_.cancel();
}

void link::close_socket() {
    error_code ignored;
    socket_.close(ignored);
}

void link::say(log_level level, std::string_view event, std::string_view sentence) {
    sentence_ = sentence;
    log_line(level, event).field("connector", options_.name).field("bind", index_ + 1).field("detail", sentence);
}

void link::bound() {
    failures_ = 0;
    say(log_level::info, "bound", "bound");
    if (stopping_) session_.start_unbind(home_.now(), home_.now());
}

void link::bind_refused(wire::smpp::command_status status) {
    home_.numbers().bind_failures.fetch_add(1, std::memory_order_relaxed);
    say(log_level::error, "bind refused", std::string(name(status)) + ", " + std::string(words(status)));
}

void link::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    home_.settled(token, std::move(result), round_trip);
}
void link::arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) {
    home_.arrived(*this, sequence, pdu);
}
void link::arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) {
    home_.arrived(*this, sequence, pdu);
}

void link::noted(session_note what) {
    connector_counters& numbers = home_.numbers();
    std::atomic<std::uint64_t>& number = what == session_note::pdu_error          ? numbers.pdu_errors
                                         : what == session_note::response_timeout ? numbers.response_timeouts
                                         : what == session_note::throttled        ? numbers.throttled
                                                                                  : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void link::close_me(close_reason why) {
    closing_ = true;
    close_by_ = home_.now() + close_patience;
    if (why == close_reason::bind_refused) return;  // has been told
    const bool ours = why == close_reason::unbound;
    say(ours ? log_level::info : log_level::warning, "closing", smpp::words(why));
}

void link::passed(bool outward, wire::smpp::octets frame) {
    if (!log_enabled(log_category::pdu)) return;
    const wire::smpp::header head = wire::smpp::read_header(frame);
    log_line(log_category::pdu, name(head.id))
        .field("connector", options_.name)
        .field("bind", index_ + 1)
        .field("way", outward ? "out" : "in")
        .field("sequence", head.sequence_number)
        .field("status", name(head.status))
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::smpp
