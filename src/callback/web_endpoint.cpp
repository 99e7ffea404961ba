#include "callback/web_endpoint.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "net/retry_after.hpp"

namespace hermod::callback {

namespace asio = boost::asio;

web_endpoint::web_endpoint(surroundings& around, account_id account, std::string origin)
    : endpoint(around, account, std::move(origin)), signer_({}) {
    configure();
}

void web_endpoint::configure() {
    const auto now = settings();
    // A URL of another origin must not be asked of this one's connections; what is under way keeps the old one.
    const auto parts = cut_url(now.url);
    const bool ours = parts && parts->origin == origin();
    moved_ = !ours && !account_url_.empty();
    if (ours) account_url_ = now.url;
    concurrency_ = std::max<std::size_t>(now.concurrency, 1);
    queue.configure({concurrency_, std::clamp<std::size_t>(now.batch, 1, 1000), around_.with.most_jobs});
    if (now.secrets == secrets_) return;
    secrets_ = now.secrets;
    signer_ = signer(secrets_);
}

void web_endpoint::pump() {
    while (!around_.stopping) {
        const bool may_connect = lines_ == 0 || (lines_ < concurrency_ && around_.connections < around_.with.most_connections);
        if (idle_.empty() && !may_connect) return;
        endpoint_queue::group events;
        if (!queue.next(around_.with.mono(), events)) return;
        std::unique_ptr<line> on;
        if (idle_.empty()) {
            on = std::make_unique<line>(around_.context, around_.tls);
            ++lines_;
            ++around_.connections;
        } else {
            on = std::move(idle_.back());
            idle_.pop_back();
        }
        on->events.swap(events);
        busy_.push_back(on.get());
        ++around_.under_way;
        asio::co_spawn(around_.context, run(std::static_pointer_cast<web_endpoint>(shared_from_this()), std::move(on)), asio::detached);
    }
}

// Sends its events and whatever may be sent then.
asio::awaitable<void> web_endpoint::run(std::shared_ptr<web_endpoint> self, std::unique_ptr<line> on) {
    auto& around = self->around_;
    do {
        const mono_time begin = around.with.mono();
        outcome of;
        try {
            of = co_await self->attempt(*on);
        } catch (const std::exception& thrown) {
            of.detail = thrown.what();
        }
        if (around.stopping && of.result.is == answer::kind::failed) break;  // cut off: still pending, and told so by nobody
        const mono_time end = around.with.mono();
        self->count(of, end - begin);
        self->settled_.clear();
        const bool was_open = self->queue.health().open();
        self->queue.finished(on->events, of.result, end, self->settled_);
        self->record(self->settled_, of.status, of.detail);
        on->last_used = end;
        if (was_open && !self->queue.health().open()) self->pump();  // more than this line may send again
    } while (!around.stopping && self->queue.next(on->last_used, on->events));
    std::erase(self->busy_, on.get());
    self->idle_.push_back(std::move(on));
    --around.under_way;
}

asio::awaitable<web_endpoint::outcome> web_endpoint::attempt(line& on) {
    const auto url = url_of(queue.at(on.events.front()));
    if (!url) co_return failure(url.error());
    write(on);
    const auto to = *url;  // kept: the endpoint's own may change while this waits
    const auto reply = co_await exchange(on, *to);
    if (reply) co_return judge(*reply);
    // What an application answers beyond its status is nobody's concern, however much it is.
    const int status = on.connection.last_status();
    if (reply.error() == make_error_code(net::errc::reply_too_large) && status >= 200 && status < 300) {
        net::http_head head;
        co_return judge({status, {}, &head});
    }
    co_return failure(reply.error());
}

asio::awaitable<result<net::http_reply>> web_endpoint::exchange(line& on, const net::http_url& url) {
    const std::array<net::http_field, 5> headers{{{"Content-Type", "application/json"},
                                                  {"User-Agent", "Hermod"},
                                                  {"webhook-id", on.id},
                                                  {"webhook-timestamp", on.timestamp},
                                                  {"webhook-signature", on.signature}}};
    const std::span<const net::http_field> sent(headers.data(), headers.size() - (on.signature.empty() ? 1 : 0));
    if (on.connection.is_open()) {
        auto reply = co_await on.connection.post(url.target, sent, on.body, around_.with.timeout);
        if (reply || reply.error() != make_error_code(net::errc::not_open)) co_return reply;
    }
    // Not open, or the peer had closed it while it was idle: nothing was sent.
    if (const auto connected = co_await connect(on, url); !connected) co_return connected.error();
    co_return co_await on.connection.post(url.target, sent, on.body, around_.with.timeout);
}

asio::awaitable<result<void>> web_endpoint::connect(line& on, const net::http_url& url) {
    const auto target = co_await around_.guard.resolve(url, around_.with.timeout);
    if (!target) co_return target.error();
    if (around_.stopping) co_return make_error_code(net::errc::closed);
    around_.count.connects.fetch_add(1, std::memory_order_relaxed);
    co_return co_await on.connection.connect(*target, around_.with.timeout);
}

result<std::shared_ptr<const net::http_url>> web_endpoint::url_of(const job& told) {
    const std::string& text = told.what->callback_url.empty() ? account_url_ : told.what->callback_url;
    if (url_ && text == url_text_) return url_;
    auto parsed = net::parse_http_url(text);
    if (!parsed) return parsed.error();
    url_ = std::make_shared<const net::http_url>(std::move(*parsed));
    url_text_ = text;
    return url_;
}

std::string_view web_endpoint::connector_name(const message& m) const {
    const auto found = around_.known->connectors.find(m.connector);
    return found == around_.known->connectors.end() ? std::string_view{} : std::string_view(found->second);
}

void web_endpoint::write(line& on) {
    for (auto* text : {&on.id, &on.body, &on.timestamp, &on.signature}) text->clear();
    const wall_time now = around_.with.wall();
    if (on.events.size() == 1) {
        const job& told = queue.at(on.events.front());
        append_event_id(on.id, told);
        append_body(on.body, told, connector_name(*told.what), around_.known->tlvs.get());
    } else {
        on.batch.clear();
        for (const auto slot : on.events) on.batch.push_back({&queue.at(slot), connector_name(*queue.at(slot).what), around_.known->tlvs.get()});
        append_batch_id(on.id, on.batch);
        append_batch_body(on.body, on.batch, now);
    }
    on.timestamp = std::to_string(to_micros(now) / 1'000'000);
    signer_.sign(on.id, on.timestamp, on.body, on.signature);
}

web_endpoint::outcome web_endpoint::judge(const net::http_reply& reply) {
    using kind = answer::kind;
    outcome of;
    of.status = static_cast<std::uint32_t>(reply.status);
    if (reply.status >= 200 && reply.status < 300) {
        of.result.is = kind::accepted;
        return of;
    }
    const bool may_ask = reply.status == 429 || reply.status == 502 || reply.status == 503 || reply.status == 504;
    const auto pause = may_ask ? net::parse_retry_after(reply.header("Retry-After"), around_.with.wall()) : std::nullopt;
    if (pause)
        of.result = {kind::busy, *pause};
    else if (reply.status == 410)
        of.result.is = kind::gone;
    else
        of.result.is = reply.status >= 500 || reply.status == 429 ? kind::failed : kind::refused;
    of.detail = reply.status < 400 ? "redirects are not followed" : "the endpoint answered " + std::to_string(reply.status);
    return of;
}

// An URL that can never be right says nothing of its endpoint; everything else that fails without an answer does.
web_endpoint::outcome web_endpoint::failure(error_code why) {
    static const std::array<net::errc, 6> of_the_url{net::errc::bad_url,          net::errc::scheme_refused, net::errc::userinfo_refused,
                                                     net::errc::fragment_refused, net::errc::host_refused,   net::errc::port_refused};
    const bool url = std::any_of(of_the_url.begin(), of_the_url.end(), [&](net::errc e) { return why == make_error_code(e); });
    return {{url ? answer::kind::refused : answer::kind::failed}, 0, why.message(), why == make_error_code(net::errc::address_refused)};
}

void web_endpoint::count(const outcome& of, std::chrono::steady_clock::duration took) {
    auto& c = around_.count;
    auto& kind = of.status >= 500   ? c.attempts_5xx
                 : of.status >= 400 ? c.attempts_4xx
                 : of.status >= 300 ? c.attempts_3xx
                 : of.status >= 200 ? c.attempts_2xx
                 : of.forbidden     ? c.attempts_forbidden
                                    : c.attempts_unreachable;
    kind.fetch_add(1, std::memory_order_relaxed);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    std::size_t place = 0;
    while (place < counters::latency_bounds_ms.size() && micros > counters::latency_bounds_ms[place] * 1000) ++place;
    c.latencies[place].fetch_add(1, std::memory_order_relaxed);
    c.latency_micros.fetch_add(static_cast<std::uint64_t>(micros), std::memory_order_relaxed);
}

void web_endpoint::tidy(mono_time now) {
    const auto old = [&](const std::unique_ptr<line>& one) { return now - one->last_used > around_.with.endpoint_idle; };
    const auto gone = std::erase_if(idle_, old);
    lines_ -= gone;
    around_.connections -= gone;
}

void web_endpoint::release_lines() {
    around_.connections -= idle_.size();
    lines_ -= idle_.size();
    idle_.clear();
}

void web_endpoint::abandon() {
    for (auto* const one : busy_) one->connection.close();
}

}  // namespace hermod::callback
