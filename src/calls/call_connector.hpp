// What connectors have in common whose network is called by HTTP, a call a part, and calls us back by HTTP: which connection,
// how many at a time, how fast, the token, what an answer that does not come means, what is brought and kept.
//
// A protocol derives from it and says what is its own: the call of a part, what the answer means, what a visit brings.
//
// A turn is one batch of work on the executor: an answer, a tick, the store's replies. Parts wait in a queue until the pace
// and the rate let them go; each then runs on an idle line or a new one. While the provider cannot be reached nothing is
// taken: a line of its own tries until it can. One executor, the owner's; stop()'s done comes when no call is under way and
// the store has answered all that was handed to it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include "calls/brought.hpp"
#include "calls/keeper.hpp"
#include "calls/line.hpp"
#include "calls/options.hpp"
#include "gateway/connector.hpp"
#include "gateway/pacing.hpp"
#include "net/ticker.hpp"

namespace hermod::calls {

// What the connector is made in. Everything given by reference outlives it.
struct surroundings {
    boost::asio::any_io_executor executor;
    identity who;
    clock_functions clocks;
    net::tls_context tls;
    inbox& in;
    receipts& reports;
    outlet_events& events;
};

class call_connector : public connector, public visited {
public:
    call_connector(const call_options& how, surroundings around);
    ~call_connector() override;

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;
    visited* visits() override { return paths().empty() ? nullptr : this; }

    std::size_t capacity() const override;
    std::size_t window() const override { return how_.connections; }
    void send(outbound part) override;
    void flush() override;

    void visit_came(visit what, visit_reply reply) override;

protected:
    // What became of one try, before it is counted and told.
    struct outcome {
        verdict result;
        bool alarm = false;        // the provider does not let us in, or wants the operator
        bool unreachable = false;  // nothing was written, and the provider is not there
        bool unanswered = false;
    };

    // The protocol's own. None of them waits.
    virtual line_ptr make_line() = 0;
    // Its text travels with part 1, whose id and receipt the message has.
    virtual bool goes_with_part_1(const outbound& part) const = 0;
    // Makes the call of on.part ready. False: `refused` says why it cannot be made.
    virtual bool prepare(line& on, outcome& refused) = 0;
    // The call as prepared, with what says who we are (line::token); before each try.
    virtual call call_of(line& on) = 0;
    virtual outcome judge(line& on, const net::http_reply& reply) = 0;
    // Empty: this caller may bring something.
    virtual std::string_view refuse(const visit& what) const = 0;
    virtual brought read(const visit& what) = 0;
    // A sentence about what does not work beside the sending; empty: nothing.
    virtual std::string trouble() const { return {}; }

    // Stopping: what the protocol does beside the parts ends in time, and says then that it has: no longer busy.
    virtual void leaving(mono_time by) { (void)by; }
    virtual bool busy_beside() const { return false; }
    virtual void abandon_beside() {}
    void leave_if_done();

    // One call on a line that the protocol keeps for itself: the token, the connection, the answer (line::token is renewed
    // once after a 401). line::asking says whether it may have been written. Touches nothing once the line is abandoned.
    boost::asio::awaitable<result<net::http_reply>> ask(line_ptr on);
    // Into the store; the answer comes when all of it is on disk, or cannot be.
    void keep(brought what, visit_reply reply);

    boost::asio::io_context& context() { return context_; }
    const net::tls_context& tls() const { return tls_; }
    const identity& who() const { return who_; }
    const clock_functions& clocks() const { return clocks_; }
    connector_counters& counted() { return counters_; }
    bool stopping() const { return stopping_; }

private:
    boost::asio::awaitable<void> run(line_ptr on);
    boost::asio::awaitable<result<void>> connect(line_ptr on);
    boost::asio::awaitable<void> come_back(line_ptr on);
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
    bool reachable() const { return up_ && !stopping_; }
    std::size_t allowed() const;  // calls under way at the same time, now

    struct collected;
    std::shared_ptr<message> prepared_of(const read_message& one);

    const call_options how_;
    boost::asio::any_io_executor executor_;
    boost::asio::io_context& context_;
    const identity who_;
    clock_functions clocks_;
    net::tls_context tls_;
    inbox& inbox_;
    outlet_events& events_;
    keeper keeper_;
    std::shared_ptr<net::oauth2_client> tokens_;
    window_pace pace_;
    token_bucket bucket_;
    std::shared_ptr<connector_counters> counted_ = who_.counters ? who_.counters : std::make_shared<connector_counters>();
    connector_counters& counters_ = *counted_;
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

// A refusal of ours, before anything is written.
inline verdict refused_with(std::string detail) {
    verdict out;
    out.is = verdict::kind::refused;
    out.detail = std::move(detail);
    return out;
}

}  // namespace hermod::calls
