#include "api/live_events.hpp"

#include <boost/asio/post.hpp>
#include <list>
#include <optional>

#include "api/json_text.hpp"
#include "net/arrival.hpp"
#include "net/mailbox.hpp"
#include "net/ticker.hpp"

namespace hermod::api {

// One open stream; on its branch's executor. Registered while it lives.
struct live_events::listener {
    listener(branch& where, account_id whose, bool all);
    ~listener();
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    bool wants(const store::notice& n) const { return admin || n.what->account == account; }
    void wake() {
        if (auto* sleeper = std::exchange(asleep, nullptr)) sleeper->set(true);
    }

    branch& home;
    const account_id account;
    const bool admin;
    std::string ready;
    std::uint64_t dropped = 0;
    net::arrival<bool>* asleep = nullptr;
};

// One io_context's share.
struct live_events::branch {
    branch(boost::asio::io_context& context, live_events& whole)
        : io(context),
          of(whole),
          resumptions(context.get_executor()),
          box(context.get_executor(), [this](std::vector<batch>& all) { take(all); }),
          beats(context.get_executor(), whole.how_.heartbeat, [this](mono_time) { beat(); }) {}

    void take(std::vector<batch>& all) {
        for (const auto& some : all) {
            for (const auto& one : *some) {
                for (auto* who : listeners)
                    if (who->wants(one)) append(*who, one);
            }
            waiting.fetch_sub(some->size(), std::memory_order_relaxed);
        }
        for (auto* who : listeners) {
            if (const auto missed = lost.load(std::memory_order_relaxed) - lost_told; missed > 0) who->dropped += missed;
            if (!who->ready.empty() || who->dropped > 0) who->wake();
        }
        lost_told = lost.load(std::memory_order_relaxed);
    }

    void append(listener& who, const store::notice& one) {
        if (who.ready.size() > of.how_.buffer_bytes) {
            ++who.dropped;
            of.count_.events_dropped.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        who.ready.append("event: ").append(to_text(one.happened.kind)).append("\ndata: ");
        append_notice(who.ready, one, who.admin, of.names_);
        who.ready += "\n\n";
    }

    void beat() {
        for (auto* who : listeners) {
            if (who->ready.empty()) who->ready = ": nothing new\n\n";
            who->wake();
        }
    }

    boost::asio::io_context& io;
    live_events& of;
    net::resumptions resumptions;
    net::mailbox<batch> box;
    net::ticker beats;
    std::list<listener*> listeners;
    std::atomic<std::size_t> here{0}, waiting{0};  // listeners; notices on their way
    std::atomic<std::uint64_t> lost{0};            // notices that did not set out
    std::uint64_t lost_told = 0;
    bool stopping = false;
};

live_events::listener::listener(branch& where, account_id whose, bool all) : home(where), account(whose), admin(all) {
    home.listeners.push_back(this);
    home.here.fetch_add(1, std::memory_order_relaxed);
    home.of.listening_.fetch_add(1, std::memory_order_relaxed);
    home.of.count_.listeners.fetch_add(1, std::memory_order_relaxed);
    if (home.listeners.size() == 1) home.beats.start();
}

live_events::listener::~listener() {
    home.listeners.remove(this);
    home.here.fetch_sub(1, std::memory_order_relaxed);
    home.of.listening_.fetch_sub(1, std::memory_order_relaxed);
    home.of.count_.listeners.fetch_sub(1, std::memory_order_relaxed);
    if (home.listeners.empty()) home.beats.stop();
}

live_events::live_events(const std::vector<boost::asio::io_context*>& contexts, const name_lookup& names, counters& count,
                         live_options how)
    : names_(names), count_(count), how_(how) {
    for (auto* context : contexts) branches_.push_back(std::make_unique<branch>(*context, *this));
}

live_events::~live_events() = default;

void live_events::committed(std::span<const store::notice> changes) noexcept {
    if (listening_.load(std::memory_order_relaxed) == 0) return;
    const auto copied = std::make_shared<const std::vector<store::notice>>(changes.begin(), changes.end());
    for (auto& one : branches_) {
        if (one->here.load(std::memory_order_relaxed) == 0) continue;
        if (one->waiting.fetch_add(copied->size(), std::memory_order_relaxed) > how_.backlog) {
            one->waiting.fetch_sub(copied->size(), std::memory_order_relaxed);
            one->lost.fetch_add(copied->size(), std::memory_order_relaxed);
            count_.events_dropped.fetch_add(copied->size(), std::memory_order_relaxed);
            continue;
        }
        one->box.push(copied);
    }
}

net::stream_function live_events::stream(std::size_t index, account_id account, bool admin) {
    branch& here = *branches_.at(index);
    return [&here, account, admin](net::stream_writer& out) { return serve(here, account, admin, out); };
}

boost::asio::awaitable<void> live_events::serve(branch& here, account_id account, bool admin, net::stream_writer& out) {
    if (here.stopping) co_return;
    listener me(here, account, admin);
    me.ready = ": events of hermod\n\n";
    while (!here.stopping) {
        if (me.ready.empty() && me.dropped == 0) {
            net::arrival<bool> woken(here.resumptions);
            me.asleep = &woken;
            co_await woken.wait();
            continue;
        }
        std::string bytes = std::exchange(me.ready, {});
        if (const auto missed = std::exchange(me.dropped, 0); missed > 0)
            bytes.append("event: dropped\ndata: {\"count\":").append(std::to_string(missed)).append("}\n\n");
        const auto written = co_await out.write(std::move(bytes));
        if (!written) co_return;
    }
}

void live_events::stop() {
    for (auto& one : branches_) {
        branch* here = one.get();
        boost::asio::post(here->io, [here] {
            here->stopping = true;
            for (auto* who : here->listeners) who->wake();
        });
    }
}

}  // namespace hermod::api
