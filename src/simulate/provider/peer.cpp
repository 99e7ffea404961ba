#include "simulate/provider/peer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "simulate/provider/listener.hpp"

namespace hermod::simulate::provider {

namespace asio = boost::asio;

namespace {

constexpr std::size_t first_buffer = 4 * 1024, most_buffered = 1024 * 1024;

}  // namespace

peer::peer(asio::ip::tcp::socket socket, std::uint64_t id, listener& home, const net::tls_context& tls)
    : plain_(std::move(socket)), id_(id), home_(&home), in_(first_buffer, '\0') {
    error_code failed;
    plain_.set_option(asio::ip::tcp::no_delay(true), failed);
    const auto from = plain_.remote_endpoint(failed);
    if (!failed) remote_ = from.address().to_string();
    if (tls) secure_ = std::make_unique<net::tls_stream>(std::move(plain_), tls);
}

void peer::start() {
    if (!secure_) return read();
    secure_->async_handshake(net::tls_stream::role::server, [self = shared_from_this()](const error_code& failed) {
        if (!self->home_) return;
        if (failed) return self->close();
        self->read();
    });
}

// Also while an answer is waited for: that is how a peer's end is noticed.
void peer::read() {
    if (reading_ || !home_ || closing_) return;
    if (used_ == in_.size()) {
        if (in_.size() >= most_buffered) return;  // what is there must be answered first
        in_.resize(in_.size() * 2);
    }
    reading_ = true;
    const auto room = asio::buffer(in_.data() + used_, in_.size() - used_);
    auto done = [self = shared_from_this()](const error_code& failed, std::size_t count) {
        self->reading_ = false;
        if (!self->home_) return;
        if (failed) return self->close();
        self->used_ += count;
        self->work();
    };
    if (secure_)
        secure_->async_read_some(room, std::move(done));
    else
        plain_.async_read_some(room, std::move(done));
}

void peer::work() {
    while (home_ && !waiting_ && !closing_ && next_request()) {
    }
    if (!home_) return;
    home_->turn_ends();
    read();
}

bool peer::find_head() {
    const auto end = net::find_head_end(unread(), scanned_);
    if (end.refusal) refuse(end.refusal);
    if (end.refusal || end.size == 0) return false;
    head_size_ = end.size;
    scanned_ = body_size_ = 0;
    told_to_go_on_ = false;
    return true;
}

// The buffer may have moved since the head was read, so it is read again when the body is there.
bool peer::find_body() {
    if (const auto refused = net::check_request(unread().substr(0, head_size_), head_)) return refuse(refused), false;
    const std::string_view rest = unread().substr(head_size_ + body_size_);
    const auto room = most_buffered - head_size_;
    bool whole = false;
    if (head_.chunked) {
        if (!chunks_) chunks_ = std::make_unique<net::chunked_body>(room);
        const auto progress = chunks_->put(rest);
        body_size_ += progress.used;
        if (progress.reason != net::gate_reason::none) return refuse({progress.reason}), false;
        if (body_size_ > room / 2 && !chunks_->done()) return refuse({net::gate_reason::body_too_large}), false;
        body_ = (whole = chunks_->done()) ? chunks_->body() : std::string_view{};
    } else {
        const auto length = head_.content_length.value_or(0);
        if (length > room) return refuse({net::gate_reason::body_too_large}), false;
        if ((whole = rest.size() >= length)) body_ = rest.substr(0, body_size_ = static_cast<std::size_t>(length));
    }
    if (!whole && head_.expect_continue && !std::exchange(told_to_go_on_, true)) {
        out_ += "HTTP/1.1 100 Continue\r\n\r\n";
        home_->has_output(shared_from_this());
    }
    return whole;
}

bool peer::next_request() {
    if (head_size_ == 0 && !find_head()) return false;
    if (!find_body()) return false;
    frame_ = {head_.keep_alive, head_.http_1_1, head_.method == "HEAD"};
    waiting_ = true;
    home_->request_came({head_.method, head_.path, head_.query, body_, remote_, head_}, id_);
    if (!home_) return false;
    const std::size_t size = head_size_ + body_size_;
    std::memmove(in_.data(), in_.data() + size, used_ - size);
    used_ -= size;
    head_size_ = body_size_ = 0;
    chunks_.reset();
    return true;
}

void peer::refuse(net::gate_refusal why) {
    home_->bad_request();
    frame_ = {.keep_alive = false};
    append(net::problem(why.status(), net::reason_phrase(why.status()), why.sentence()));
    closing_ = true;
}

void peer::append(const net::http_response& response) {
    net::append_response(out_, response, frame_, home_->date());
    home_->has_output(shared_from_this());
}

void peer::answer(const net::http_response& response, bool twice) {
    if (!home_ || !std::exchange(waiting_, false)) return;
    append(response);
    if (twice) append(response);
    closing_ = closing_ || !frame_.keep_alive;
    if (head_size_ != 0 || used_ == 0) return;  // from within next_request(), or nothing has come behind it
    asio::post(socket().get_executor(), [self = shared_from_this()] { self->work(); });
}

void peer::break_off(const net::http_response* response) {
    if (!home_) return;
    const std::size_t start = out_.size();
    if (response) append(*response);
    out_.resize(start + (out_.size() - start) / 2);
    closing_ = true;
    home_->has_output(shared_from_this());
}

void peer::flush() {
    if (write_in_flight_ || !home_) return;
    if (out_.empty()) {
        if (closing_) close();
        return;
    }
    write_in_flight_ = true;
    writing_.clear();
    writing_.swap(out_);
    auto done = [self = shared_from_this()](const error_code& failed, std::size_t) {
        self->write_in_flight_ = false;
        if (!self->home_) return;
        if (failed) return self->close();
        self->flush();
        if (self->home_) self->home_->written();
    };
    if (secure_)
        asio::async_write(*secure_, asio::buffer(writing_), std::move(done));
    else
        asio::async_write(plain_, asio::buffer(writing_), std::move(done));
}

void peer::close() {
    if (!home_) return;
    listener& home = *std::exchange(home_, nullptr);
    error_code ignored;
    socket().close(ignored);
    home.gone(id_);
}

}  // namespace hermod::simulate::provider
