#include "net/tls_stream.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <cerrno>
#include <new>

namespace hermod::net {
namespace {

namespace asio = boost::asio;

// OpenSSL's own socket BIO writes with write(), which raises SIGPIPE when the peer has gone.
int socket_of(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool try_again() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int send_some(BIO* bio, const char* from, std::size_t size, std::size_t* count) {
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(socket_of(bio), from, size, MSG_NOSIGNAL);
    if (sent < 0 && try_again()) BIO_set_retry_write(bio);
    *count = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    return sent >= 0;
}

int receive_some(BIO* bio, char* to, std::size_t size, std::size_t* count) {
    BIO_clear_retry_flags(bio);
    const auto received = ::recv(socket_of(bio), to, size, 0);
    if (received < 0 && try_again()) BIO_set_retry_read(bio);
    *count = received < 0 ? 0 : static_cast<std::size_t>(received);
    return received > 0;
}

long control(BIO*, int what, long, void*) {
    return what == BIO_CTRL_FLUSH || what == BIO_CTRL_DUP;
}

const BIO_METHOD* socket_method() {
    static const BIO_METHOD* made = [] {
        BIO_METHOD* out = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
        if (!out) throw std::bad_alloc();
        BIO_meth_set_write_ex(out, send_some);
        BIO_meth_set_read_ex(out, receive_some);
        BIO_meth_set_ctrl(out, control);
        return out;
    }();
    return made;
}

}  // namespace

tls_stream::tls_stream(next_layer_type socket, tls_context context)
    : socket_(std::move(socket)), context_(std::move(context)), connection_(SSL_new(context_->native_handle())) {
    if (!connection_) throw std::bad_alloc();
    SSL_set_mode(connection_.get(),
                 SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_read_ahead(connection_.get(), 1);  // a record's head and body with one call
}

error_code tls_stream::attach(role as) {
    error_code failed;
    socket_.native_non_blocking(true, failed);
    if (failed) return failed;
    BIO* bio = BIO_new(socket_method());
    if (!bio) return make_error_code(boost::system::errc::not_enough_memory);
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket_.native_handle())));
    BIO_set_init(bio, 1);
    SSL_set_bio(connection_.get(), bio, bio);
    as == role::client ? SSL_set_connect_state(connection_.get()) : SSL_set_accept_state(connection_.get());
    return {};
}

tls_stream::outcome tls_stream::shake(role as) {
    if (!SSL_get_rbio(connection_.get()))
        if (const auto failed = attach(as)) return {wants::nothing, failed, 0};
    ERR_clear_error();
    errno = 0;
    const int returned = SSL_do_handshake(connection_.get());
    return after(returned, errno, 0);
}

tls_stream::outcome tls_stream::read(void* to, std::size_t size) {
    if (size == 0) return {};
    std::size_t count = 0;
    ERR_clear_error();
    errno = 0;
    const int returned = SSL_read_ex(connection_.get(), to, size, &count);
    return after(returned, errno, count);
}

tls_stream::outcome tls_stream::write(const void* from, std::size_t size) {
    if (size == 0) return {};
    std::size_t count = 0;
    ERR_clear_error();
    errno = 0;
    const int returned = SSL_write_ex(connection_.get(), from, size, &count);
    return after(returned, errno, count);
}

tls_stream::outcome tls_stream::say_end() {
    ERR_clear_error();
    errno = 0;
    const int returned = SSL_shutdown(connection_.get());
    const int system_error = errno;
    return returned >= 0 ? outcome{} : after(returned, system_error, 0);
}

tls_stream::outcome tls_stream::after(int returned, int system_error, std::size_t count) {
    if (returned == 1) return {wants::nothing, {}, count};
    switch (SSL_get_error(connection_.get(), returned)) {
        case SSL_ERROR_WANT_READ:
            return {wants::readable, {}, 0};
        case SSL_ERROR_WANT_WRITE:
            return {wants::writable, {}, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {wants::nothing, asio::error::eof, 0};
        case SSL_ERROR_SYSCALL:
            if (system_error == 0) return {wants::nothing, asio::ssl::error::stream_truncated, 0};
            return {wants::nothing, error_code(system_error, boost::system::system_category()), 0};
        default:
            break;
    }
    const unsigned long why = ERR_get_error();
    ERR_clear_error();
    if (ERR_GET_REASON(why) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return {wants::nothing, asio::ssl::error::stream_truncated, 0};
    if (why == 0) return {wants::nothing, asio::ssl::error::unexpected_result, 0};
    return {wants::nothing, error_code(static_cast<int>(why), asio::error::get_ssl_category()), 0};
}

}  // namespace hermod::net
