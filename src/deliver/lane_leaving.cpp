// What goes to another connector's lane, and what is purged. One errand at a time goes over all that waits, in batches: decides, hands
// over to the store, and waits for its word (a mark) before the next, so that traffic passes between two of them.
//
// What an errand has not decided stands in leaving_ and leaving_shelf_; what the store has still to say something of, in departing_.
// All of it may expire, be cancelled and be replaced meanwhile, as what stands in the queue.
#include <algorithm>

#include "deliver/lane.hpp"
#include "deliver/moved_text.hpp"

namespace hermod::deliver {
namespace {

constexpr std::size_t batch = 500;
constexpr std::chrono::milliseconds rest{1'000};

}  // namespace

void lane::run(errand what) {
    if (stopping_) {
        if (what.then) what.then({.refused = true});
        return;
    }
    errands_.push_back(std::move(what));
    pump(now_);
}

// Each step waits for the store: what comes back calls pump() again.
void lane::lead_out() {
    if (stopping_) return;
    if (!under_way_ && !begin()) return;
    while (under_way_ && departing_.empty() && !is_looking_) {
        if (!going_on()) end_errand();
        else if (!leaving_.empty()) lead_batch();
        else if (resting(rest_until_)) return;
        else if (!leaving_shelf_.empty() || !leaving_schedule_.empty()) look_further();
        else end_errand();
    }
}

// People's orders first. By itself a queue is led out when its connector is gone, and again when there is something new to lead, or
// somewhere new to lead it.
bool lane::begin() {
    if (!errands_.empty()) {
        under_way_ = std::move(errands_.front());
        errands_.pop_front();
    } else {
        if (!around_.others || !around_.health || !around_.health->leaving()) return false;
        const std::uint64_t changes = around_.others->changes();
        if (led_at_ == changes && (!fresh_ || resting(again_at_))) return false;
        if ((queue_.empty() && shelf_.empty() && delayed_.empty() && aside_.empty()) || !around_.others->any(around_.here)) return false;
        led_at_ = changes;
        fresh_ = false;
        under_way_ = errand{.why = around_.name.empty() ? "its connector is configured no more" : around_.name + ": " + around_.health->why()};
    }
    so_far_ = {};
    rest_until_ = {};
    counters_.busy.store(true, std::memory_order_relaxed);
    bring_back_aside();  // who waits for a limit goes with the others, and waits for it where he comes to
    leaving_ = std::exchange(queue_, fair_queue<item>(options_.weights));
    leaving_shelf_ = std::exchange(shelf_, fair_queue<shelved>(options_.weights));
    for (delayed& d : delayed_) {
        d.what.due = d.due;
        const rank where = rank_of(*d.what.what);
        leaving_.push_back(where, std::move(d.what));
    }
    delayed_.clear();
    if (under_way_->scheduled)
        for (const scheduled& s : schedule_)
            if (!not_meant_.contains(s)) leaving_schedule_.push_back(message_id{s.id});
    return true;
}

// A connector that is back keeps what it still has; when another is back, all is looked at again.
bool lane::going_on() const {
    if (under_way_->what != errand::kind::lead_out) return true;
    return around_.health->leaving() && around_.others->changes() == led_at_;
}

// A clock that was set back holds up nothing.
bool lane::resting(wall_time until) const { return now_ < until && until - now_ <= rest; }

void lane::lead_batch() {
    struct group {
        connector_id to;
        std::vector<item> those;
    };
    std::vector<group> groups;  // few
    std::size_t seen = 0, moved = 0, to_look_at = 0;
    while (!leaving_.empty() && seen < batch) {
        ++seen;
        const rank where = leaving_.next();
        item i = leaving_.pop_front();
        if (gone(i)) continue;
        if (under_way_->what == errand::kind::purge) {
            purge(i);
            continue;
        }
        // Who would not have it, only its record says.
        if (under_way_->what == errand::kind::lead_out && i.what->moves != 0 && !i.looked_at && i.whole() && !i.stays) {
            leaving_shelf_.push_front(where, {i.what->id, to_micros(i.what->expires_at)});
            ++to_look_at;
            continue;
        }
        const auto to = i.stays ? std::nullopt : destination(*i.what, i.tried);
        if (!to) {
            keep(std::move(i));
            continue;
        }
        ++moved;
        auto at = std::find_if(groups.begin(), groups.end(), [&](const group& g) { return g.to == *to; });
        if (at == groups.end()) at = groups.insert(at, {*to, {}});
        at->those.push_back(std::move(i));
    }
    for (group& g : groups) depart(std::move(g.those), g.to, under_way_->why);
    // Of a long shelf that finds no other way: a look now and then, for its routes may be another's.
    const bool in_vain = moved + to_look_at == 0 && under_way_->what == errand::kind::lead_out && around_.health->ordered() != queue_order::draining;
    if (in_vain && leaving_.empty() && !leaving_shelf_.empty()) rest_until_ = now_ + rest;
    if (groups.empty() && !in_vain) wait_for_store();  // a purge: it gets time to follow
}

void lane::wait_for_store() {
    departing_.push_back({++mark_token_, {}});
    store_.mark(mark_token_);
}

void lane::look_further() {
    std::vector<message_id> ids;
    const auto what = leaving_shelf_.empty() ? question::kind::schedule : question::kind::shelf;
    while (!leaving_shelf_.empty() && ids.size() < batch) ids.push_back(leaving_shelf_.pop_front().id);
    while (what == question::kind::schedule && !leaving_schedule_.empty() && ids.size() < batch) {
        ids.push_back(leaving_schedule_.back());
        leaving_schedule_.pop_back();
    }
    is_looking_ = true;
    looking_further_ = what == question::kind::shelf ? ids.size() : 0;
    asked_.push_back({what});
    store_.look(std::move(ids));
}

void lane::looked_at(std::vector<record> found, wall_time now) {
    at(now);
    if (asked_.empty()) return;
    const question answered = asked_.front();
    asked_.pop_front();
    if (answered.what == question::kind::turned_away) {
        decide_turned_away(answered.about, found.empty() ? nullptr : &found.front());
        return pump(now);
    }
    is_looking_ = false;
    looking_further_ = 0;
    for (const record& r : found) {
        if (!r.sendable() || !is_ours(*r.what) || not_looked_at_.contains(r.what->id.value)) continue;
        // One whose time has come since stands on the shelf meanwhile.
        if (answered.what == question::kind::shelf) unpack(r, leaving_);
        else if (put_off_.contains(r.what->id.value) || is_scheduled(entry_of(*r.what))) look_at_scheduled(r);
    }
    not_looked_at_.clear();
    if (answered.what == question::kind::schedule) wait_for_store();
    pump(now);
}

// It stays in the schedule until the store's word comes, or its own end.
void lane::look_at_scheduled(const record& r) {
    if (!under_way_) return;
    const message& m = *r.what;
    if (under_way_->what == errand::kind::purge) {
        purge({r.what, 1, m.parts});
        if (!forget_put_off(m.id)) unschedule(entry_of(m));
        return;
    }
    const auto to = destination(m, {});
    if (to) store_.move({m.id}, *to, under_way_->why);
    else ++so_far_.kept;
}

std::optional<connector_id> lane::destination(const message& what, std::span<const connector_id> tried) const {
    if (under_way_ && under_way_->what == errand::kind::move) return under_way_->to;
    if (what.moves >= options_.most_moves) return std::nullopt;
    return around_.others->next(what, tried).to;
}

// Back to where it would stand. What has all its parts may wait without its content.
void lane::keep(item i) {
    ++so_far_.kept;
    const rank where = rank_of(*i.what);
    if (i.due <= now_ && i.whole() && queue_.size() >= options_.active)
        return shelf_.push_back(where, {i.what->id, to_micros(i.what->expires_at)});
    put_back(std::move(i));
}

void lane::put_back(item i) {
    const wall_time due = std::exchange(i.due, {});
    if (due > now_) {
        delayed_.push_back({due, std::move(i)});
        std::push_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
        return;
    }
    const rank where = rank_of(*i.what);
    queue_.push_back(where, std::move(i));
}

void lane::purge(const item& i) {
    for (int part = i.first; part <= i.last; ++part) {
        item one = i;
        one.first = one.last = static_cast<std::uint8_t>(part);
        settle(one, event_kind::refused, {.detail = under_way_->why}, state::rejected);
    }
    ++so_far_.done;
    counters_.purged.fetch_add(1, std::memory_order_relaxed);
}

void lane::depart(std::vector<item> those, connector_id to, const std::string& why) {
    std::vector<message_id> ids;
    for (const item& i : those)
        if (departing_ids_.try_emplace(i.what->id.value, undecided{mark_token_ + 1, i.whole()}).second) ids.push_back(i.what->id);
    store_.move(std::move(ids), to, why);
    departing_.push_back({++mark_token_, std::move(those)});
    store_.mark(mark_token_);
}

// What the store has not moved by now, it will not: a part of it was sent. It stays.
void lane::reached(std::uint64_t token, wall_time now) {
    at(now);
    while (!departing_.empty() && departing_.front().token <= token) {
        std::vector<item> those = std::move(departing_.front().those);
        const std::uint64_t its = departing_.front().token;
        departing_.pop_front();
        std::vector<std::int64_t> decided;
        for (item& i : those) {
            const auto at = departing_ids_.find(i.what->id.value);
            if (at == departing_ids_.end() || at->second.token != its) continue;  // another lane has it, or had it since
            decided.push_back(i.what->id.value);
            if (gone(i)) continue;
            if (const scheduled s = entry_of(*i.what); i.whole() && waits(s)) {  // its sender has put it off meanwhile
                schedule(s);
                continue;
            }
            i.stays = true;
            keep(std::move(i));
        }
        for (const std::int64_t id : decided) departing_ids_.erase(id);
    }
    pump(now);
}

void lane::end_errand() {
    // What it had not decided comes behind what it kept, and before what came meanwhile where that is all there is.
    fair_queue<item> newer(options_.weights);
    fair_queue<shelved> newer_shelf(options_.weights);
    if (so_far_.kept == 0) {
        std::swap(queue_, newer);
        std::swap(shelf_, newer_shelf);
    }
    while (!leaving_.empty()) put_back(leaving_.pop_front());
    if (shelf_.empty()) std::swap(shelf_, leaving_shelf_);
    const auto append = [](auto& from, auto& to) {
        while (!from.empty()) {
            const rank where = from.next();
            to.push_back(where, from.pop_front());
        }
    };
    append(leaving_shelf_, shelf_);
    append(newer, queue_);
    append(newer_shelf, shelf_);
    leaving_schedule_.clear();
    if (under_way_->what == errand::kind::lead_out) again_at_ = now_ + (so_far_.done == 0 ? rest : rest / 10);
    if (under_way_->scheduled && !not_meant_.empty()) {  // those that left it now, all at once
        std::erase_if(schedule_, [this](const scheduled& s) { return not_meant_.contains(s); });
        std::make_heap(schedule_.begin(), schedule_.end(), std::greater<>{});
        not_meant_.clear();
    }
    const errand done = std::move(*under_way_);
    under_way_.reset();
    counters_.busy.store(false, std::memory_order_relaxed);
    if (done.then) done.then(so_far_);
}

}  // namespace hermod::deliver
