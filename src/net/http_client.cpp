#include "net/http_client.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "net/as_values.hpp"
#include "net/chunked_body.hpp"
#include "net/clocks.hpp"
#include "net/http_characters.hpp"

namespace hermod::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

using client_executor = asio::io_context::executor_type;
using client_socket = asio::basic_stream_socket<tcp, client_executor>;
using client_timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, client_executor>;

constexpr std::size_t first_answer_buffer = 4096;
// So long after the last request was written a connection is taken to be alive without a look. Short: a provider that restarts
// closes what it has just answered on, and a request written there is unsure, though nobody has read it. A look is one call of
// the kernel.
constexpr std::chrono::milliseconds fresh{5};
constexpr int most_interim_replies = 8;

bool is_framing(std::string_view name) {
    static constexpr std::array<std::string_view, 4> names{"host", "content-length", "transfer-encoding", "connection"};
    return std::any_of(names.begin(), names.end(), [&](std::string_view one) { return same_ignoring_case(one, name); });
}

}  // namespace

struct http_connection::link : std::enable_shared_from_this<link> {
    link(asio::io_context& context, tls_context secure)
        : socket(context.get_executor()), timer(socket.get_executor()), tls(std::move(secure)) {}

    void begin(std::chrono::milliseconds limit);
    void end() { busy = false; }
    void arm();
    void close();
    error_code fail(error_code code);
    bool stale(mono_time now);
    bool write_head(std::string_view method, std::string_view target, std::span<const http_field> headers, std::size_t body);
    asio::awaitable<error_code> handshake(const std::string& host);
    asio::awaitable<error_code> send();
    asio::awaitable<error_code> read();
    asio::awaitable<error_code> receive_head();
    asio::awaitable<error_code> receive_body();
    asio::awaitable<error_code> receive_chunks();

    std::string_view received() const { return std::string_view(buffer).substr(0, size); }
    std::string_view body() const {
        if (chunks) return chunks->body();
        return received().substr(head_size, head.until_close ? std::string_view::npos : head.content_length.value_or(0));
    }

    client_socket socket;
    std::optional<asio::ssl::stream<client_socket&>> secure;
    // One timer, set anew only when it has run out: a request moves the deadline, not the timer.
    client_timer timer;
    tls_context tls;
    mono_time deadline{};
    mono_time last_used{};
    bool armed = false;
    bool busy = false;
    bool expired = false;
    bool open = false;

    std::string authority;
    std::string out;
    std::string buffer;  // its size is its capacity; `size` bytes have been received
    std::size_t size = 0;
    std::size_t head_size = 0;
    http_head head;
    std::unique_ptr<chunked_body> chunks;
};

void http_connection::link::begin(std::chrono::milliseconds limit) {
    deadline = mono_now() + limit;
    busy = true;
    expired = false;
    if (!armed || timer.expiry() > deadline) arm();
}

void http_connection::link::arm() {
    armed = true;
    timer.expires_at(deadline);  // an earlier wait ends with an error, and says nothing
    timer.async_wait([self = shared_from_this()](const error_code& failed) {
        if (failed) return;
        self->armed = false;
        if (!self->busy) return;
        if (mono_now() < self->deadline) return self->arm();
        self->expired = true;
        self->close();
    });
}

void http_connection::link::close() {
    open = false;
    error_code ignored;
    socket.close(ignored);
}

error_code http_connection::link::fail(error_code code) {
    end();
    close();
    if (expired) return make_error_code(errc::timed_out);
    if (code == asio::error::eof || code == asio::error::connection_reset || code == asio::error::broken_pipe ||
        code == asio::ssl::error::stream_truncated) {
        return make_error_code(errc::closed);
    }
    return code;
}

// A peer may have closed an idle connection; better to see it before a request is written than to wonder after. On a plain
// connection bytes that nobody asked for are as bad as an end.
bool http_connection::link::stale(mono_time now) {
    if (now - last_used < fresh) return false;
    char byte = 0;
    const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0) return !secure;
    return got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

bool http_connection::link::write_head(std::string_view method, std::string_view target, std::span<const http_field> headers,
                                       std::size_t body) {
    if (!is_token(method) || !is_target(target)) return false;
    out.clear();
    out.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(authority).append("\r\n");
    for (const auto& field : headers) {
        if (!is_token(field.name) || !is_field_value(field.value) || is_framing(field.name)) return false;
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    if (body > 0 || method != "GET") {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), body).ptr;
        out.append("Content-Length: ").append(digits.data(), end).append("\r\n");
    }
    out.append("\r\n");
    return true;
}

asio::awaitable<error_code> http_connection::link::handshake(const std::string& host) {
    if (!tls) co_return make_error_code(errc::not_open);
    secure.emplace(socket, *tls);
    error_code failed;
    secure->set_verify_mode(asio::ssl::verify_peer, failed);
    if (!failed) secure->set_verify_callback(asio::ssl::host_name_verification(host), failed);
    if (failed) co_return failed;
    error_code is_name;
    asio::ip::make_address(host, is_name);
    if (is_name) SSL_set_tlsext_host_name(secure->native_handle(), host.c_str());  // RFC 6066: names only
    const auto [refused] = co_await secure->async_handshake(asio::ssl::stream_base::client, as_values);
    co_return refused;
}

asio::awaitable<error_code> http_connection::link::send() {
    if (secure) {
        const auto [failed, bytes] = co_await asio::async_write(*secure, asio::buffer(out), as_values);
        co_return failed;
    }
    error_code failed;
    const auto written = socket.write_some(asio::buffer(out), failed);  // nearly always all, and no coroutine for it
    if (!failed && written == out.size()) co_return error_code{};
    if (failed && failed != asio::error::would_block) co_return failed;
    const auto rest = asio::buffer(out.data() + (failed ? 0 : written), out.size() - (failed ? 0 : written));
    const auto [broken, bytes] = co_await asio::async_write(socket, rest, as_values);
    co_return broken;
}

asio::awaitable<error_code> http_connection::link::read() {
    if (size == buffer.size()) buffer.resize(std::max(first_answer_buffer, 2 * buffer.size()));
    const auto room = asio::buffer(buffer.data() + size, buffer.size() - size);
    if (secure) {
        const auto [failed, bytes] = co_await secure->async_read_some(room, as_values);
        size += bytes;
        co_return failed;
    }
    const auto [failed, bytes] = co_await socket.async_read_some(room, as_values);
    size += bytes;
    co_return failed;
}

// The final reply's head; interim ones (100, 103) are dropped.
asio::awaitable<error_code> http_connection::link::receive_head() {
    size = 0;
    chunks.reset();
    std::size_t scanned = 0;
    for (int interim = 0; interim < most_interim_replies;) {
        const auto end = find_head_end(received(), scanned);
        if (end.refusal) co_return make_error_code(errc::bad_reply);
        if (end.size == 0) {
            if (const auto failed = co_await read()) co_return failed;
            continue;
        }
        head_size = end.size;
        if (check_response(received().substr(0, head_size), head)) co_return make_error_code(errc::bad_reply);
        if (head.status >= 200) co_return error_code{};
        if (head.status == 101) break;
        ++interim;
        buffer.erase(0, head_size);
        size -= head_size;
        scanned = 0;
    }
    co_return make_error_code(errc::bad_reply);
}

asio::awaitable<error_code> http_connection::link::receive_body() {
    const auto* const where = buffer.data();
    if (head.chunked) {
        if (const auto failed = co_await receive_chunks()) co_return failed;
    } else if (head.until_close) {
        for (error_code ended; !ended;) {
            ended = co_await read();
            if (size - head_size > reply_limit) co_return make_error_code(errc::reply_too_large);
            if (ended && ended != asio::error::eof) co_return ended;
        }
    } else {
        const auto length = head.content_length.value_or(0);
        if (length > reply_limit) co_return make_error_code(errc::reply_too_large);
        while (size < head_size + length) {
            if (const auto failed = co_await read()) co_return failed;
        }
        if (size > head_size + length) head.keep_alive = false;  // more than was asked for: never use this connection again
    }
    const bool stays = head.keep_alive;
    if (buffer.data() != where) (void)check_response(received().substr(0, head_size), head);  // the views have moved
    head.keep_alive = stays;
    co_return error_code{};
}

asio::awaitable<error_code> http_connection::link::receive_chunks() {
    chunks = std::make_unique<chunked_body>(reply_limit);
    for (;;) {
        const auto progress = chunks->put(received().substr(head_size));
        if (progress.reason == gate_reason::body_too_large) co_return make_error_code(errc::reply_too_large);
        if (progress.reason != gate_reason::none) co_return make_error_code(errc::bad_reply);
        const auto left = size - head_size - progress.used;
        std::copy_n(buffer.begin() + static_cast<std::ptrdiff_t>(head_size + progress.used), left,
                    buffer.begin() + static_cast<std::ptrdiff_t>(head_size));
        size = head_size + left;
        if (chunks->done()) break;
        if (const auto failed = co_await read()) co_return failed;
    }
    if (size > head_size) head.keep_alive = false;
    co_return error_code{};
}

http_connection::http_connection(asio::io_context& context, tls_context tls)
    : link_(std::make_shared<link>(context, std::move(tls))) {}

http_connection::~http_connection() {
    if (!link_) return;
    close();
    link_->timer.cancel();
}

http_connection::http_connection(http_connection&&) noexcept = default;

http_connection& http_connection::operator=(http_connection&& other) noexcept {
    std::swap(link_, other.link_);
    return *this;
}

bool http_connection::is_open() const {
    return link_->open;
}

int http_connection::last_status() const {
    return link_->head.status;
}

void http_connection::close() {
    link_->close();
}

asio::awaitable<result<void>> http_connection::connect(const checked_target& target, std::chrono::milliseconds limit) {
    const auto held = link_;
    held->close();
    held->secure.reset();
    held->begin(limit);
    error_code failed = make_error_code(errc::not_resolved);
    for (const auto& address : target.addresses) {
        error_code ignored;
        held->socket.close(ignored);
        const auto [refused] = co_await held->socket.async_connect(address, as_values);
        failed = refused;
        if (!failed || held->expired) break;
    }
    if (!failed && target.url.tls) failed = co_await held->handshake(target.url.host);
    if (failed || held->expired) co_return held->fail(failed);
    held->socket.set_option(tcp::no_delay(true), failed);
    held->socket.non_blocking(true, failed);
    held->end();
    held->authority = target.url.authority;
    held->last_used = mono_now();
    held->open = true;
    co_return result<void>{};
}

asio::awaitable<result<http_reply>> http_connection::request(std::string_view method, std::string_view target,
                                                             std::span<const http_field> headers, std::string_view body,
                                                             std::chrono::milliseconds limit) {
    const auto held = link_;  // so that a connection may be destroyed while its request runs
    auto& link = *held;
    if (!link.open) co_return make_error_code(errc::not_open);
    if (!link.write_head(method, target, headers, body.size())) co_return make_error_code(errc::bad_header);
    link.out.append(body);
    link.begin(limit);
    if (link.stale(link.deadline - limit)) {
        (void)link.fail({});
        co_return make_error_code(errc::not_open);
    }
    auto failed = co_await link.send();
    if (!failed) failed = co_await link.receive_head();
    if (!failed) failed = co_await link.receive_body();
    if (failed || link.expired) co_return link.fail(failed);
    link.end();
    link.last_used = link.deadline - limit;
    if (!link.head.keep_alive) link.close();
    co_return http_reply{link.head.status, link.body(), &link.head};
}

}  // namespace hermod::net
