// The part of the connector that sends: which line, what it asks, and what the answer means.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "connectors/http/http_connector.hpp"

namespace hermod::connectors::http {

namespace asio = boost::asio;

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::chrono::milliseconds store_pause{1'000};  // of a store that could not keep a report

verdict refusal_of(std::string detail) {
    verdict out;
    out.is = verdict::kind::refused;
    out.detail = std::move(detail);
    return out;
}

}  // namespace

void http_connector::send(outbound part) {
    if (!reachable()) return settle_soon(part.token, {});
    if (options_.values.whole && part.part > 1) return carry(part);
    waiting_.push_back(std::move(part));
    starved_ = starved_ || capacity() == 0;
}

// Its text went with part 1, whose id and receipt the message has. The network knows no id of this one: where a receipt is
// wanted it is reported delivered under an id of ours, and settled when that is on disk, so that the message ends as part 1
// ends.
void http_connector::carry(const outbound& part) {
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

void http_connector::flush() {
    if (!in_turn_) pump();
}

void http_connector::pump() {
    while (may_launch()) {
        line_ptr on = idle_line();
        take(on);
        asio::co_spawn(context_, run(std::move(on)), asio::detached);
    }
    if (reachable() || stopping_) return;
    for (; !waiting_.empty(); waiting_.pop_front()) settle_soon(waiting_.front().token, {});
}

line_ptr http_connector::idle_line() {
    if (idle_.empty()) return std::make_shared<line>(context_, tls_, options_.values);
    line_ptr out = std::move(idle_.back());
    idle_.pop_back();
    return out;
}

bool http_connector::may_launch() const {
    return !waiting_.empty() && busy_.size() < allowed() && (!bucket_.limits() || bucket_.available() > 0);
}

void http_connector::take(const line_ptr& on) {
    on->part = std::move(waiting_.front());
    waiting_.pop_front();
    if (bucket_.limits()) bucket_.take();
    busy_.push_back(on);
}

// One part after the other, as long as there are parts that may go.
asio::awaitable<void> http_connector::run(line_ptr on) {
    co_await asio::post(context_, asio::use_awaitable);  // never a verdict from within send()
    for (;;) {
        if (on->abandoned) co_return;
        on->asking = false;
        on->began = clocks_.mono();
        outcome of = co_await attempt(on);
        if (on->abandoned) co_return;
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

bool http_connector::prepare(line& on, const request_template*& by, outcome& refused) {
    const outbound& part = on.part;
    const wall_time now = clocks_.wall();
    by = options_.ask.of(part.what->coding);
    std::string_view misplaced;
    if (!by) {
        refused.result = refusal_of("the configuration does not say how binary messages are sent");
    } else if (!on.values.begin(part.what, part.part, part.possible_duplicate, now)) {
        refused.result = refusal_of("its text cannot be cut into the parts that were accepted");
    } else {
        std::string url;
        if (part.what->receipt && options_.inbound.receipts && !options_.inbound.receipt_url.empty())
            (void)options_.inbound.receipt_url.render(url, on.values, misplaced);
        on.values.set_receipt_url(std::move(url));
        if (by->render(on.request, on.values, misplaced)) return true;
        refused.result = refusal_of(std::string(misplaced) + " has a character that may not stand where the configuration puts it");
    }
    return false;
}

asio::awaitable<http_connector::outcome> http_connector::attempt(line_ptr on) {
    const request_template* by = nullptr;
    outcome out;
    if (!prepare(*on, by, out)) co_return out;
    for (int round = 0;; ++round) {
        if (tokens_) {
            const auto tokens = tokens_;  // it outlives the wait
            auto token = co_await tokens->token();
            if (on->abandoned) co_return out;
            if (!token) {
                out.unreachable = true;
                out.result.detail = tokens->sentence();
                co_return out;
            }
            on->token = std::move(*token);
        }
        const std::size_t own = on->request.headers.size();
        authorize(on->request, on->added, options_.auth, options_.signing, by->method(), by->origin(), on->token, clocks_.wall());
        const auto reply = co_await exchange(on, by);
        if (on->abandoned) co_return out;
        on->request.headers.resize(own);
        if (!reply) co_return no_answer(*on, reply.error());
        if (reply->status == 401 && tokens_ && round == 0) {
            tokens_->refused(on->token);
            continue;
        }
        co_return judge(*on, *reply);
    }
}

asio::awaitable<result<net::http_reply>> http_connector::exchange(line_ptr on, const request_template* by) {
    for (int round = 0;; ++round) {
        if (!on->connection.is_open()) {
            const auto connected = co_await connect(on);
            if (!connected || on->abandoned) co_return connected ? make_error_code(net::errc::closed) : connected.error();
        }
        on->asking = true;
        auto reply = co_await on->connection.request(by->method(), on->request.target, on->request.headers, on->request.body,
                                                     options_.answer_timeout);
        if (on->abandoned) co_return make_error_code(net::errc::closed);
        // The peer had closed it while it was idle: nothing was sent.
        const bool unsent = !reply && (reply.error() == make_error_code(net::errc::not_open) || reply.error() == make_error_code(net::errc::bad_header));
        if (unsent) on->asking = false;
        if (!unsent || round > 0 || reply.error() != make_error_code(net::errc::not_open)) co_return reply;
    }
}

http_connector::outcome http_connector::judge(line& on, const net::http_reply& reply) {
    heard answer(reply.status, reply.body, {}, [&reply](std::string_view name) { return reply.header(name); });
    judgement made = options_.answers.judge(answer, on.values, clocks_.wall());
    if (made.no_id) counters_.oddities.fetch_add(1, relaxed);
    log_line(log_category::pdu, "answer")
        .field("connector", who_.name)
        .field("id", to_text(on.part.what->id))
        .field("part", on.part.part)
        .field("status", reply.status)
        .field("octets", reply.body.size());
    outcome out;
    out.result = std::move(made.result);
    out.alarm = made.alarm;
    return out;
}

http_connector::outcome http_connector::no_answer(line& on, error_code why) {
    outcome out;
    out.result.detail = why.message();
    if (why == make_error_code(net::errc::bad_header)) {
        out.result = refusal_of("the request has a character that HTTP does not allow");
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
    if (why == make_error_code(net::errc::timed_out)) counters_.response_timeouts.fetch_add(1, relaxed);
    if (why == make_error_code(net::errc::bad_reply)) counters_.pdu_errors.fetch_add(1, relaxed);
    counters_.disconnects.fetch_add(1, relaxed);
    out.result.is = verdict::kind::unsure;
    out.unanswered = true;
    return out;
}

void http_connector::finish(line& on, outcome of) {
    const mono_time now = clocks_.mono();
    on.last_used = now;
    learn(on, of, now);
    count(of.result, of.unreachable ? mono_time::duration{} : now - on.began);
    if (of.unreachable) unreachable(of.result.detail);
    events_.settled(on.part.token, std::move(of.result));
}

// What the answer says about the provider, beside the message.
void http_connector::learn(const line& on, outcome& of, mono_time now) {
    if (of.result.is == verdict::kind::sent || of.result.is == verdict::kind::refused) {
        pace_.answered();
        alarm_ = alarm_ && of.result.is != verdict::kind::sent;
        if (of.result.is == verdict::kind::sent && !alarm_) last_error_.clear();
    }
    if (of.result.is == verdict::kind::sent) return;
    if (of.result.throttled) {
        counters_.throttled.fetch_add(1, relaxed);
        const auto pause = pace_.throttled(on.began, now);
        if (of.result.after.count() > 0) hold_until_ = std::max(hold_until_, now + of.result.after);
        else of.result.after = pause;
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

}  // namespace hermod::connectors::http
