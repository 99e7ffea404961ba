// The connector itself: what connector.hpp promises.
//
// A turn is one batch of work on the executor: an answer, a tick, the store's replies. Parts wait in a queue until the pace
// and the rate let them go; each then runs on an idle line or a new one. While the provider cannot be reached nothing is
// taken: a line of its own tries until it can. One executor, the owner's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include "connectors/http/connector.hpp"
#include "connectors/http/keeper.hpp"
#include "connectors/http/line.hpp"
#include "gateway/pacing.hpp"
#include "net/ticker.hpp"

namespace hermod::connectors::http {

class http_connector final : public connector, public visited {
public:
    http_connector(boost::asio::any_io_executor executor, http_options options, http_identity who, clock_functions clocks,
                   net::tls_context tls, inbox& in, receipts& reports, outlet_events& events);
    ~http_connector() override;

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;
    visited* visits() override { return paths().empty() ? nullptr : this; }

    std::size_t capacity() const override;
    std::size_t window() const override { return options_.connections; }
    void send(outbound part) override;
    void flush() override;

    std::vector<std::string> paths() const override;
    void visit_came(visit what, visit_reply reply) override;

private:
    // What became of one try, before it is counted and told.
    struct outcome {
        verdict result;
        bool alarm = false;
        bool unreachable = false;  // nothing was written, and the provider is not there
        bool unanswered = false;
    };
    boost::asio::awaitable<void> run(line_ptr on);
    boost::asio::awaitable<outcome> attempt(line_ptr on);
    boost::asio::awaitable<result<net::http_reply>> exchange(line_ptr on, const request_template* by);
    boost::asio::awaitable<result<void>> connect(line_ptr on);
    boost::asio::awaitable<void> come_back(line_ptr on);
    bool prepare(line& on, const request_template*& by, outcome& refused);
    outcome judge(line& on, const net::http_reply& reply);
    outcome no_answer(line& on, error_code why);
    void finish(line& on, outcome of);
    void learn(const line& on, outcome& of, mono_time now);
    void count(const verdict& result, mono_time::duration round_trip);

    void turn_begins();
    void turn_ends();
    void pump();
    bool may_launch() const;
    void take(const line_ptr& on);
    line_ptr idle_line();
    void carry(const outbound& part);
    void settle_soon(std::uint64_t token, verdict result);
    void unreachable(std::string why);
    void tick(mono_time now);
    void abandon_all();
    void leave_if_done();
    bool reachable() const { return up_ && !stopping_; }
    std::size_t allowed() const;  // requests under way at the same time, now

    struct collected;
    void keep(const brought& what, std::shared_ptr<collected> all);
    std::shared_ptr<message> prepared_of(const read_message& one);

    boost::asio::any_io_executor executor_;
    boost::asio::io_context& context_;
    const http_options options_;
    const http_identity who_;
    clock_functions clocks_;
    net::tls_context tls_;
    inbox& inbox_;
    outlet_events& events_;
    keeper keeper_;
    std::shared_ptr<net::oauth2_client> tokens_;
    window_pace pace_;
    token_bucket bucket_;
    connector_counters counters_;
    net::ticker ticker_;

    std::deque<outbound> waiting_;
    std::vector<line_ptr> idle_, busy_;
    line_ptr probe_;  // tries to reach the provider
    boost::asio::steady_timer pause_;
    std::uint32_t failures_ = 0;
    std::minstd_rand dice_;
    bool up_ = false, stopping_ = false, in_turn_ = false, starved_ = true, alarm_ = false;
    std::string last_error_ = "connecting";
    mono_time hold_until_{}, stop_by_{};
    std::function<void()> done_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hermod::connectors::http
