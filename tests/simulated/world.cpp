#include "world.hpp"

#include <gtest/gtest.h>

namespace hermod::simulated {

using namespace std::chrono_literals;

namespace {

constexpr micros session_tick = 50ms, lane_tick = 1s;  // as the connector's and the gateway's
constexpr micros fastest = 200us, slowest = 20ms;      // of the network, one way

connectors::smpp::session_options session_of(const plan& as) {
    connectors::smpp::session_options out;
    out.system_id = "hermod";
    out.window = as.window;
    return out;
}

}  // namespace

world::world(const plan& as)
    : luck_(as.seed),
      options_(session_of(as)),
      shelf_(time_, luck_, as.messages, as.resend_unsure),
      centre_(
          as.centre, time_, luck_, as.messages, [this](std::vector<std::uint8_t> octets) { to_us(std::move(octets)); },
          [this] { hung_up(); }) {
    lane_options_.active = as.active;
    live();
    for (std::size_t i = 0; i < as.messages; ++i) lane_->enqueue(shelf_.content(i));
    tick_session();
    tick_lane();
}

void world::live() {
    lane_ = std::make_unique<deliver::lane>(lane_options_, shelf_.serve(served_));
    served_ = lane_.get();
    lane_->at(time_.wall());
    lane_->attach(this);
    translator_.emplace(translation_);
    session_.emplace(options_, *this);
    connect();
}

void world::crash() {
    shelf_.crash();
    connected_ = write_in_flight_ = false;
    starved_ = true;
    ++connection_;
    in_.clear();
    live();
    for (const store::open_entry& left : shelf_.left())
        if (left.sendable) lane_->recover(left);
    lane_->pump(time_.wall());
}

void world::stop() {
    lane_->stop(time_.wall());
    stopping_ = true;
    turn([this] { session_->start_unbind(time_.now(), time_.now() + 65s); });
}

// ---- the outlet ----

void world::turn(auto what) {
    in_turn_ = true;
    what();
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) lane_->ready();
    in_turn_ = false;
    flush();
}

void world::send(outbound part) {
    ASSERT_GT(session_->room(), 0u);
    const auto made = translator_->submit(part.what, part.part, time_.wall());
    ASSERT_TRUE(made.pdu) << made.refused;
    ASSERT_TRUE(session_->send(part.token, *made.pdu, time_.now()));
    starved_ = starved_ || capacity() == 0;
}

void world::flush() {
    if (in_turn_ || write_in_flight_ || !connected_) return;
    if (!session_->has_output()) {
        if (closing_) lost();
        return;
    }
    write_in_flight_ = true;
    writing_.clear();
    session_->take_output(writing_);
    time_.after(luck_.between(0us, 2ms), [this, connection = connection_] { written(connection); });
}

// ---- the network: what one side hands over arrives whole, in order, a moment later ----

void world::written(std::uint64_t connection) {
    if (connection != connection_ || !connected_) return;
    write_in_flight_ = false;
    session_->written(writing_.size());
    last_out_ = std::max(last_out_, time_.now() + luck_.between(fastest, slowest));
    // The centre reads what the kernel had, even when we have died meanwhile.
    time_.at(last_out_, [this, octets = writing_, to = connection_] {
        if (to == connection_ || !connected_) centre_.feed(octets);
    });
    flush();
}

void world::to_us(std::vector<std::uint8_t> octets) {
    last_in_ = std::max(last_in_, time_.now() + luck_.between(fastest, slowest));
    time_.at(last_in_, [this, octets = std::move(octets), connection = connection_] {
        if (connection == connection_ && connected_) heard(octets);
    });
}

void world::hung_up() {
    // An orderly end comes behind the answers; a reset overtakes them, and they are lost.
    if (luck_.one_in(2)) last_in_ = time_.now();
    last_in_ = std::max(last_in_, time_.now() + luck_.between(fastest, slowest));
    time_.at(last_in_, [this, connection = connection_] {
        if (connection == connection_ && connected_) lost();
    });
}

void world::connect() {
    ++connection_;
    connected_ = true;
    closing_ = write_in_flight_ = false;
    in_.clear();
    last_in_ = last_out_ = time_.now();
    centre_.connected();
    turn([this] { session_->connected(time_.now()); });
}

void world::lost() {
    connected_ = closing_ = false;
    turn([this] { session_->disconnected(); });
    if (stopping_) return;
    const micros wait = 500ms * (1 << std::min<std::size_t>(failures_++, 5));
    time_.after(luck_.between(wait / 2, wait), [this, connection = connection_] {
        if (connection == connection_ && !connected_ && !stopping_) connect();
    });
}

void world::heard(const std::vector<std::uint8_t>& octets) {
    in_.insert(in_.end(), octets.begin(), octets.end());
    turn([this] {
        const std::size_t used = session_->feed(in_, time_.now());
        in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(used));
    });
}

void world::bind_refused(wire::smpp::command_status) {
    ADD_FAILURE() << "the bind was refused";
}
void world::arrived(std::uint32_t, const wire::smpp::deliver_sm&) {
    ADD_FAILURE() << "a deliver_sm that nobody sent";
}
void world::arrived(std::uint32_t, const wire::smpp::data_sm&) {
    ADD_FAILURE() << "a data_sm that nobody sent";
}

void world::tick_session() {
    if (connected_) turn([this] { session_->tick(time_.now()); });
    time_.after(session_tick, [this] { tick_session(); });
}

void world::tick_lane() {
    lane_->tick(time_.wall());
    time_.after(lane_tick, [this] { tick_lane(); });
}

}  // namespace hermod::simulated
