#include "lines/line.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "net/as_values.hpp"

namespace hermod::lines {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr std::chrono::milliseconds close_patience{5'000};
using net::as_values;

}  // namespace

line::line(asio::any_io_executor executor, const line_options& options, place where, std::unique_ptr<session> protocol,
           line_home& home)
    : executor_(executor),
      options_(options),
      where_(std::move(where)),
      home_(home),
      session_(std::move(protocol)),
      socket_(executor),
      backoff_timer_(executor),
      write_ended_(executor),
      dice_(static_cast<std::minstd_rand::result_type>(options.jitter_seed + where_.index)) {
    session_->line_ = this;
    if (where_.acceptor) sentence_ = "waiting for the centre to call";
    in_.resize(std::max(read_size, session_->longest_frame()) + read_size);
}

// Reads until the connection ends, then lets the write in flight end too: only then is known what has left.
asio::awaitable<void> line::serve(self_ptr self) {
    line& my = *self;
    my.home_.numbers().connects.fetch_add(1, std::memory_order_relaxed);
    ++my.generation_;
    my.in_used_ = 0;
    my.closing_ = false;
    my.connected_ = true;
    my.session_->connected(my.home_.now());
    my.flush();
    for (;;) {
        const auto space = asio::buffer(my.in_.data() + my.in_used_, my.in_.size() - my.in_used_);
        auto [failed, count] = my.secure_ ? co_await my.secure_->async_read_some(space, as_values)
                                          : co_await my.socket_.async_read_some(space, as_values);
        if (failed) {
            if (!my.closing_ && !my.stopping_) my.say(log_level::warning, "connection lost", failed.message());
            break;
        }
        my.fed(count);
    }
    my.close_socket();
    while (my.write_in_flight_) {
        my.write_ended_.expires_at(asio::steady_timer::time_point::max());
        co_await my.write_ended_.async_wait(as_values);
    }
    my.lost();
}

void line::fed(std::size_t count) {
    in_used_ += count;
    home_.turn_begins();
    const std::size_t used = session_->feed({in_.data(), in_used_}, home_.now());
    in_used_ -= used;
    if (used != 0 && in_used_ != 0) std::memmove(in_.data(), in_.data() + used, in_used_);
    home_.turn_ends();
}

void line::lost() {
    connected_ = false;
    home_.numbers().disconnects.fetch_add(1, std::memory_order_relaxed);
    home_.turn_begins();
    // A centre that lets us log in and breaks before it answers is no better than one that is not there.
    if (was_usable_ && (answered_ || session_->outstanding() == 0)) failures_ = 0;
    was_usable_ = answered_ = false;
    session_->disconnected();
    give_back_waiting();
    home_.turn_ends();
}

void line::give_back_waiting() {
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
}

void line::stop(mono_time drain_until) {
    if (std::exchange(stopping_, true)) return;
    give_back_waiting();
    backoff_timer_.cancel();
    if (!connected_) return close_socket();
    session_->start_drain(home_.now(), drain_until);
    flush();
}

void line::close_now() {
    close_socket();
}

void line::tick(mono_time now) {
    if (!connected_) return;
    session_->tick(now);
    if (closing_ && now >= close_by_) close_socket();
}

std::size_t line::room() const {
    if (stopping_) return 0;
    const std::size_t open = session_->room();
    return open > waiting_.size() ? open - waiting_.size() : 0;
}

void line::take(outbound part) {
    if (!at_once()) return waiting_.push_back(std::move(part));
    home_.put(*this, part);
}

void line::drain() {
    while (!waiting_.empty() && session_->room() > 0 && home_.rate_allows()) {
        const outbound part = std::move(waiting_.front());
        waiting_.pop_front();
        home_.put(*this, part);
    }
}

void line::answer(std::uint64_t generation, std::uint64_t key, intake what) {
    if (generation == generation_ && connected_) session_->answer(key, what);
}

void line::flush() {
    if (write_in_flight_ || !connected_) return;
    if (!session_->has_output()) {
        if (closing_) close_socket();
        return;
    }
    write_in_flight_ = true;
    const octets writing = session_->take_output();
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t count) {
        self->write_done(failed, count);
    };
    if (!secure_) return asio::async_write(socket_, asio::buffer(writing.data(), writing.size()), done);
    session_->written(writing.size());  // TLS may have sent a record that it never told us of: all of it counts as gone
    asio::async_write(*secure_, asio::buffer(writing.data(), writing.size()), done);
}

void line::write_done(const error_code& failed, std::size_t count) {
    write_in_flight_ = false;
    if (!secure_) session_->written(count);
    if (failed)
        close_socket();
    else
        flush();
    if (!write_in_flight_) write_ended_.cancel();
}

void line::close_socket() {
    error_code ignored;
    socket_.close(ignored);
}

void line::say(log_level level, std::string_view event, std::string_view sentence) {
    sentence_ = sentence;
    log_line(level, event).field("connector", options_.name).field("bind", index() + 1).field("detail", sentence);
}

void line::established(std::string_view sentence) {
    was_usable_ = true;
    say(log_level::info, "bound", sentence);
    if (stopping_) session_->start_drain(home_.now(), home_.now());
}

void line::refused(std::string_view sentence) {
    home_.numbers().bind_failures.fetch_add(1, std::memory_order_relaxed);
    say(log_level::error, "bind refused", sentence);
}

void line::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    answered_ = answered_ || (result.is != verdict::kind::unsure && result.is != verdict::kind::unsent);
    home_.settled(token, std::move(result), round_trip);
}

void line::close_soon(log_level level, std::string_view why) {
    closing_ = true;
    close_by_ = home_.now() + close_patience;
    if (!why.empty()) say(level, "closing", why);
}

}  // namespace hermod::lines
