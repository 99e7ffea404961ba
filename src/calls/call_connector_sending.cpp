// The part of the connector that sends: which line, what it asks, and what the answer means.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "calls/call_connector.hpp"

namespace hermod::calls {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds store_pause{1'000};  // of a store that could not keep a report

}  // namespace

void call_connector::send(outbound part) {
    if (!reachable()) return settle_soon(part.token, {});
    if (goes_with_part_1(part)) return carry(part);
    waiting_.push_back(std::move(part));
    starved_ = starved_ || capacity() == 0;
}

// Its text went with part 1, whose id and receipt the message has. The network knows no id of this one: where a receipt is
// wanted it is reported delivered under an id of ours, and settled when that is on disk, so that the message ends as part 1
// ends.
void call_connector::carry(const outbound& part) {
    std::string id = "whole-" + to_text(part.what->id) + "-" + std::to_string(part.part);
    auto done = [this, token = part.token, id](bool kept) {
        verdict out;
        out.is = kept ? verdict::kind::sent : verdict::kind::later;
        out.detail = kept ? id : "the store could not keep it";
        if (!kept) out.after = store_pause;
        count(out, {});
        events_.settled(token, std::move(out));
    };
    if (!part.what->receipt) return keeper_.nothing(std::move(done));
    remote_receipt told;
    told.connector = who_.id;
    told.remote_id = std::move(id);
    told.recipient = part.what->to;
    told.outcome = state::delivered;
    told.at = clocks_.wall();
    told.detail = "its text went with part 1";
    keeper_.report(std::move(told), std::move(done));
}

void call_connector::flush() {
    if (!in_turn_) pump();
}

void call_connector::pump() {
    while (may_launch()) {
        line_ptr on = idle_line();
        take(on);
        asio::co_spawn(context_, run(std::move(on)), asio::detached);
    }
    if (reachable() || stopping_) return;
    for (; !waiting_.empty(); waiting_.pop_front()) settle_soon(waiting_.front().token, {});
}

line_ptr call_connector::idle_line() {
    if (idle_.empty()) return make_line();
    line_ptr out = std::move(idle_.back());
    idle_.pop_back();
    return out;
}

bool call_connector::may_launch() const {
    return !waiting_.empty() && busy_.size() < allowed() && (!bucket_.limits() || bucket_.available() > 0);
}

void call_connector::take(const line_ptr& on) {
    on->part = std::move(waiting_.front());
    waiting_.pop_front();
    if (bucket_.limits()) bucket_.take();
    busy_.push_back(on);
}

// One part after the other, as long as there are parts that may go.
asio::awaitable<void> call_connector::run(line_ptr on) {
    co_await asio::post(context_, asio::use_awaitable);  // never a verdict from within send()
    for (;;) {
        if (on->abandoned) co_return;
        outcome of;
        on->began = clocks_.mono();
        if (prepare(*on, of)) {
            const auto reply = co_await ask(on);
            if (on->abandoned) co_return;
            of = reply ? judge(*on, *reply) : no_answer(*on, reply.error());
        }
        turn_begins();
        std::erase(busy_, on);
        finish(*on, std::move(of));
        starved_ = capacity() == 0;
        if (!starved_) events_.ready();
        if (!may_launch()) break;
        take(on);
        turn_ends();
    }
    if (on->connection.is_open() && reachable()) idle_.push_back(std::move(on));
    turn_ends();
    leave_if_done();
}

asio::awaitable<result<net::http_reply>> call_connector::ask(line_ptr on) {
    on->asking = false;
    on->fault.clear();
    for (bool renewed = false, again = false;;) {
        if (tokens_) {
            const auto tokens = tokens_;  // it outlives the wait
            auto token = co_await tokens->token();
            if (on->abandoned) co_return make_error_code(net::errc::closed);
            if (!token) {
                on->fault = tokens->sentence();
                co_return token.error();
            }
            on->token = std::move(*token);
        }
        if (!on->connection.is_open()) {
            const auto connected = co_await connect(on);
            if (!connected || on->abandoned) co_return connected ? make_error_code(net::errc::closed) : connected.error();
        }
        const call what = call_of(*on);
        on->asking = true;
        auto reply = co_await on->connection.request(what.method, what.target, what.headers, what.body, how_.answer_timeout);
        if (on->abandoned) co_return make_error_code(net::errc::closed);
        if (reply && reply->status == 401 && tokens_ && !std::exchange(renewed, true)) {
            tokens_->refused(on->token);
            on->asking = false;  // it was not taken
            continue;
        }
        // The peer had closed it while it was idle: nothing was sent.
        const bool idle = !reply && reply.error() == make_error_code(net::errc::not_open);
        if (idle || (!reply && reply.error() == make_error_code(net::errc::bad_header))) on->asking = false;
        if (!idle || std::exchange(again, true)) co_return reply;
    }
}

call_connector::outcome call_connector::no_answer(line& on, error_code why) {
    outcome out;
    out.result.detail = on.fault.empty() ? why.message() : on.fault;
    if (why == make_error_code(net::errc::bad_header)) {
        out.result = refused_with("the request has a character that HTTP does not allow");
        return out;
    }
    if (!on.asking) {
        out.unreachable = true;
        return out;
    }
    // What is too large to be read has a status all the same.
    if (why == make_error_code(net::errc::reply_too_large)) {
        net::http_head head;
        return judge(on, {on.connection.last_status(), {}, &head});
    }
    if (why == make_error_code(net::errc::timed_out)) counters_.response_timeouts.fetch_add(1, std::memory_order_relaxed);
    if (why == make_error_code(net::errc::bad_reply)) counters_.pdu_errors.fetch_add(1, std::memory_order_relaxed);
    counters_.disconnects.fetch_add(1, std::memory_order_relaxed);
    out.result.is = verdict::kind::unsure;
    out.unanswered = true;
    return out;
}

void call_connector::finish(line& on, outcome of) {
    const mono_time now = clocks_.mono();
    on.last_used = now;
    learn(on, of, now);
    count(of.result, of.unreachable ? mono_time::duration{} : now - on.began);
    if (of.unreachable) unreachable(of.result.detail);
    events_.settled(on.part.token, std::move(of.result));
}

// What the answer says about the provider, beside the message.
void call_connector::learn(const line& on, outcome& of, mono_time now) {
    if (of.result.is == verdict::kind::sent || of.result.is == verdict::kind::refused) {
        pace_.answered();
        alarm_ = alarm_ && of.result.is != verdict::kind::sent;
        if (of.result.is == verdict::kind::sent && !alarm_) last_error_.clear();
    }
    if (of.result.is == verdict::kind::sent) return;
    if (of.result.throttled) {
        counters_.throttled.fetch_add(1, std::memory_order_relaxed);
        const auto pause = pace_.throttled(on.began, now);
        if (of.result.after.count() > 0)
            hold_until_ = std::max(hold_until_, now + of.result.after);
        else
            of.result.after = pause;
    }
    // Nobody behind it, or nobody who lets us in: not more of the same at once.
    if (of.unanswered || of.alarm) {
        pace_.throttled(on.began, now);
        pace_.lost();
    }
    if (of.alarm && !alarm_)
        log_line(log_level::error, "provider refuses us").field("connector", who_.name).field("detail", of.result.detail);
    alarm_ = alarm_ || of.alarm;
    last_error_ = of.result.detail;
}

}  // namespace hermod::calls
