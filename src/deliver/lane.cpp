#include "deliver/lane.hpp"

#include <algorithm>

namespace hermod::deliver {
namespace {

constexpr auto sweep_every = std::chrono::seconds{1};
constexpr std::string_view shutting_down = "the gateway is shutting down";

}  // namespace

lane::lane(lane_options options, store_side store)
    : options_(std::move(options)),
      store_(std::move(store)),
      queue_(options_.weights),
      shelf_(options_.weights),
      aside_(options_.weights),
      leaving_(options_.weights),
      leaving_shelf_(options_.weights) {}

void lane::arrived(message_ptr what, bool possible_duplicate) {
    counters_.moved_here.fetch_add(1, std::memory_order_relaxed);
    enqueue(std::move(what), possible_duplicate);
}

void lane::enqueue(message_ptr what, bool possible_duplicate) {
    fresh_ = true;
    if (const scheduled s = entry_of(*what); waits(s)) return schedule(s);
    const rank where = rank_of(*what);
    if (!has_room_for(where)) {  // whether it is flagged, its record says
        shelf_.push_back(where, {what->id, to_micros(what->expires_at)});
        return note_need(where);
    }
    const std::uint8_t parts = what->parts;
    queue_.push_back(where, {std::move(what), 1, parts, 0, possible_duplicate});
}

// Once some of its rank wait on the shelf, a newcomer queues behind them. A rank of which few are here finds room whatever the
// others have: who waits shall not wait for a load besides.
bool lane::has_room_for(const rank& newcomer) const {
    if (!shelf_.empty() && shelf_.size(newcomer) != 0) return false;
    if (is_loading(newcomer)) return false;
    return queue_.size() < options_.active || (queue_.size() < 2 * options_.active && queue_.size(newcomer) < few());
}

void lane::pump(wall_time now) {
    at(now);
    if (pumping_) return;
    pumping_ = true;
    release();
    unclaim_what_may_not_leave();
    send_ready();
    call_those_aside();
    lead_out();  // first: what has another way is not claimed here
    claim_more();
    refill();
    publish();
    ask_to_be_woken();
    pumping_ = false;
}

void lane::ready() { pump(now_); }

// ---- claim ----

// Claimed of that priority and above: what has less waits for them, they do not wait for it.
std::size_t lane::held_from(std::uint8_t level) const {
    std::size_t out = ready_.size_from(level);
    for (std::size_t at = level; at < priority_levels; ++at) out += flights_at_[at];
    return out;
}

void lane::claim_more() {
    if (!outlet_ || stopping_ || retiring_ || !claiming_.empty() || queue_.empty()) return;
    // Nobody to send to: leave it unclaimed, but what is to overtake that which is claimed already.
    if (outlet_->capacity() == 0 && flights_used_ == 0 && (ready_.empty() || ready_.size_from(queue_.next().level) != 0)) return;
    const std::size_t most = std::min(2 * outlet_->window(), allowed());
    std::size_t claimed = 0;
    std::vector<message_id> ids;
    while (!queue_.empty() && claimed + held_from(queue_.next().level) < most) {
        const auto parts = static_cast<std::size_t>(queue_.front().last - queue_.front().first + 1);
        const rank where = queue_.next();
        item i = queue_.pop_front(static_cast<double>(parts));
        note_need(where);
        if (gone(i) || barred(i) || put_off(i) || set_aside(i, where)) continue;
        if (i.place == 0) i.place = ++last_place_;  // who was claimed before keeps his: others may stand behind it
        claimed += parts;
        ids.push_back(i.what->id);
        claiming_.push_back(std::move(i));
    }
    if (!ids.empty()) store_.claim(std::move(ids), ++claim_token_);
}

void lane::claimed(std::uint64_t token, wall_time now) {
    at(now);
    if (token != claim_token_) return;
    for (item& i : claiming_) {
        const scheduled s = entry_of(*i.what);
        if (!waits(s)) {
            const std::uint8_t level = rank_of(*i.what).level;
            ready_.push_back(level, std::move(i));
            continue;
        }
        // Its sender put it off while the claim was on its way, or the clock was set back: the claim is given back.
        if (gone(i)) continue;
        settle(i, event_kind::deferred, {.detail = "its time has not come"}, state::scheduled);
        schedule(s);
    }
    claiming_.clear();
    pump(now);
}

// ---- send ----

void lane::send_ready() {
    if (!outlet_ || stopping_) return;
    bool any = false;
    const std::size_t may = allowed();
    while (!ready_.empty() && flights_used_ < may && outlet_->capacity() > 0) {
        item& head = ready_.front();
        if (gone(head) || put_off(head)) {
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
        ++flights_at_[rank_of(*head.what).level];
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
    const rank where = rank_of(*i.what);
    --flights_at_[where.level];
    if (around_.health) around_.health->tried(result);
    const message_id id = i.what->id;
    heard(std::move(i), std::move(result));
    if (!turned_away_.empty()) ask_about_turned_away(id);
}

void lane::heard(item i, verdict result) {
    fresh_ = true;
    switch (result.is) {
        case verdict::kind::sent: return settle(i, event_kind::submitted, result, state::submitted);
        case verdict::kind::refused:
            if (result.elsewhere && around_.others && !stopping_) return turn_away(std::move(i), result);
            return settle(i, event_kind::refused, result, state::rejected);
        case verdict::kind::unsure:
            if (!i.what->resend_unsure) return settle(i, event_kind::unsure, result, state::unsure);
            settle(i, event_kind::unsure, result, state::queued);
            i.possible_duplicate = true;
            if (result.code != 0) return delay(std::move(i), result.after);  // it did answer, with an error that says nothing: not at once
            return back_to_queue(std::move(i));
        case verdict::kind::later:
            if (!result.throttled) return retry_later(std::move(i), result);
            break;
        case verdict::kind::unsent: break;
    }
    // Still claimed: the outlet's capacity says when. Who is stopping will not ask any more.
    if (stopping_) return give_back(i, shutting_down);
    back_to_ready(std::move(i));
}

// To the queue on disk, unclaimed.
void lane::give_back(const item& i, std::string_view why) {
    for (int part = i.first; part <= i.last; ++part) {
        item one = i;
        one.first = one.last = static_cast<std::uint8_t>(part);
        settle(one, event_kind::deferred, {.detail = std::string(why)}, state::queued);
    }
}

namespace {

auto left_before(std::uint64_t place, std::uint8_t part) {
    return [place, part](const auto& other) { return other.place != 0 && (other.place < place || (other.place == place && other.first < part)); };
}

}  // namespace

void lane::back_to_ready(item i) {
    const std::uint8_t level = rank_of(*i.what).level;
    const auto before = left_before(i.place, i.first);
    ready_.push_front(level, std::move(i), before);
}

void lane::back_to_queue(item i) {
    const rank where = rank_of(*i.what);
    const auto before = left_before(i.place, i.first);
    queue_.push_front(where, std::move(i), before);
}

void lane::retry_later(item i, const verdict& v) {
    settle(i, event_kind::deferred, v, state::queued);
    delay(std::move(i), v.after);
}

// 0: as long as its tries before say.
void lane::delay(item i, std::chrono::milliseconds wait) {
    fresh_ = true;
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

// Only while nothing of it can have been sent: a half of a message helps nobody.
bool lane::barred(const item& i) {
    if (!options_.barred || i.first != 1 || i.last != i.what->parts) return false;
    std::string why = options_.barred(*i.what);
    if (why.empty()) return false;
    settle(i, event_kind::refused, {.detail = std::move(why)}, state::rejected);
    return true;
}

void lane::tick(wall_time now) {
    at(now);
    while (!delayed_.empty() && delayed_.front().due <= now) {
        std::pop_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
        item back = std::move(delayed_.back().what);
        delayed_.pop_back();
        back_to_queue(std::move(back));
    }
    if (now - swept_ >= sweep_every) sweep();
    pump(now);
}

// Expiry must be told on time even while nothing moves.
void lane::sweep() {
    swept_ = now_;
    const auto is_gone = [this](const item& i) { return gone(i); };
    queue_.erase_if(is_gone);
    leaving_.erase_if(is_gone);
    ready_.erase_if(is_gone);
    std::erase_if(claiming_, is_gone);
    if (std::erase_if(delayed_, [this](const delayed& d) { return gone(d.what); }))
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    const auto is_over = [this](const shelved& s) {
        if (s.expires_micros > to_micros(now_)) return false;
        event e;
        e.kind = event_kind::expired;
        e.at = now_;
        e.detail = "validity ended before it could be sent";
        store_.settle(s.id, std::move(e));
        return true;
    };
    shelf_.erase_if(is_over);
    leaving_shelf_.erase_if(is_over);
    shelf_.for_each_rank([this](const rank& one) { note_need(one); });  // what it had here may have ended
    const auto is_cancelled = [this](const item& i) {
        return cancelled_.contains(i.what->id.value) && (departing_ids_.erase(i.what->id.value), true);
    };
    for (departure& one : departing_) std::erase_if(one.those, is_cancelled);
    sweep_aside();
    cancelled_.clear();  // what is on the shelf is not loaded any more
}

void lane::stop(wall_time now) {
    at(now);
    stopping_ = true;
    ready_.for_each([this](const item& i) { give_back(i, shutting_down); });
    for (const item& i : claiming_) give_back(i, shutting_down);
    ready_.clear();
    claiming_.clear();
    if (under_way_) end_errand();
    for (const errand& one : std::exchange(errands_, {}))
        if (one.then) one.then({.refused = true});
    publish();
}

void lane::publish() {
    std::size_t undecided = leaving_.size() + leaving_shelf_.size() + looking_further_;
    for (const departure& one : departing_) undecided += one.those.size();
    for (const auto& [id, one] : turned_away_) undecided += one.refused.size() + one.unsent.size();
    counters_.queued.store(queue_.size() + shelf_.size() + ready_.size() + claiming_.size() + aside_.size() + loading_ + called_loading_.size() + undecided,
                           std::memory_order_relaxed);
    counters_.aside.store(aside_.size(), std::memory_order_relaxed);
    counters_.delayed.store(delayed_.size(), std::memory_order_relaxed);
    counters_.scheduled.store(schedule_.size() - not_meant_.size(), std::memory_order_relaxed);
    counters_.in_flight.store(flights_used_, std::memory_order_relaxed);
    const item* head = !ready_.empty()     ? &ready_.front()
                       : !leaving_.empty() ? &leaving_.front()
                       : !queue_.empty()   ? &queue_.front()
                                           : nullptr;
    counters_.oldest_accepted_micros.store(head ? to_micros(head->what->accepted_at) : 0, std::memory_order_relaxed);
}

}  // namespace hermod::deliver
