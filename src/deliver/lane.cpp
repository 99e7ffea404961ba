#include "deliver/lane.hpp"

#include <algorithm>

namespace hermod::deliver {
namespace {

constexpr auto sweep_every = std::chrono::seconds{1};

}  // namespace

lane::lane(lane_options options, store_side store) : options_(options), store_(std::move(store)) {}

void lane::enqueue(message_ptr what) {
    if (const scheduled s = entry_of(*what); waits(s)) return schedule(s);
    // Once some wait on the shelf, newcomers queue behind them.
    if (!shelf_.empty() || loading_ || queue_.size() >= options_.active) {
        shelf_.push_back({what->id, to_micros(what->expires_at)});
        return;
    }
    const std::uint8_t parts = what->parts;
    queue_.push_back({std::move(what), 1, parts, 0, false});
}

void lane::pump(wall_time now) {
    now_ = now;
    if (pumping_) return;
    pumping_ = true;
    release();
    send_ready();
    claim_more();
    refill();
    publish();
    pumping_ = false;
}

void lane::ready() { pump(now_); }

// ---- claim ----

void lane::claim_more() {
    if (!outlet_ || stopping_ || !claiming_.empty() || queue_.empty()) return;
    if (outlet_->capacity() == 0 && flights_used_ == 0) return;  // nobody to send to: leave it unclaimed
    const std::size_t most = 2 * outlet_->window();
    std::size_t claimed = flights_used_ + ready_.size();
    std::vector<message_id> ids;
    while (claimed < most && !queue_.empty()) {
        item i = std::move(queue_.front());
        queue_.pop_front();
        if (gone(i)) continue;
        claimed += i.last - i.first + 1u;
        ids.push_back(i.what->id);
        claiming_.push_back(std::move(i));
    }
    if (!ids.empty()) store_.claim(std::move(ids), ++claim_token_);
}

void lane::claimed(std::uint64_t token, wall_time now) {
    now_ = now;
    if (token != claim_token_) return;
    for (item& i : claiming_) {
        const scheduled s = entry_of(*i.what);
        if (!waits(s)) {
            ready_.push_back(std::move(i));
            continue;
        }
        // Its sender put it off while the claim was on its way: the claim is given back.
        if (gone(i)) continue;
        settle(i, event_kind::deferred, {.detail = "put off by its sender"}, state::scheduled);
        schedule(s);
    }
    claiming_.clear();
    pump(now);
}

// ---- send ----

void lane::send_ready() {
    if (!outlet_ || stopping_) return;
    bool any = false;
    while (!ready_.empty() && outlet_->capacity() > 0) {
        item& head = ready_.front();
        if (gone(head)) {
            ready_.pop_front();
            continue;
        }
        std::uint32_t at;
        if (free_flights_.empty()) {
            at = static_cast<std::uint32_t>(flights_.size());
            flights_.emplace_back();
        } else {
            at = free_flights_.back();
            free_flights_.pop_back();
        }
        flight& f = flights_[at];
        f.used = true;
        ++flights_used_;
        const std::uint8_t part = head.first;
        const bool last = head.first == head.last;
        f.what = last ? std::move(head) : head;
        f.what.first = f.what.last = part;
        if (last)
            ready_.pop_front();
        else
            ++head.first;
        outlet_->send({f.what.what, at, part, f.what.possible_duplicate});
        any = true;
    }
    if (any) outlet_->flush();
}

void lane::settled(std::uint64_t token, verdict result) {
    if (token >= flights_.size() || !flights_[token].used) return;
    item i = std::move(flights_[token].what);
    flights_[token] = {};
    free_flights_.push_back(static_cast<std::uint32_t>(token));
    --flights_used_;
    switch (result.is) {
        case verdict::kind::sent: return settle(i, event_kind::submitted, result, state::submitted);
        case verdict::kind::refused: return settle(i, event_kind::refused, result, state::rejected);
        case verdict::kind::unsure:
            if (!i.what->resend_unsure) return settle(i, event_kind::unsure, result, state::unsure);
            settle(i, event_kind::unsure, result, state::queued);
            i.possible_duplicate = true;
            queue_.push_front(std::move(i));
            return;
        case verdict::kind::later:
            if (!result.throttled) return retry_later(std::move(i), result);
            break;
        case verdict::kind::unsent: break;
    }
    // Still claimed: the outlet's capacity says when. Who is stopping will not ask any more.
    if (stopping_) return give_back(i);
    ready_.push_front(std::move(i));
}

// To the queue on disk, unclaimed.
void lane::give_back(const item& i) {
    for (int part = i.first; part <= i.last; ++part) {
        item one = i;
        one.first = one.last = static_cast<std::uint8_t>(part);
        settle(one, event_kind::deferred, {.detail = "the gateway is shutting down"}, state::queued);
    }
}

void lane::retry_later(item i, const verdict& v) {
    settle(i, event_kind::deferred, v, state::queued);
    auto wait = v.after;
    if (wait.count() == 0) {
        wait = std::min(options_.retry_most, options_.retry_first * (1 << std::min<int>(i.attempts, 16)));
        wait += wait * (store_.random() % 256) / 1024;  // up to a quarter more, so that a burst does not come back as one
    }
    if (i.attempts < 255) ++i.attempts;
    delayed_.push_back({now_ + wait, std::move(i)});
    std::push_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
}

void lane::settle(const item& i, event_kind kind, const verdict& v, state outcome) {
    event e;
    e.kind = kind;
    e.part = i.first == i.last ? i.first : std::uint8_t{0};
    e.outcome = outcome;
    e.code = v.code;
    e.at = now_;
    e.detail = v.detail;
    e.possible_duplicate = i.possible_duplicate;
    e.shared_id = v.shared_id;
    store_.settle(i.what->id, std::move(e));
}

// ---- what is not to be sent any more ----

bool lane::gone(const item& i) {
    if (!cancelled_.empty() && cancelled_.contains(i.what->id.value)) return true;  // the store knows already
    if (now_ < i.what->expires_at) return false;
    for (int part = i.first; part <= i.last; ++part) {
        item one = i;
        one.first = one.last = static_cast<std::uint8_t>(part);
        settle(one, event_kind::expired, {.detail = "validity ended before it could be sent"}, state::expired);
    }
    return true;
}

void lane::tick(wall_time now) {
    now_ = now;
    while (!delayed_.empty() && delayed_.front().due <= now) {
        std::pop_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
        queue_.push_front(std::move(delayed_.back().what));
        delayed_.pop_back();
    }
    if (now - swept_ >= sweep_every) sweep();
    pump(now);
}

// Expiry must be told on time even while nothing moves.
void lane::sweep() {
    swept_ = now_;
    const auto is_gone = [this](const item& i) { return gone(i); };
    std::erase_if(queue_, is_gone);
    std::erase_if(ready_, is_gone);
    std::erase_if(claiming_, is_gone);
    if (std::erase_if(delayed_, [this](const delayed& d) { return gone(d.what); }))
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    std::erase_if(shelf_, [this](const shelved& s) {
        if (s.expires_micros > to_micros(now_)) return false;
        event e;
        e.kind = event_kind::expired;
        e.at = now_;
        e.detail = "validity ended before it could be sent";
        store_.settle(s.id, std::move(e));
        return true;
    });
    cancelled_.clear();  // what is on the shelf is not loaded any more
}

void lane::stop(wall_time now) {
    now_ = now;
    stopping_ = true;
    for (const item& i : ready_) give_back(i);
    for (const item& i : claiming_) give_back(i);
    ready_.clear();
    claiming_.clear();
    publish();
}

void lane::publish() {
    counters_.queued.store(queue_.size() + shelf_.size() + ready_.size() + claiming_.size(), std::memory_order_relaxed);
    counters_.delayed.store(delayed_.size(), std::memory_order_relaxed);
    counters_.scheduled.store(schedule_.size() - not_meant_.size(), std::memory_order_relaxed);
    counters_.in_flight.store(flights_used_, std::memory_order_relaxed);
    const item* head = !ready_.empty() ? &ready_.front() : !queue_.empty() ? &queue_.front() : nullptr;
    counters_.oldest_accepted_micros.store(head ? to_micros(head->what->accepted_at) : 0, std::memory_order_relaxed);
}

}  // namespace hermod::deliver
