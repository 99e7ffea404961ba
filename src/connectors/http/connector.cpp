#include "connectors/http/connector.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "connectors/http/http_connector.hpp"
#include "gateway/counting.hpp"
#include "net/context_of.hpp"

namespace hermod::connectors::http {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds tick_period{50}, pause_least{500}, pause_most{30'000};
constexpr std::chrono::seconds idle_most{50};  // before the peer thinks of it: most close after a minute
constexpr auto relaxed = std::memory_order_relaxed;

}  // namespace

http_connector::http_connector(asio::any_io_executor executor, http_options options, http_identity who, clock_functions clocks,
                               net::tls_context tls, inbox& in, receipts& reports, outlet_events& events)
    : executor_(executor),
      context_(net::context_of(executor)),
      options_(std::move(options)),
      who_(std::move(who)),
      clocks_(std::move(clocks)),
      tls_(std::move(tls)),
      inbox_(in),
      events_(events),
      keeper_(executor, in, reports,
              [this] {
                  turn_begins();
                  turn_ends();
                  leave_if_done();
              }),
      pace_(options_.connections, pause_least, pause_most),
      bucket_(options_.rate),
      ticker_(executor, tick_period, [this](mono_time now) { tick(now); }),
      pause_(executor),
      dice_(static_cast<std::minstd_rand::result_type>(who_.id.value)) {
    counters_.window_size = static_cast<std::uint32_t>(options_.connections);
    if (options_.auth.is == auth_options::kind::oauth2)
        tokens_ = std::make_shared<net::oauth2_client>(context_, options_.auth.oauth2, tls_, clocks_.mono);
}

http_connector::~http_connector() {
    for (const line_ptr& one : busy_) one->abandoned = true;
    if (probe_) probe_->abandoned = true;
}

void http_connector::start() {
    ticker_.start();
    unreachable("connecting");
}

void http_connector::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
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
    counters_.binds_up.store(0, relaxed);
    asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) leave_if_done();
    });
}

void http_connector::leave_if_done() {
    if (!stopping_ || !done_ || !busy_.empty() || keeper_.pending() != 0) return;
    ticker_.stop();
    // Posted: whoever called us may still be on the stack, and done() may destroy us.
    asio::post(executor_, std::exchange(done_, nullptr));
}

connector::condition http_connector::health() const {
    if (stopping_) return {false, "stopped", "stopped"};
    if (!up_) return {false, "connecting", last_error_};
    if (alarm_) return {false, "refused", last_error_};
    std::string sentence = std::to_string(busy_.size()) + " of " + std::to_string(options_.connections) + " connections busy";
    if (!last_error_.empty()) sentence += ", last error: " + last_error_;
    return {true, "bound", std::move(sentence)};
}

std::size_t http_connector::allowed() const {
    if (!reachable() || pace_.paused() || hold_until_ != mono_time{}) return 0;
    return std::min(options_.connections, pace_.limit());
}

std::size_t http_connector::capacity() const {
    const std::size_t most = allowed(), used = busy_.size() + waiting_.size();
    const std::size_t open = most > used ? most - used : 0;
    if (!bucket_.limits()) return open;
    return std::min(open, bucket_.available() > waiting_.size() ? bucket_.available() - waiting_.size() : 0);
}

void http_connector::turn_begins() {
    const mono_time now = clocks_.mono();
    bucket_.at(now);
    pace_.at(now);
    if (hold_until_ <= now) hold_until_ = {};
    in_turn_ = true;
}

void http_connector::turn_ends() {
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) events_.ready();  // sends from within wait for the pump below
    in_turn_ = false;
    pump();
    starved_ = starved_ || capacity() == 0;
    counters_.window_used.store(static_cast<std::uint32_t>(busy_.size()), relaxed);
    counters_.binds_up.store(reachable() ? static_cast<std::uint32_t>(std::max<std::size_t>(1, busy_.size() + idle_.size())) : 0, relaxed);
}

void http_connector::tick(mono_time now) {
    turn_begins();
    std::erase_if(idle_, [&](const line_ptr& one) { return now - one->last_used > idle_most; });
    if (stopping_ && now >= stop_by_) abandon_all();
    turn_ends();
    leave_if_done();
}

// Their answers would come too late: what may have been written is unsure.
void http_connector::abandon_all() {
    std::vector<line_ptr> all;
    all.swap(busy_);
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

void http_connector::settle_soon(std::uint64_t token, verdict result) {
    keeper_.nothing([this, token, result = std::move(result)](bool) mutable {
        count(result, {});
        events_.settled(token, std::move(result));
    });
}

void http_connector::count(const verdict& result, mono_time::duration round_trip) {
    hermod::count(counters_, result, round_trip);
}

result<std::unique_ptr<hermod::connector>> make_connector(asio::any_io_executor executor, http_options options, http_identity who,
                                                          clock_functions clocks, inbox& in, receipts& reports, outlet_events& events) {
    net::tls_context tls;
    if (options.ask.text->origin().tls || (options.auth.is == auth_options::kind::oauth2 && options.auth.oauth2.endpoint.tls)) {
        auto made = net::client_tls(options.tls_authorities);
        if (!made) return made.error();
        tls = std::move(*made);
    }
    return std::unique_ptr<hermod::connector>(std::make_unique<http_connector>(std::move(executor), std::move(options), std::move(who),
                                                                               std::move(clocks), std::move(tls), in, reports, events));
}

}  // namespace hermod::connectors::http
