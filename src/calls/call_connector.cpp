#include "calls/call_connector.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "gateway/counting.hpp"
#include "net/context_of.hpp"

namespace hermod::calls {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{50}, pause_least{500}, pause_most{30'000};
constexpr std::chrono::seconds idle_most{50};  // before the peer thinks of it: most close after a minute

}  // namespace

call_connector::call_connector(const call_options& how, surroundings around)
    : how_(how),
      executor_(around.executor),
      context_(net::context_of(around.executor)),
      who_(std::move(around.who)),
      clocks_(std::move(around.clocks)),
      tls_(std::move(around.tls)),
      inbox_(around.in),
      events_(around.events),
      keeper_(executor_, around.in, around.reports,
              [this] {
                  turn_begins();
                  turn_ends();
                  leave_if_done();
              }),
      pace_(how_.connections, pause_least, pause_most),
      bucket_(how_.rate, how_.burst),
      ticker_(executor_, tick_period, [this](mono_time now) { tick(now); }),
      pause_(executor_),
      dice_(static_cast<std::minstd_rand::result_type>(who_.id.value)) {
    if (how_.token) tokens_ = std::make_shared<net::oauth2_client>(context_, *how_.token, tls_, clocks_.mono);
}

call_connector::~call_connector() {
    for (const line_ptr& one : busy_) one->abandoned = true;
    if (probe_) probe_->abandoned = true;
}

void call_connector::start() {
    counters_.window_size = static_cast<std::uint32_t>(how_.connections);
    ticker_.start();
    unreachable("connecting");
}

void call_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    stopping_ = true;
    done_ = std::move(done);
    stop_by_ = clocks_.mono() + deadline * 3 / 4;
    for (; !waiting_.empty(); waiting_.pop_front()) settle_soon(waiting_.front().token, {});
    idle_.clear();
    if (probe_) {
        probe_->abandoned = true;
        probe_->connection.close();
        probe_.reset();
        pause_.cancel();
    }
    counters_.binds_up.store(0, std::memory_order_relaxed);
    leaving(stop_by_);
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) leave_if_done();
    });
}

void call_connector::leave_if_done() {
    if (!stopping_ || !done_ || !busy_.empty() || keeper_.pending() != 0 || busy_beside()) return;
    ticker_.stop();
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

connector::condition call_connector::health() const {
    if (stopping_) return {false, "stopped", "stopped"};
    if (!up_) return {false, "connecting", last_error_};
    if (alarm_) return {false, "refused", last_error_};
    std::string sentence = std::to_string(busy_.size()) + " of " + std::to_string(how_.connections) + " connections busy";
    if (!last_error_.empty()) sentence += ", last error: " + last_error_;
    if (const std::string beside = trouble(); !beside.empty()) sentence += ", " + beside;
    return {true, "bound", std::move(sentence)};
}

std::size_t call_connector::allowed() const {
    if (!reachable() || pace_.paused() || hold_until_ != mono_time{}) return 0;
    return std::min(how_.connections, pace_.limit());
}

std::size_t call_connector::capacity() const {
    const std::size_t most = allowed(), used = busy_.size() + waiting_.size();
    const std::size_t open = most > used ? most - used : 0;
    if (!bucket_.limits()) return open;
    return std::min(open, bucket_.available() > waiting_.size() ? bucket_.available() - waiting_.size() : 0);
}

void call_connector::turn_begins() {
    const mono_time now = clocks_.mono();
    bucket_.at(now);
    pace_.at(now);
    if (hold_until_ <= now) hold_until_ = {};
    in_turn_ = true;
}

void call_connector::turn_ends() {
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) events_.ready();  // sends from within wait for the pump below
    in_turn_ = false;
    pump();
    starved_ = starved_ || capacity() == 0;
    counters_.window_used.store(static_cast<std::uint32_t>(busy_.size()), std::memory_order_relaxed);
    counters_.binds_up.store(reachable() ? static_cast<std::uint32_t>(std::max<std::size_t>(1, busy_.size() + idle_.size())) : 0,
                             std::memory_order_relaxed);
}

void call_connector::tick(mono_time now) {
    turn_begins();
    std::erase_if(idle_, [&](const line_ptr& one) { return now - one->last_used > idle_most; });
    if (stopping_ && now >= stop_by_) abandon_all();
    turn_ends();
    leave_if_done();
}

// Their answers would come too late: what may have been written is unsure.
void call_connector::abandon_all() {
    std::vector<line_ptr> all;
    all.swap(busy_);
    abandon_beside();
    for (const line_ptr& one : all) {
        one->abandoned = true;
        verdict lost;
        lost.is = one->asking ? verdict::kind::unsure : verdict::kind::unsent;
        lost.detail = "the gateway stopped before the answer";
        count(lost, {});
        events_.settled(one->part.token, std::move(lost));
        one->connection.close();
    }
}

void call_connector::settle_soon(std::uint64_t token, verdict result) {
    keeper_.nothing([this, token, result = std::move(result)](bool) mutable {
        count(result, {});
        events_.settled(token, std::move(result));
    });
}

void call_connector::count(const verdict& result, mono_time::duration round_trip) {
    hermod::count(counters_, result, round_trip);
}

}  // namespace hermod::calls
