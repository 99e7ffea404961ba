#include "net/http_session.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <cstring>

#include "net/as_values.hpp"
#include "net/clocks.hpp"

namespace hermod::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t room_for_chunks = 16 * 1024;
constexpr std::size_t step_of_large_body = 64 * 1024;
constexpr std::size_t enough_to_write = 64 * 1024;
constexpr std::size_t most_to_drain = 1024 * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text_of(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

}  // namespace

http_session::http_session(session_socket socket, http_shard& shard)
    : socket_(std::move(socket)), shard_(shard), place_(shard.sessions.insert(shard.sessions.end(), this)) {
    error_code failed;
    socket_.set_option(asio::ip::tcp::no_delay(true), failed);
    socket_.non_blocking(true, failed);
    const auto peer = socket_.remote_endpoint(failed);
    if (!failed) remote_ = text_of(peer.address());
    buffer_.resize(first_buffer);
}

http_session::~http_session() {
    shard_.sessions.erase(place_);
    shard_.counters.connections_open.fetch_sub(1);
}

asio::awaitable<void> http_session::run() {
    co_await converse();
    close();
}

asio::awaitable<void> http_session::converse() {
    for (;;) {
        const auto head = find_head_end(unread(), scanned_, shard_.options.gate);
        if (head.refusal) {
            co_await refuse(head.refusal);
            co_return;
        }
        if (head.size == 0) {
            if (!out_.empty() && !flush_now() && !co_await flush()) co_return;
            if (!co_await next_bytes()) co_return;
            continue;
        }
        scanned_ = 0;
        if (!co_await one_request(head.size)) co_return;
        if (out_.size() > enough_to_write && !flush_now() && !co_await flush()) co_return;
    }
}

// Between requests, or within a head that has not come whole.
asio::awaitable<bool> http_session::next_bytes() {
    const bool between = unread().empty();
    if (between && shard_.stopping) co_return false;
    make_room();
    const auto what = between ? waiting_for::request : waiting_for::head;
    if (waiting_ != what) {
        const bool patient = between && !first_;
        wait_for(what, patient ? shard_.options.idle_timeout : shard_.options.head_timeout);
    }
    if (co_await read_more()) {
        first_ = false;
        co_return true;
    }
    if (expired_ && !between) co_await refuse({gate_reason::head_too_slow});
    co_return false;
}

// False: the connection ends.
asio::awaitable<bool> http_session::one_request(std::size_t head_size) {
    waiting_ = waiting_for::nothing;
    if (const auto refusal = check_request(unread().substr(0, head_size), head_, shard_.options.gate)) {
        co_await refuse(refusal);
        co_return false;
    }
    if (head_.chunked) keep_room_for_chunks(head_size);
    begin_ += head_size;
    floor_ = begin_;
    if (!take_body_if_here() && !co_await read_body()) co_return false;

    const http_request request{head_.method, head_.path, head_.query, body_, remote_, head_};
    std::optional<http_response> response;
    try {
        response = shard_.handler.try_handle(request);
        if (!response) response.emplace(co_await shard_.handler.handle(request));
    } catch (const std::exception& thrown) {
        if (shard_.options.log_failure) shard_.options.log_failure(thrown.what());
    }
    if (!response) response = problem(500, "Internal Server Error", "The request could not be handled.");
    shard_.counters.requests.fetch_add(1, std::memory_order_relaxed);
    const bool stays = answer(*response);
    const bool streamed = !response->stream || head_.method == "HEAD" || co_await stream(response->stream, !head_.http_1_1);
    forget_request();
    if (stays && streamed) co_return true;
    if (streamed && co_await flush()) co_await drain();
    co_return false;
}

// The ordinary case: no body, or one of known length that came with the head.
bool http_session::take_body_if_here() {
    body_ = {};
    if (head_.chunked) return false;
    const auto length = head_.content_length.value_or(0);
    if (length > end_ - begin_ || length > shard_.options.max_body) return false;
    body_ = unread().substr(0, static_cast<std::size_t>(length));
    begin_ += static_cast<std::size_t>(length);
    return true;
}

asio::awaitable<bool> http_session::read_body() {
    trouble_ = gate_reason::none;
    const auto length = head_.content_length.value_or(0);
    if (length > shard_.options.max_body) {
        co_await refuse({gate_reason::body_too_large});
        co_return false;
    }
    if (head_.expect_continue && unread().empty()) out_.append(go_on);
    if (!out_.empty() && !flush_now() && !co_await flush()) co_return false;
    wait_for(waiting_for::body, shard_.options.body_timeout);
    const bool whole = head_.chunked ? co_await read_chunks() : co_await read_large_body(static_cast<std::size_t>(length));
    if (!whole && expired_) trouble_ = gate_reason::body_too_slow;
    if (trouble_ != gate_reason::none) co_await refuse({trouble_});
    waiting_ = waiting_for::nothing;
    co_return (whole && trouble_ == gate_reason::none);
}

// Memory follows what has come, not what was announced.
asio::awaitable<bool> http_session::read_large_body(std::size_t length) {
    large_body_.assign(unread());
    begin_ = end_;
    for (std::size_t have = large_body_.size(); have < length;) {
        large_body_.resize(std::min(length, have + std::max(have, step_of_large_body)));
        const auto room = asio::buffer(large_body_.data() + have, large_body_.size() - have);
        const auto [failed, bytes] = co_await socket_.async_read_some(room, as_values);
        if (failed || expired_) co_return false;
        have += bytes;
    }
    body_ = large_body_;
    co_return true;
}

asio::awaitable<bool> http_session::read_chunks() {
    chunks_ = std::make_unique<chunked_body>(shard_.options.max_body);
    for (;;) {
        const auto progress = chunks_->put(unread());
        begin_ += progress.used;
        trouble_ = progress.reason;
        if (trouble_ != gate_reason::none) co_return false;
        if (chunks_->done()) break;
        make_room();
        if (!co_await read_more()) co_return false;
    }
    body_ = chunks_->body();
    co_return true;
}

asio::awaitable<bool> http_session::read_more() {
    const auto room = asio::buffer(buffer_.data() + end_, buffer_.size() - end_);
    const auto [failed, bytes] = co_await socket_.async_read_some(room, as_values);
    end_ += bytes;
    co_return !failed && !expired_;
}

void http_session::make_room() {
    const auto size = end_ - begin_;
    if (begin_ > floor_ && size > 0) std::memmove(buffer_.data() + floor_, buffer_.data() + begin_, size);
    begin_ = floor_;
    end_ = floor_ + size;
    if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);  // a long head; while chunks come there is room
}

// Chunks pass through the buffer behind the head, which must not move meanwhile. A long head may leave too little room:
// then the buffer grows now, and the head is looked at again where it stands now.
void http_session::keep_room_for_chunks(std::size_t head_size) {
    if (buffer_.size() - begin_ - head_size >= room_for_chunks) return;
    buffer_.resize(begin_ + head_size + std::max(room_for_chunks, end_ - begin_ - head_size));
    (void)check_request(unread().substr(0, head_size), head_, shard_.options.gate);
}

void http_session::forget_request() {
    floor_ = 0;
    chunks_.reset();
    if (large_body_.capacity() > step_of_large_body) std::string().swap(large_body_);
}

// Appends the response; true when the connection stays.
bool http_session::answer(const http_response& response) {
    const bool endless = response.stream && !head_.http_1_1;
    const bool stays = head_.keep_alive && !shard_.stopping && !endless;
    append_response(out_, response, {stays, head_.http_1_1, head_.method == "HEAD"}, shard_.date);
    const auto kind = static_cast<std::size_t>(std::clamp(response.status / 100, 0, 5));
    shard_.counters.responses[kind].fetch_add(1, std::memory_order_relaxed);
    return stays;
}

// Most answers fit into the kernel's buffer at once: no coroutine, no trip through the reactor.
bool http_session::flush_now() {
    while (written_ < out_.size()) {
        error_code failed;
        written_ += socket_.write_some(asio::buffer(out_.data() + written_, out_.size() - written_), failed);
        if (failed) return false;  // full or broken: flush() will find out
    }
    out_.clear();
    if (out_.capacity() > 4 * enough_to_write) std::string().swap(out_);
    written_ = 0;
    return true;
}

asio::awaitable<bool> http_session::flush() {
    wait_for(waiting_for::writing, shard_.options.write_timeout);
    const auto rest = asio::buffer(out_.data() + written_, out_.size() - written_);
    const auto [failed, bytes] = co_await asio::async_write(socket_, rest, as_values);
    out_.clear();
    written_ = 0;
    waiting_ = waiting_for::nothing;
    co_return !failed && !expired_;
}

asio::awaitable<bool> http_session::stream(const stream_function& function, bool bare) {
    chunked_stream_ = !bare;
    if (!flush_now() && !co_await flush()) co_return false;
    try {
        co_await function(*this);
    } catch (const std::exception& thrown) {
        if (shard_.options.log_failure) shard_.options.log_failure(thrown.what());
        co_return false;  // the reader sees a body without an end
    }
    if (!socket_.is_open() || expired_) co_return false;
    if (chunked_stream_) out_.append("0\r\n\r\n");
    co_return true;
}

asio::awaitable<result<void>> http_session::write(std::string bytes) {
    if (shard_.stopping || expired_ || !socket_.is_open()) co_return make_error_code(errc::stream_closed);
    if (bytes.empty()) co_return result<void>{};
    if (chunked_stream_) {
        std::array<char, 20> size{};
        const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
        out_.append(size.data(), end).append("\r\n").append(bytes).append("\r\n");
    } else {
        out_.append(bytes);
    }
    if (flush_now() || co_await flush()) co_return result<void>{};
    close();
    co_return make_error_code(errc::stream_closed);
}

asio::awaitable<void> http_session::refuse(gate_refusal refusal) {
    expired_ = false;
    shard_.counters.refusals[static_cast<std::size_t>(refusal.reason)].fetch_add(1, std::memory_order_relaxed);
    shard_.counters.responses[static_cast<std::size_t>(refusal.status() / 100)].fetch_add(1, std::memory_order_relaxed);
    const auto response = problem(refusal.status(), reason_phrase(refusal.status()), refusal.sentence());
    append_response(out_, response, {.keep_alive = false}, shard_.date);
    if (co_await flush()) co_await drain();
}

// Closing with unread bytes makes the kernel send a reset, which can overtake our last answer (RFC 9112 section 9.6). So
// the end of writing is announced, and a bounded amount is read and dropped.
asio::awaitable<void> http_session::drain() {
    error_code failed;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failed);
    wait_for(waiting_for::draining, shard_.options.drain_timeout);
    for (std::size_t dropped = 0; !failed && !expired_ && !shard_.stopping && dropped < most_to_drain;) {
        const auto [ended, bytes] = co_await socket_.async_read_some(asio::buffer(buffer_), as_values);
        failed = ended;
        dropped += bytes;
    }
}

void http_session::wait_for(waiting_for what, std::chrono::milliseconds limit) {
    waiting_ = what;
    deadline_ = shard_.now + limit;
}

void http_session::tick(mono_time now) {
    if (waiting_ == waiting_for::nothing || now < deadline_) return;
    expired_ = true;
    deadline_ = mono_time::max();
    error_code ignored;
    socket_.cancel(ignored);
}

void http_session::stop_if_idle() {
    if (waiting_ != waiting_for::request && waiting_ != waiting_for::draining) return;
    expired_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void http_session::close() {
    error_code ignored;
    socket_.close(ignored);
}

asio::awaitable<void> serve(session_socket socket, http_shard& shard, std::shared_ptr<void> core) {
    (void)core;  // lives in the coroutine's frame, and goes after the session
    http_session session(std::move(socket), shard);
    co_await session.run();
}

}  // namespace hermod::net
