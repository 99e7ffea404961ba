#include "callback/shard.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>

#include "callback/session_endpoint.hpp"
#include "callback/web_endpoint.hpp"

namespace hermod::callback {
namespace {

constexpr std::size_t placed_at_once = 256;  // of those that waited for room

std::chrono::milliseconds age(const job& told, wall_time now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - told.at);
}

template <class Function>
void each_pending(const std::vector<record>& found, Function take) {
    for (const auto& r : found)
        for (std::uint32_t i = 0; i < r.events.size(); ++i)
            if (r.events[i].callback == callback_state::pending) take(make_job(r, i));
}

}  // namespace

shard::shard(boost::asio::io_context& context, store::store& store, const options& with, const net::address_guard& guard,
             net::tls_context tls, counters& count, directory_ptr known, give_back back)
    : around_{context, store, with, guard, std::move(tls), count, std::move(known), recently_told{}},
      give_back_(std::move(back)),
      arrivals_(context.get_executor(), [this](std::vector<work>& all) { arrived(all); }),
      changes_(context.get_executor(), [this](std::vector<session_change>& all) { changed(all); }),
      readings_in_(context.get_executor(), [this](std::vector<reading>& all) { read_back(all); }),
      ticker_(context.get_executor(), with.tick, [this](mono_time) { tick(around_.with.mono()); }) {}

shard::~shard() = default;

void shard::start() {
    boost::asio::post(around_.context, [this] { ticker_.start(); });
}

void shard::arrived(std::vector<work>& all) {
    for (auto& one : all) place(one);
    pump_touched();
}

// A session belongs to an account that is configured, so there is always room for its endpoint.
void shard::changed(std::vector<session_change>& all) {
    for (auto& one : all) {
        key_of(one.account, session_origin);
        auto& place = endpoints_[key_];
        if (!place) {
            if (one.is != session_change::kind::joined) {
                endpoints_.erase(key_);
                continue;
            }
            place = make(one.account, session_origin);
        }
        auto& to = static_cast<session_endpoint&>(*place);
        switch (one.is) {
            case session_change::kind::joined: to.join(std::move(one.joining), one.room); break;
            case session_change::kind::heard: to.hear(*one.by, std::move(one.answers)); break;
            case session_change::kind::shut: to.shut(*one.by); break;
            case session_change::kind::left: to.leave(*one.by); break;
        }
    }
}

void shard::key_of(account_id account, std::string_view origin) {
    key_.assign(std::to_string(account.value)).append(" ").append(origin);
}

std::shared_ptr<endpoint> shard::make(account_id account, std::string_view origin) {
    ++of_account_[account];
    around_.count.endpoints.fetch_add(1, std::memory_order_relaxed);
    if (origin == session_origin) return std::make_shared<session_endpoint>(around_, account, std::string(origin));
    return std::make_shared<web_endpoint>(around_, account, std::string(origin));
}

void shard::pump_touched() {
    for (auto* const e : touched_) {
        e->touched = false;
        e->pump();
    }
    touched_.clear();
}

void shard::place(work& one) {
    const message& m = *one.told.what;
    const auto found = around_.known->accounts.find(m.account);
    const auto url = url_for(m, found == around_.known->accounts.end() ? nullptr : &found->second);
    const auto parts = cut_url(url);
    if (!parts) return undeliverable(one.told);
    endpoint* const to = find_or_make(m.account, parts->origin, one.from);
    if (!to) return no_room_.push_back(m.id);
    if (one.from != endpoint_queue::source::news && around_.told.contains(m.id, one.told.index)) return;
    const auto old = age(one.told, around_.with.wall());
    to->queue.push(std::move(one.told), old, around_.with.mono(), one.from);
    if (one.from == endpoint_queue::source::news) to->happened();
    if (!to->touched) touched_.push_back(to);
    to->touched = true;
}

// Nobody to be told: dead at once, and seen to be.
void shard::undeliverable(const job& told) {
    event attempt;
    attempt.kind = event_kind::callback;
    attempt.callback = callback_state::dead;
    attempt.at = around_.with.wall();
    attempt.detail = "no callback URL";
    around_.count.events_dead.fetch_add(1, std::memory_order_relaxed);
    around_.store.called_back(told.what->id, told.index, std::move(attempt));
}

// Null when there is no room for another endpoint, or when others wait for room, whom this event must not overtake.
endpoint* shard::find_or_make(account_id account, std::string_view origin, endpoint_queue::source from) {
    key_of(account, origin);
    const auto found = endpoints_.find(key_);
    if (found != endpoints_.end()) return found->second.get();
    const bool others_wait = from == endpoint_queue::source::news && (!no_room_.empty() || placing_ != 0);
    if (others_wait || endpoints_.size() >= around_.with.most_endpoints) return nullptr;
    if (of_account_[account] >= around_.with.most_of_account) return nullptr;
    return endpoints_.emplace(key_, make(account, origin)).first->second.get();
}

void shard::want_more(const std::shared_ptr<endpoint>& of) {
    if (around_.stopping) return;
    auto ids = of->queue.wanted(std::max<std::size_t>(around_.with.most_jobs / 2, 1));
    if (ids.empty()) return;
    const auto token = next_token_++;
    readings_.emplace(token, of);
    around_.store.load(std::move(ids), *this, token);
}

void shard::loaded(std::uint64_t token, std::vector<record> found) noexcept { readings_in_.push({token, std::move(found)}); }

void shard::read_back(std::vector<reading>& all) {
    for (auto& one : all) {
        if (one.token == placing_) {
            placing_ = 0;
            each_pending(one.found, [this](job told) {
                work again{std::move(told), endpoint_queue::source::read};
                place(again);
            });
            continue;
        }
        const auto known = readings_.extract(one.token);
        if (const auto to = known.empty() ? nullptr : known.mapped().lock()) refill(*to, one.found);
    }
    pump_touched();
}

void shard::refill(endpoint& to, const std::vector<record>& found) {
    const auto wall = around_.with.wall();
    const auto mono = around_.with.mono();
    each_pending(found, [&](job told) {
        if (around_.told.contains(told.what->id, told.index)) return;
        const auto old = age(told, wall);
        to.queue.push(std::move(told), old, mono, endpoint_queue::source::read_back);
    });
    to.queue.loaded();
    give_back_moved(to);
    to.pump();
}

void shard::tick(mono_time now) {
    for (const auto& [key, e] : endpoints_) {
        if (!e->queue.empty()) {
            e->last_needed = now;
            give_back_moved(*e);
            want_more(e);
            e->pump();
        }
        update_counters(*e);
    }
    if (now - tidied_ > std::chrono::seconds(1)) {
        tidied_ = now;
        forget_idle(now);
    }
    place_waiting();
    check_stopped(now);
}

void shard::place_waiting() {
    if (no_room_.empty() || placing_ != 0 || endpoints_.size() >= around_.with.most_endpoints || around_.stopping) return;
    const auto some = no_room_.begin() + static_cast<std::ptrdiff_t>(std::min(no_room_.size(), placed_at_once));
    std::vector<message_id> ids(no_room_.begin(), some);
    no_room_.erase(no_room_.begin(), some);
    placing_ = next_token_++;
    around_.store.load(std::move(ids), *this, placing_);
}

// An account's events go where its URL points now, also those that wait for the old one.
void shard::give_back_moved(endpoint& of) {
    if (!of.moved()) return;
    auto ids = of.queue.evict();
    if (!ids.empty()) give_back_(std::move(ids));
}

void shard::update_counters(endpoint& of) {
    const std::uint64_t pending = of.queue.jobs() + of.queue.spilled();
    around_.count.pending.fetch_add(pending - of.counted_pending, std::memory_order_relaxed);  // wraps when there are fewer
    of.counted_pending = pending;
    around_.count.circuits_opened.fetch_add(of.queue.circuits_opened() - of.counted_opened, std::memory_order_relaxed);
    of.counted_opened = of.queue.circuits_opened();
}

void shard::forget_idle(mono_time now) {
    for (auto at = endpoints_.begin(); at != endpoints_.end();) {
        auto& e = *at->second;
        e.tidy(now);
        const bool keep = e.in_use() || !e.queue.empty() || e.queue.under_way() > 0 || now - e.last_needed <= around_.with.endpoint_idle;
        if (!keep) {
            e.release_lines();
            if (--of_account_[e.account()] == 0) of_account_.erase(e.account());
            around_.count.endpoints.fetch_sub(1, std::memory_order_relaxed);
        }
        at = keep ? std::next(at) : endpoints_.erase(at);
    }
}

void shard::configure(directory_ptr known) {
    boost::asio::post(around_.context, [this, known = std::move(known)]() mutable { take_over(std::move(known)); });
}

void shard::take_over(directory_ptr known) {
    around_.known = std::move(known);
    for (const auto& [key, e] : endpoints_) {
        e->configure();
        give_back_moved(*e);
    }
}

void shard::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    boost::asio::post(around_.context, [this, deadline, done = std::move(done)]() mutable {
        around_.stopping = true;
        stopped_ = std::move(done);
        stop_by_ = around_.with.mono() + deadline;
        check_stopped(around_.with.mono());
    });
}

void shard::check_stopped(mono_time now) {
    if (!stopped_) return;
    if (around_.under_way > 0 && now < stop_by_) return;
    for (const auto& [key, e] : endpoints_) e->abandon();
    ticker_.stop();
    std::exchange(stopped_, nullptr)();
}

}  // namespace hermod::callback
