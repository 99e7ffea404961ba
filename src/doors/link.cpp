#include "doors/link.hpp"

#include <boost/asio/write.hpp>

#include "base/log.hpp"

namespace hermod::doors {

namespace asio = boost::asio;
using asio::ip::tcp;

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
class link::ear final : public listener {
public:
    ear(shard& home, std::uint64_t link, std::shared_ptr<seat> whose) : home_(home), link_(link), whose_(std::move(whose)) {}
    void tell(std::vector<telling> these) noexcept override { home_.tell(link_, std::move(these)); }
    // Of the account, not of the link: a bind that only submits is held with those that hear.
    void hold(bool on) noexcept override {
        if (std::exchange(holds_, on) != on) whose_->hold(on, home_.settings().name, home_.numbers());
    }

private:
    shard& home_;
    std::uint64_t link_;
    std::shared_ptr<seat> whose_;
    bool holds_ = false;  // the audience's executor
};

link::link(shard& home, tcp::socket socket, std::uint64_t number, net::tls_context tls)
    : home_(home), socket_(std::move(socket)), number_(number) {
    error_code failed;
    socket_.set_option(tcp::no_delay(true), failed);
    socket_.set_option(asio::socket_base::keep_alive(true), failed);
    socket_.non_blocking(true, failed);
    const auto peer = socket_.remote_endpoint(failed);
    if (!failed) address_ = peer.address().to_string();
    if (tls) secure_ = std::make_unique<net::tls_stream>(std::move(socket_), std::move(tls));
}

link::~link() = default;

void link::start() {
    born_ = home_.now();
    if (secure_) return handshake();
    open_ = true;
    talk().connected(home_.now());
    wait_readable();
}

void link::handshake() {
    secure_->async_handshake(net::tls_stream::role::server, [self = shared_from_this()](const error_code& failed) {
        if (self->gone_) return;
        if (failed) {
            log_line(log_level::info, "TLS handshake failed")
                .field("door", self->home_.settings().name)
                .field("address", self->address_)
                .field("detail", failed.message());
            return self->close();
        }
        self->home_.turn_begins();
        self->open_ = true;
        self->talk().connected(self->home_.now());
        self->read_tls();
        self->home_.turn_ends();
    });
}

// ---- reading ----

void link::wait_readable() {
    if (reading_ || gone_ || closing_) return;
    reading_ = true;
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& failed) {
        self->reading_ = false;
        if (self->gone_) return;
        if (failed) return self->close();
        self->read_plain();
    });
}

void link::read_plain() {
    auto& buffer = home_.read_buffer();
    error_code failed;
    const std::size_t count = socket_.read_some(asio::buffer(buffer), failed);
    if (failed == asio::error::would_block || failed == asio::error::try_again) return wait_readable();
    if (failed == asio::error::eof) return end_of_input();
    if (failed) return close();
    take(buffer.data(), count);
}

void link::read_tls() {
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
void link::end_of_input() {
    home_.turn_begins();
    input_ended_ = true;
    close_by_ = home_.now() + home_.settings().goodbye;
    talk().start_drain(home_.now(), close_by_);
    home_.touch(*this);
    home_.turn_ends();
}

// Usually whole PDUs, worked off where they stand; only what must wait is copied.
void link::take(const std::uint8_t* octets, std::size_t count) {
    home_.turn_begins();
    if (rest_.empty()) {
        const std::size_t used = talk().feed({octets, count}, home_.now());
        rest_.assign(octets + used, octets + count);
    } else {
        rest_.insert(rest_.end(), octets, octets + count);
        feed_rest();
    }
    home_.touch(*this);
    home_.turn_ends();
}

void link::feed_rest() {
    const std::size_t used = talk().feed(rest_, home_.now());
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(used));
    if (rest_.empty()) give_back(rest_);
}

void link::turn_over() {
    touched_ = false;
    if (gone_) return;
    if (!rest_.empty() && !talk().waiting()) {
        const std::size_t before = rest_.size();
        feed_rest();
        if (rest_.size() != before) home_.touch(*this);  // it may have asked for more, or have room for it
    }
    if (!to_say_.empty() && talk().hears()) say_more();
    if (!answers_.empty() && ear_) home_.with().listeners.hear(whose(), *ear_, std::exchange(answers_, {}));
    if (ear_ && !talk().hears() && !std::exchange(shut_, true)) home_.with().listeners.shut(whose(), *ear_);
    if (!talk().waiting() && !input_ended_) secure_ ? read_tls() : wait_readable();
    flush();
    if (input_ended_ && !gone_ && talk().unanswered() == 0 && !talk().has_output() && !write_in_flight_) close();
}

// ---- writing ----

void link::flush() {
    if (write_in_flight_ || gone_ || !open_) return;
    if (!talk().has_output()) {
        if (closing_) close();
        return;
    }
    write_in_flight_ = true;
    talk().take_output(writing_);
    const auto done = [self = shared_from_this()](const error_code& failed, std::size_t octets) {
        self->write_done(failed, octets);
    };
    if (secure_) return asio::async_write(*secure_, asio::buffer(writing_), done);
    asio::async_write(socket_, asio::buffer(writing_), done);
}

void link::write_done(const error_code& failed, std::size_t octets) {
    write_in_flight_ = false;
    give_back(writing_);
    if (gone_) return;
    home_.turn_begins();
    talk().written(octets, home_.now());
    if (failed) return close();
    home_.touch(*this);  // what waited for the peer to read may go on
    home_.turn_ends();
}

// ---- its life ----

void link::tick() {
    if (gone_) return;
    if (!open_) {  // still shaking hands
        if (home_.now() - born_ >= home_.settings().handshake) close();
        return;
    }
    if ((closing_ || input_ended_) && home_.now() >= close_by_) return close();
    talk().tick(home_.now());
    if (talk().has_output() || closing_) home_.touch(*this);
}

void link::stop(mono_time drain_until) {
    if (!open_) return close();
    talk().start_drain(home_.now(), drain_until);
    home_.touch(*this);
}

void link::close() {
    if (std::exchange(gone_, true)) return;
    error_code ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
    ended();
    home_.gone(number_);
}

void link::ended() {
    talk().disconnected();
    if (ear_) {
        std::erase_if(answers_, [](const told& one) { return one.is == told::kind::unanswered; });  // leaving gives those back
        if (!answers_.empty()) home_.with().listeners.hear(whose(), *ear_, std::exchange(answers_, {}));
        home_.with().listeners.leave(whose(), *ear_);
        place_->hearing.fetch_sub(1, std::memory_order_relaxed);
    }
    if (place_) home_.at().seat_left(std::exchange(place_, nullptr));
    home_.at().link_closed();
}

void link::bind_wanted(std::string login, std::string password) {
    login_ = std::move(login);
    home_.numbers().binds.fetch_add(1, std::memory_order_relaxed);
    home_.at().ask_bind(home_.index(), {number_, login_, std::move(password), address_,
                                        secure_ ? net::peer_certificate(secure_->native_handle()) : nullptr});
}

void link::decided(bind_answer answer) {
    if (gone_ || !talk().awaits_verdict()) {
        if (answer.place) home_.at().seat_left(std::move(answer.place));
        return;
    }
    place_ = std::move(answer.place);
    bind_decided(answer.is, place_ ? place_->who.get() : nullptr);
    home_.touch(*this);
    if (!place_) return;
    log_line(log_level::info, "bound")
        .field("door", home_.settings().name)
        .field("account", place_->who->name)
        .field("login", login_)
        .field("address", address_);
    if (!talk().hears()) return;
    ear_ = std::make_shared<ear>(home_, number_, place_);
    place_->hearing.fetch_add(1, std::memory_order_relaxed);
    home_.with().listeners.join(whose(), ear_, place_->who->deliver_window);
}

bool link::held() {
    if (place_->holds.load(std::memory_order_relaxed) == 0) return false;
    home_.numbers().submits_held.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void link::close_soon(log_level level, std::string_view why) {
    closing_ = true;
    close_by_ = home_.now() + close_patience;
    home_.touch(*this);
    if (why.empty()) return;
    log_line line(level, "session ends");
    line.field("door", home_.settings().name).field("address", address_).field("detail", why);
    if (place_) line.field("account", place_->who->name);
}

// ---- telling the application what the audience has for it ----

void link::tell(std::vector<telling>& these) {
    home_.numbers().tellings.fetch_add(these.size(), std::memory_order_relaxed);
    home_.touch(*this);
    for (telling& one : these) {
        if (talk().hears())
            to_say_.push_back(std::move(one));
        else
            answers_.push_back({one.token, told::kind::unanswered});
    }
    say_more();
}

// The window counts frames, the audience tellings: what comes in several parts may have to wait in the middle.
void link::say_more() {
    for (; !to_say_.empty() && talk().deliver_room() > 0; to_say_.pop_front(), said_ = 0) {
        const telling& one = to_say_.front();
        const std::size_t count = frames_for(one);
        if (count > 1 && said_ == 0) in_parts_[one.token] = {count, {one.token, told::kind::taken}};
        bool good = count != 0;
        for (; good && said_ < count && talk().deliver_room() > 0; ++said_) good = deliver(one.token, said_);
        if (good && said_ < count) return;
        if (good) continue;
        in_parts_.erase(one.token);
        answers_.push_back({one.token, told::kind::refused, 0, "it cannot be said in this protocol"});
    }
}

void link::heard(std::uint64_t token, told::kind is, std::uint32_t code, std::string_view detail) {
    told answer{token, is, code};
    if (is != told::kind::taken) answer.detail = detail;
    if (const auto at = in_parts_.find(token); at != in_parts_.end()) {
        several& all = at->second;
        if (all.worst.is == told::kind::taken && is != told::kind::taken) all.worst = answer;
        if (--all.left != 0) return;
        answer = all.worst;
        in_parts_.erase(at);
    }
    auto& number = answer.is == told::kind::taken     ? home_.numbers().tellings_taken
                   : answer.is == told::kind::refused ? home_.numbers().tellings_refused
                                                      : home_.numbers().tellings_later;
    number.fetch_add(1, std::memory_order_relaxed);
    answers_.push_back(std::move(answer));
    home_.touch(*this);
}

}  // namespace hermod::doors
