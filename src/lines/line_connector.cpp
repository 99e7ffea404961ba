#include "lines/line_connector.hpp"

#include <boost/asio/post.hpp>

namespace hermod::lines {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{50};

}  // namespace

line_connector::line_connector(const surroundings& around, const line_options& options, line_tls tls, acceptor_ptr acceptor)
    : executor_(around.executor),
      options_(options),
      clocks_(around.clocks),
      inbox_(around.in),
      events_(around.events),
      tls_(std::move(tls)),
      acceptor_(std::move(acceptor)),
      deliveries_(
          executor_, around.in, around.reports,
          [this](const unanswered& request, intake what) { lines_[request.line]->answer(request.generation, request.key, what); },
          [this] {
              turn_begins();
              turn_ends();
              leave_if_done();
          }),
      carried_(
          executor_, around.reports,
          [this](std::uint64_t token, verdict result) {
              turn_begins();
              settled(token, std::move(result), {});
          },
          [this] {
              turn_ends();
              leave_if_done();
          }),
      ticker_(executor_, tick_period, [this](mono_time now) { tick(now); }),
      next_allowed_(executor_) {}

void line_connector::add_line(std::unique_ptr<session> protocol, bool sends, way made) {
    line::place where{lines_.size(), tls_, nullptr, sends};
    if (made == way::called) where = {lines_.size(), {}, acceptor_, sends};
    if (sends) {
        ++senders_;
        window_ += protocol->window();
    }
    lines_.push_back(std::make_shared<line>(executor_, options_, std::move(where), std::move(protocol), *this));
}

void line_connector::start() {
    counters_.window_size = static_cast<std::uint32_t>(window_);
    running_ = lines_.size();
    ticker_.start();
    for (const auto& one : lines_) one->start();
}

void line_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    stopping_ = true;
    done_ = std::move(done);
    turn_begins();
    stop_by_ = now_ + deadline;
    if (acceptor_) acceptor_->close();
    // Half of the time for answers, the rest for the goodbye.
    for (const auto& one : lines_) one->stop(now_ + deadline / 2);
    turn_ends();
    post([this] { leave_if_done(); });
}

void line_connector::line_ended() {
    --running_;
    leave_if_done();
}

void line_connector::leave_if_done() {
    if (!stopping_ || !done_ || running_ != 0 || deliveries_.pending() != 0 || carried_.pending() != 0 || overdue_posted_) return;
    ticker_.stop();
    next_allowed_.cancel();
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

// Of a connector that sends, a line that sends makes it usable.
connector::condition line_connector::health() const {
    std::size_t up = 0, senders_up = 0;
    const line* told = nullptr;
    for (const auto& one : lines_) {
        if (!one->usable()) continue;
        ++up;
        senders_up += one->sends();
        if (!told || one->sends()) told = one.get();
    }
    if (!told) {
        if (stopping_) return {false, "stopped", "stopped"};
        return {false, "connecting", lines_.front()->sentence()};
    }
    std::string sentence = std::to_string(up) + " of " + std::to_string(lines_.size()) + " binds up" + told->protocol().peer();
    if (senders_up == 0 && senders_ != 0) return {false, "connecting", sentence + ", none of them sends"};
    return {true, "bound", std::move(sentence)};
}

void line_connector::turn_begins() {
    now_ = clocks_.mono();
    wall_ = clocks_.wall();
    bucket_.at(now_);
    in_turn_ = true;
}

void line_connector::turn_ends() {
    for (const auto& one : lines_) one->drain();
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) {
        events_.ready();  // sends from within gather like all others of this turn
    }
    if (starved_) wait_for_rate();
    turn_closes();
    deliveries_.store();
    in_turn_ = false;
    for (const auto& one : lines_) one->flush();
    gauge();
}

// What is urgent leaves when the rate allows it, not with the next tick.
void line_connector::wait_for_rate() {
    if (waiting_for_rate_ || stopping_ || rate_allows()) return;
    waiting_for_rate_ = true;
    next_allowed_.expires_after(bucket_.until_next());
    next_allowed_.async_wait([this, alive = std::weak_ptr(alive_)](const error_code& failed) {
        if (alive.expired()) return;
        waiting_for_rate_ = false;
        if (failed) return;
        turn_begins();
        turn_ends();
    });
}

void line_connector::gauge() {
    std::size_t up = 0, used = 0;
    for (const auto& one : lines_) {
        up += one->usable();
        used += one->protocol().outstanding();
    }
    counters_.binds_up.store(static_cast<std::uint32_t>(up), std::memory_order_relaxed);
    counters_.window_used.store(static_cast<std::uint32_t>(used), std::memory_order_relaxed);
}

void line_connector::tick(mono_time now) {
    turn_begins();
    for (const auto& one : lines_) one->tick(now);
    if (stopping_ && now >= stop_by_)
        for (const auto& one : lines_) one->close_now();
    turn_ends();
}

void line_connector::post(std::function<void()> what) {
    asio::post(executor_, [alive = std::weak_ptr(alive_), what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

}  // namespace hermod::lines
