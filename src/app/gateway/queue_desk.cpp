#include "app/gateway/queue_desk.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"

namespace hermod::app {
namespace {

constexpr std::string_view note_kind = "queue";
constexpr auto patience = std::chrono::seconds{5};  // before a long move or purge is answered as under way

std::optional<deliver::queue_order> order_of(std::string_view text) {
    for (const auto one : {deliver::queue_order::paused, deliver::queue_order::draining})
        if (text == deliver::to_text(one)) return one;
    return std::nullopt;
}

// Owns itself until the store has answered.
struct order_reply final : put_reply {
    queue_desk* desk;
    std::string name;
    deliver::queue_order order;
    queue_heard then;

    void put_done(put_result result) noexcept override {
        const std::unique_ptr<order_reply> self(this);
        if (result.is != put_result::kind::stored) return then({queue_answer::kind::failed, "nothing was changed"});
        desk->ordered(name, order, std::move(then));
    }
};

}  // namespace

void queue_desk::read_notes() {
    const std::lock_guard lock(mutex_);
    for (const note& one : store_.notes_of(note_kind))
        if (const auto order = one.value ? order_of(*one.value) : std::nullopt) orders_[one.key] = *order;
}

void queue_desk::add(const std::string& name, const entry& what) {
    const std::lock_guard lock(mutex_);
    std::erase_if(all_, [&](const auto& one) { return one.second.id == what.id; });
    all_.insert_or_assign(name, what);
    const auto at = orders_.find(name);
    if (at == orders_.end()) return;
    boost::asio::post(what.host->home(), [host = what.host, order = at->second] { host->order(order); });
    log_line(log_level::warning, "queue_order").field("queue", name).field("order", deliver::to_text(at->second)).field("who", "an order of before");
}

void queue_desk::ordered(const std::string& name, deliver::queue_order order, queue_heard then) {
    const std::lock_guard lock(mutex_);
    if (order == deliver::queue_order::open) orders_.erase(name);
    else orders_[name] = order;
    const auto at = all_.find(name);
    if (at == all_.end()) return then({});  // it has another name since
    boost::asio::post(at->second.host->home(), [host = at->second.host, order, then = std::move(then)] {
        host->order(order);
        then({});
    });
}

std::optional<queue_desk::entry> queue_desk::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto at = all_.find(name);
    return at == all_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<queue_status> queue_desk::look() const {
    std::vector<queue_status> out;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, one] : all_) out.push_back(status_of(name, one));
    return out;
}

queue_status queue_desk::status_of(const std::string& name, const entry& of) const {
    constexpr auto relaxed = std::memory_order_relaxed;
    const deliver::board_row& row = *board_.find(of.id);
    const deliver::lane_counters& lane = of.host->queue().counters();
    queue_status out;
    out.name = name;
    out.configured = of.configured->load(relaxed);
    const bool at_work = board_.shows(of.id);
    out.usable = row.usable.load(relaxed) && at_work;
    const auto order = row.order.load(relaxed);
    const auto errors = row.circuit.load(relaxed);
    out.order = deliver::to_text(order);
    out.errors = deliver::to_text(errors);
    out.share = static_cast<std::uint32_t>(row.share.load(relaxed) * 1000);
    out.queued = lane.queued.load(relaxed);
    out.delayed = lane.delayed.load(relaxed);
    out.scheduled = lane.scheduled.load(relaxed);
    out.in_flight = lane.in_flight.load(relaxed);
    if (const auto oldest = lane.oldest_accepted_micros.load(relaxed)) out.oldest_micros = oldest;
    out.binds = of.numbers->binds_up.load(relaxed);
    out.window_used = of.numbers->window_used.load(relaxed);
    out.window_size = of.numbers->window_size.load(relaxed);
    if (!out.usable)
        out.why = !out.configured                                ? "it is configured no more"
                  : !at_work                                     ? "its settings change"
                  : order == deliver::queue_order::paused        ? "it is paused"
                  : order == deliver::queue_order::draining      ? "it is drained"
                  : errors == deliver::circuit_state::open       ? "too many of its answers are errors"
                                                                 : "no bind is up";
    const auto known = [](std::uint32_t value) { return value == deliver::board_row::unknown ? std::nullopt : std::optional(value); };
    out.delivered = known(row.delivered.load(relaxed));
    out.latency_ms = known(row.latency_ms.load(relaxed));
    out.moved_away = lane.moved_away.load(relaxed);
    out.moved_here = lane.moved_here.load(relaxed);
    out.purged = lane.purged.load(relaxed);
    out.busy = lane.busy.load(relaxed);
    return out;
}

void queue_desk::act(queue_request what, queue_heard then) {
    using kind = queue_answer::kind;
    const std::optional<entry> at = find(what.queue);
    if (!at) return then({kind::unknown, "there is no queue \"" + what.queue + "\""});
    const auto log = [&](std::string_view word) {
        log_line(log_level::warning, "queue_order").field("queue", what.queue).field("order", word).field("to", what.to).field("who", what.who);
    };
    switch (what.what) {
        case queue_action::pause:
        case queue_action::resume:
        case queue_action::drain: {
            const auto order = what.what == queue_action::pause   ? deliver::queue_order::paused
                               : what.what == queue_action::drain ? deliver::queue_order::draining
                                                                  : deliver::queue_order::open;
            log(deliver::to_text(order));
            return write_order(what.queue, order, std::move(then));
        }
        case queue_action::move: {
            const std::optional<entry> to = find(what.to);
            if (!to || !to->configured->load()) return then({kind::unknown, "there is no connector \"" + what.to + "\""});
            if (to->id == at->id) return then({kind::impossible, "it is there already"});
            log("move");
            return start(*at, {.what = deliver::errand::kind::move, .to = to->id, .scheduled = what.scheduled, .why = "moved by " + what.who}, std::move(then));
        }
        case queue_action::purge:
            log("purge");
            return start(*at, {.what = deliver::errand::kind::purge, .scheduled = what.scheduled, .why = "the queue was purged by " + what.who}, std::move(then));
    }
}

void queue_desk::write_order(const std::string& name, deliver::queue_order order, queue_heard then) {
    auto reply = std::make_unique<order_reply>();
    reply->desk = this;
    reply->name = name;
    reply->order = order;
    reply->then = std::move(then);
    note change{std::string(note_kind), name, std::nullopt};
    if (order != deliver::queue_order::open) change.value = deliver::to_text(order);
    store_.write({std::move(change)}, *reply.release());
}

// Answered once: when it is done, or when it takes too long to wait for.
void queue_desk::start(const entry& at, deliver::errand what, queue_heard then) {
    boost::asio::post(at.host->home(), [host = at.host, what = std::move(what), then = std::move(then)]() mutable {
        struct waiting {
            explicit waiting(const boost::asio::any_io_executor& home) : timer(home) {}
            boost::asio::steady_timer timer;
            queue_heard then;
        };
        const auto asked = std::make_shared<waiting>(host->home());
        asked->then = std::move(then);
        asked->timer.expires_after(patience);
        asked->timer.async_wait([asked](const boost::system::error_code& stopped) {
            if (!stopped && asked->then) std::exchange(asked->then, nullptr)({.is = queue_answer::kind::under_way});
        });
        const bool purges = what.what == deliver::errand::kind::purge;
        what.then = [asked, purges](deliver::errand_result result) {
            asked->timer.cancel();
            if (!asked->then) return;
            queue_answer out;
            if (result.refused) out = {queue_answer::kind::impossible, "the gateway is stopping"};
            (purges ? out.purged : out.moved) = result.done;
            out.kept = result.kept;
            std::exchange(asked->then, nullptr)(std::move(out));
        };
        host->queue().run(std::move(what));
    });
}

}  // namespace hermod::app
