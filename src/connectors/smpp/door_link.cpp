#include "connectors/smpp/door_link.hpp"

#include <boost/asio/write.hpp>

#include "base/log.hpp"

namespace hermod::connectors::smpp {

namespace asio = boost::asio;
using asio::ip::tcp;
using wire::smpp::command_status;

namespace {

constexpr std::chrono::milliseconds close_patience{2'000};
constexpr std::size_t tls_read_size = 16 * 1024;
constexpr std::size_t kept_buffer = 4 * 1024;  // larger ones are given back when they are empty

void give_back(std::vector<std::uint8_t>& buffer) {
    buffer.clear();
    if (buffer.capacity() > kept_buffer) std::vector<std::uint8_t>().swap(buffer);
}

}  // namespace

// What the audience holds of us: it may outlive the link, the link's shard it does not.
class door_link::ear final : public listener {
public:
    ear(door_shard& home, std::uint64_t link, std::shared_ptr<seated_account> whose)
        : home_(home), link_(link), whose_(std::move(whose)) {}
    void tell(std::vector<telling> these) noexcept override { home_.tell(link_, std::move(these)); }
    // Of the account, not of the link: a bind that only submits is held with those that hear.
    void hold(bool on) noexcept override {
        if (std::exchange(holds_, on) != on) whose_->hold(on, home_.counters());
    }

private:
    door_shard& home_;
    std::uint64_t link_;
    std::shared_ptr<seated_account> whose_;
    bool holds_ = false;  // the audience's executor
};

door_link::door_link(door_shard& home, tcp::socket socket, std::uint64_t number, net::tls_context tls)
    : home_(home), socket_(std::move(socket)), number_(number), session_(home.options().session, *this) {
    error_code failed;
    socket_.set_option(tcp::no_delay(true), failed);
    socket_.set_option(asio::socket_base::keep_alive(true), failed);
    socket_.non_blocking(true, failed);
    const auto peer = socket_.remote_endpoint(failed);
    if (!failed) address_ = peer.address().to_string();
    if (tls) secure_ = std::make_unique<net::tls_stream>(std::move(socket_), std::move(tls));
}

door_link::~door_link() = default;

void door_link::start() {
    born_ = home_.now();
    if (secure_) return handshake();
    open_ = true;
    session_.connected(home_.now());
    wait_readable();
}

void door_link::handshake() {
    secure_->async_handshake(net::tls_stream::role::server, [self = shared_from_this()](const error_code& failed) {
        if (self->gone_) return;
        if (failed) {
            log_line(log_level::info, "TLS handshake failed")
                .field("door", "smpp")
                .field("address", self->address_)
                .field("detail", failed.message());
            return self->close();
        }
        self->home_.turn_begins();
        self->open_ = true;
        self->session_.connected(self->home_.now());
        self->read_tls();
        self->home_.turn_ends();
    });
}

// ---- reading ----

void door_link::wait_readable() {
    if (reading_ || gone_ || closing_) return;
    reading_ = true;
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& failed) {
        self->reading_ = false;
        if (self->gone_) return;
        if (failed) return self->close();
        self->read_plain();
    });
}

void door_link::read_plain() {
    auto& buffer = home_.read_buffer();
    error_code failed;
    const std::size_t count = socket_.read_some(asio::buffer(buffer), failed);
    if (failed == asio::error::would_block || failed == asio::error::try_again) return wait_readable();
    if (failed == asio::error::eof) return end_of_input();
    if (failed) return close();
    take(buffer.data(), count);
}

void door_link::read_tls() {
    if (reading_ || gone_ || closing_) return;
    reading_ = true;
    auto into = std::make_shared<std::vector<std::uint8_t>>(tls_read_size);
    const auto space = asio::buffer(*into);
    secure_->async_read_some(space,
                             [self = shared_from_this(), into = std::move(into)](const error_code& failed, std::size_t count) {
                                 self->reading_ = false;
                                 if (self->gone_) return;
                                 if (failed == asio::error::eof) return self->end_of_input();
                                 if (failed) return self->close();
                                 self->take(into->data(), count);
                             });
}

// It says nothing more, but may still read what we owe it: answers to what it has submitted. It hears no more.
void door_link::end_of_input() {
    home_.turn_begins();
    input_ended_ = true;
    close_by_ = home_.now() + home_.options().session.timers.unbind;
    session_.start_unbind(home_.now(), close_by_);
    home_.touch(*this);
    home_.turn_ends();
}

// Usually whole PDUs, worked off where they stand; only what must wait is copied.
void door_link::take(const std::uint8_t* octets, std::size_t count) {
    home_.turn_begins();
    if (rest_.empty()) {
        const std::size_t used = session_.feed({octets, count}, home_.now());
        rest_.assign(octets + used, octets + count);
    } else {
        rest_.insert(rest_.end(), octets, octets + count);
        feed_rest();
    }
    home_.touch(*this);
    home_.turn_ends();
}

void door_link::feed_rest() {
    const std::size_t used = session_.feed(rest_, home_.now());
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(used));
    if (rest_.empty()) give_back(rest_);
}

void door_link::turn_over() {
    touched_ = false;
    if (gone_) return;
    if (!rest_.empty() && !session_.waiting()) {
        const std::size_t before = rest_.size();
        feed_rest();
        if (rest_.size() != before) home_.touch(*this);  // it may have asked for more, or have room for it
    }
    if (!to_say_.empty() && session_.hears()) say_more();
    if (!answers_.empty() && ear_) home_.parts().listeners.hear(account(), *ear_, std::exchange(answers_, {}));
    if (ear_ && !session_.hears() && !std::exchange(shut_, true)) home_.parts().listeners.shut(account(), *ear_);
    if (!session_.waiting() && !input_ended_) secure_ ? read_tls() : wait_readable();
    flush();
    if (input_ended_ && !gone_ && session_.unanswered() == 0 && !session_.has_output() && !write_in_flight_) close();
}

// ---- writing ----

void door_link::flush() {
    if (write_in_flight_ || gone_ || !open_) return;
    if (!session_.has_output()) {
        if (closing_) close();
        return;
    }
    write_in_flight_ = true;
    session_.take_output(writing_);
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t octets) {
        self->write_done(failed, octets);
    };
    if (secure_) return asio::async_write(*secure_, asio::buffer(writing_), done);
    asio::async_write(socket_, asio::buffer(writing_), done);
}

void door_link::write_done(const error_code& failed, std::size_t octets) {
    write_in_flight_ = false;
    give_back(writing_);
    if (gone_) return;
    home_.turn_begins();
    session_.written(octets, home_.now());
    if (failed) return close();
    home_.touch(*this);  // what waited for the peer to read may go on
    home_.turn_ends();
}

// ---- its life ----

void door_link::tick() {
    if (gone_) return;
    if (!open_) {  // still shaking hands
        if (home_.now() - born_ >= home_.options().session.timers.session_init) close();
        return;
    }
    if ((closing_ || input_ended_) && home_.now() >= close_by_) return close();
    session_.tick(home_.now());
    if (session_.has_output() || closing_) home_.touch(*this);
}

void door_link::stop(mono_time drain_until) {
    if (!open_) return close();
    session_.start_unbind(home_.now(), drain_until);
    home_.touch(*this);
}

void door_link::close() {
    if (std::exchange(gone_, true)) return;
    error_code ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
    ended();
    home_.gone(number_);
}

void door_link::ended() {
    session_.disconnected();
    if (ear_) {
        std::erase_if(answers_, [](const told& one) { return one.is == told::kind::unanswered; });  // leaving gives those back
        if (!answers_.empty()) home_.parts().listeners.hear(account(), *ear_, std::exchange(answers_, {}));
        home_.parts().listeners.leave(account(), *ear_);
        account_->hearing.fetch_sub(1, std::memory_order_relaxed);
    }
    if (account_) home_.desk().seat_left(std::exchange(account_, nullptr));
    home_.desk().link_closed();
}

void door_link::decided(bind_answer answer) {
    if (gone_ || session_.now_state() != door_session::state::binding) {
        if (answer.account) home_.desk().seat_left(std::move(answer.account));
        return;
    }
    account_ = std::move(answer.account);
    const auto& who = account_ ? *account_->who : door_account{};
    session_.bind_decided(answer.status, who.window, who.deliver_window, home_.now(),
                          who.broadcast_by != connector_id{});
    home_.touch(*this);
    if (!account_) return;
    log_line(log_level::info, "bound")
        .field("door", "smpp")
        .field("account", who.name)
        .field("system_id", who.system_id)
        .field("address", address_);
    if (!session_.hears()) return;
    ear_ = std::make_shared<ear>(home_, number_, account_);
    account_->hearing.fetch_add(1, std::memory_order_relaxed);
    home_.parts().listeners.join(account(), ear_, who.deliver_window);
}

void door_link::close_me(door_close why) {
    closing_ = true;
    close_by_ = home_.now() + close_patience;
    home_.touch(*this);
    if (why != door_close::bind_refused) log_end(why);  // the door has told that
}

void door_link::log_end(door_close why) const {
    const bool ours = why == door_close::unbound || why == door_close::peer_unbound;
    log_line line(ours ? log_level::info : log_level::warning, "session ends");
    line.field("door", "smpp").field("address", address_).field("detail", words(why));
    if (account_) line.field("account", account_->who->name);
}

void door_link::noted(door_note what) {
    door_counters& numbers = home_.counters();
    auto& number = what == door_note::pdu_error          ? numbers.pdu_errors
                   : what == door_note::response_timeout ? numbers.response_timeouts
                                                         : numbers.oddities;
    number.fetch_add(1, std::memory_order_relaxed);
}

void door_link::passed(bool outward, wire::smpp::octets frame) {
    if (!log_enabled(log_category::pdu)) return;
    const wire::smpp::header head = wire::smpp::read_header(frame);
    log_line(log_category::pdu, name(head.id))
        .field("door", "smpp")
        .field("address", address_)
        .field("way", outward ? "out" : "in")
        .field("sequence", head.sequence_number)
        .field("status", name(head.status))
        .field("octets", frame.size());
}

}  // namespace hermod::connectors::smpp
