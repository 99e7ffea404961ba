// What a lane knows by id only, and what its messages' senders change while they wait.
#include <algorithm>

#include "deliver/lane.hpp"
#include "deliver/moved_text.hpp"

namespace hermod::deliver {
namespace {

constexpr std::size_t loaded_at_once = 2'000, loaded_for_one = 100;

}  // namespace

void lane::recover(const store::open_entry& left) {
    const rank where{left.account, level_of(left.priority)};
    if (const scheduled s = entry_of(left.id, where, left.not_before, left.expires_at); waits(s)) return schedule(s);
    shelf_.push_back(where, {left.id, to_micros(left.expires_at)});
}

// ---- the shelf: messages whose turn has not come ----

void lane::refill() {
    if (loading_ != 0 || stopping_ || shelf_.empty()) return;
    std::vector<message_id> ids;
    if (queue_.size() <= options_.active / 2) {
        const std::size_t n = std::min({shelf_.size(), loaded_at_once, options_.active});
        ids.reserve(n);
        for (std::size_t i = 0; i < n; ++i) {
            const rank where = shelf_.next();
            if (!is_loading(where)) loading_ranks_.push_back(where);
            ids.push_back(shelf_.pop_front().id);
        }
    } else {
        for (; !needy_.empty() && queue_.size() + ids.size() < 2 * options_.active && ids.size() < loaded_at_once; needy_.pop_back()) {
            const rank where = needy_.back();
            if (shelf_.take_of(where, std::min(loaded_for_one, few()), [&](const shelved& s) { ids.push_back(s.id); }) != 0) loading_ranks_.push_back(where);
        }
    }
    if (ids.empty()) return;
    loading_ = ids.size();
    store_.load(std::move(ids));
}

// Of one who has much on the shelf and little here a few are loaded out of turn: or he would wait until half of what the others
// have here has left.
void lane::note_need(const rank& of) {
    if (shelf_.empty() || queue_.size(of) >= few() || shelf_.size(of) == 0 || is_loading(of)) return;
    if (std::find(needy_.begin(), needy_.end(), of) == needy_.end()) needy_.push_back(of);
}

bool lane::is_loading(const rank& one) const {
    return std::find(loading_ranks_.begin(), loading_ranks_.end(), one) != loading_ranks_.end();
}

void lane::loaded(std::vector<record> found, wall_time now) {
    loading_ = 0;
    const auto of_whom = std::exchange(loading_ranks_, {});
    at(now);
    for (const record& r : found)
        if (r.sendable() && is_ours(*r.what) && !not_loaded_.contains(r.what->id.value)) unpack(r, queue_);
    not_loaded_.clear();
    for (const rank& one : of_whom) note_need(one);  // it may have brought nothing
    pump(now);
}

// The parts that are still to be sent, as few items. False: there are none.
bool lane::unpack(const record& r, fair_queue<item>& to) {
    const message& m = *r.what;
    const rank where = rank_of(m);
    const auto tried = who_refused(r);
    bool any = false;
    for (std::uint8_t part = 1; part <= m.parts && part != 0; ++part) {
        if (static_cast<state>(r.part_states[part - 1u]) >= state::submitted) continue;
        item i{r.what, part, part, 0, r.possible_duplicate};
        i.looked_at = true;
        i.tried = tried;
        if (static_cast<state>(r.part_states[part - 1u]) == state::queued) {  // claimed
            const verdict unknown{.is = verdict::kind::unsure, .detail = "the gateway was restarted while this may have been on the wire"};
            if (!m.resend_unsure) {
                settle(i, event_kind::unsure, unknown, state::unsure);
                continue;
            }
            settle(i, event_kind::unsure, unknown, state::queued);
            i.possible_duplicate = true;
        }
        item* before = any ? &to.back(where) : nullptr;
        if (before && before->last + 1 == part && before->possible_duplicate == i.possible_duplicate)
            before->last = part;
        else
            to.push_back(where, std::move(i));
        any = true;
    }
    return any;
}

// ---- the schedule: messages whose time has not come ----
//
// A heap of ids. One that leaves before its time stays in it, and in not_meant_, until then: searching five million
// entries for each cancelling would cost more than the memory. So an entry is waited for exactly while it is in the heap
// and not in not_meant_, and a message has at most one such.

lane::scheduled lane::entry_of(message_id id, const rank& where, wall_time not_before, wall_time expires_at) {
    const std::int64_t expires = to_micros(expires_at);
    return {not_before == wall_time{} ? 0 : std::min(to_micros(not_before), expires), expires, id.value, packed(where)};
}

void lane::schedule(const scheduled& s) {
    if (not_meant_.erase(s)) return;  // back to a time that it had before
    schedule_.push_back(s);
    std::push_heap(schedule_.begin(), schedule_.end(), std::greater<>{});
}

void lane::unschedule(const scheduled& s) { not_meant_.insert(s); }

// What is due goes behind those that wait on the shelf, in the order of its time, and is loaded with them.
void lane::release() {
    const std::int64_t now = to_micros(now_);
    while (!schedule_.empty() && schedule_.front().due <= now) {
        const scheduled due = schedule_.front();
        std::pop_heap(schedule_.begin(), schedule_.end(), std::greater<>{});
        schedule_.pop_back();
        if (!not_meant_.empty() && not_meant_.erase(due)) continue;
        if (!put_off_.empty()) put_off_.erase(due.id);
        shelf_.push_back(unpacked(due.where), {message_id{due.id}, due.expires});
        fresh_ = true;
    }
    released_through_ = std::max(released_through_, now);
}

// ---- cancelled and replaced: the store has decided already ----

void lane::cancelled(const message& what) {
    if (forget_put_off(what.id)) return;
    const bool on_its_way = departing_ids_.contains(what.id.value) ||
                            std::any_of(claiming_.begin(), claiming_.end(), [&](const item& i) { return i.what->id == what.id; });
    if (const scheduled s = entry_of(what); is_scheduled(s) && !on_its_way) return unschedule(s);
    cancelled_.insert(what.id.value);  // the sweep takes it out; a message on the shelf is not loaded any more
}

void lane::replaced(const message& was, message_ptr next, bool possible_duplicate) {
    if (forget_put_off(was.id)) return enqueue(std::move(next), possible_duplicate);
    const scheduled before = entry_of(was), after = entry_of(*next);
    if (take_from_aside(next->id)) return enqueue(std::move(next), possible_duplicate);
    // Nothing of it is on the wire, or it could not be replaced: with another content it may be tried again.
    if (turned_away_.erase(next->id.value) != 0) {
        take_out(next->id);
        return enqueue(std::move(next), possible_duplicate);
    }
    if (renew(next)) return;  // a claim is on its way: claimed() looks at its time
    if (is_scheduled(before)) {
        if (before == after) return;  // its content is loaded when it is due
        unschedule(before);
        return enqueue(std::move(next), possible_duplicate);
    }
    if (waits(after)) return move_to_schedule(after);
    const auto lasts = [&](shelved& s) {
        if (s.id == next->id) s.expires_micros = after.expires;
    };
    shelf_.for_each(lasts);
    leaving_shelf_.for_each(lasts);
}

// Gives what is known with its content the next one, as one item. True when a claim is on its way for it.
bool lane::renew(const message_ptr& next) {
    bool found = false;
    const auto take = [&](item& i) {
        if (i.what->id != next->id) return;
        i.what = next;
        i.first = found ? 0 : 1;  // 0: it goes, for another item holds all parts already
        i.last = next->parts;
        found = true;
    };
    const auto goes = [](const item& i) { return i.first == 0; };
    std::for_each(claiming_.begin(), claiming_.end(), take);
    const bool on_its_way = found || departing_ids_.contains(next->id.value);
    ready_.for_each(take);
    queue_.for_each(take);
    leaving_.for_each(take);
    for (delayed& d : delayed_) take(d.what);
    for (departure& one : departing_) std::for_each(one.those.begin(), one.those.end(), take);
    if (!found) return false;
    std::erase_if(claiming_, goes);
    ready_.erase_if(goes);
    queue_.erase_if(goes);
    leaving_.erase_if(goes);
    for (departure& one : departing_) std::erase_if(one.those, goes);
    if (std::erase_if(delayed_, [&](const delayed& d) { return goes(d.what); }))
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    return on_its_way;
}

// The store's word: another lane has it. One that waits for this with all its parts is nowhere else here.
void lane::moved_away(const message& what) {
    counters_.moved_away.fetch_add(1, std::memory_order_relaxed);
    ++so_far_.done;
    if (const auto at = departing_ids_.find(what.id.value); at != departing_ids_.end()) {
        const bool whole = at->second.whole;
        departing_ids_.erase(at);
        if (whole) return;
    } else if (forget_put_off(what.id)) {
        return;
    } else if (const scheduled s = entry_of(what); is_scheduled(s)) {
        return unschedule(s);
    }
    take_out(what.id);
}

void lane::move_to_schedule(const scheduled& s) {
    take_out(message_id{s.id});
    schedule(s);
}

void lane::take_out(message_id id) {
    const auto is_it = [&](const item& i) { return i.what->id == id; };
    // One whose claim is on its way: the store decided otherwise before it came to the claim.
    std::size_t found = queue_.erase_if(is_it) + leaving_.erase_if(is_it) + std::erase_if(claiming_, is_it);
    if (const auto n = std::erase_if(delayed_, [&](const delayed& d) { return is_it(d.what); })) {
        found += n;
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    }
    const auto is_its = [&](const shelved& x) { return x.id == id; };
    found += shelf_.erase_if(is_its) + leaving_shelf_.erase_if(is_its) + take_from_aside(id);
    if (found != 0) return;
    if (loading_ != 0) not_loaded_.insert(id.value);
    if (is_looking_) not_looked_at_.insert(id.value);
}

}  // namespace hermod::deliver
