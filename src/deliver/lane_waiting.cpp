// What a lane knows by id only, and what its messages' senders change while they wait.
#include <algorithm>

#include "deliver/lane.hpp"

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
    if (loading_ || stopping_ || shelf_.empty()) return;
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
            if (shelf_.take_of(where, loaded_for_one, [&](const shelved& s) { ids.push_back(s.id); }) != 0) loading_ranks_.push_back(where);
        }
    }
    if (ids.empty()) return;
    loading_ = true;
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
    loading_ = false;
    loading_ranks_.clear();
    now_ = now;
    for (record& r : found) {
        if (!r.sendable() || not_loaded_.erase(r.what->id.value)) continue;
        const message& m = *r.what;
        const rank where = rank_of(m);
        bool any = false;
        for (std::uint8_t part = 1; part <= m.parts && part != 0; ++part) {
            if (static_cast<state>(r.part_states[part - 1u]) >= state::submitted) continue;
            item i{r.what, part, part, 0, r.possible_duplicate};
            if (static_cast<state>(r.part_states[part - 1u]) == state::queued) {  // claimed
                const verdict unknown{.is = verdict::kind::unsure, .detail = "the gateway was restarted while this may have been on the wire"};
                if (!m.resend_unsure) {
                    settle(i, event_kind::unsure, unknown, state::unsure);
                    continue;
                }
                settle(i, event_kind::unsure, unknown, state::queued);
                i.possible_duplicate = true;
            }
            item* before = any ? &queue_.back(where) : nullptr;
            if (before && before->last + 1 == part && before->possible_duplicate == i.possible_duplicate)
                before->last = part;
            else
                queue_.push_back(where, std::move(i));
            any = true;
        }
    }
    not_loaded_.clear();
    pump(now);
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
        shelf_.push_back(unpacked(due.where), {message_id{due.id}, due.expires});
    }
    released_through_ = std::max(released_through_, now);
}

// ---- cancelled and replaced: the store has decided already ----

void lane::cancelled(const message& what) {
    const bool on_its_way = std::any_of(claiming_.begin(), claiming_.end(), [&](const item& i) { return i.what->id == what.id; });
    if (const scheduled s = entry_of(what); waits(s) && !on_its_way) return unschedule(s);
    cancelled_.insert(what.id.value);  // the sweep takes it out; a message on the shelf is not loaded any more
}

void lane::replaced(const message& was, message_ptr next) {
    const scheduled before = entry_of(was), after = entry_of(*next);
    if (renew(next)) return;  // a claim is on its way: claimed() looks at its time
    if (waits(before)) {
        if (before == after) return;  // its content is loaded when it is due
        unschedule(before);
        return enqueue(std::move(next));
    }
    if (waits(after)) return move_to_schedule(after);
    shelf_.for_each([&](shelved& s) {
        if (s.id == next->id) s.expires_micros = after.expires;
    });
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
    const bool on_its_way = found;
    ready_.for_each(take);
    queue_.for_each(take);
    for (delayed& d : delayed_) take(d.what);
    if (!found) return false;
    std::erase_if(claiming_, goes);
    ready_.erase_if(goes);
    queue_.erase_if(goes);
    if (std::erase_if(delayed_, [&](const delayed& d) { return goes(d.what); }))
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    return on_its_way;
}

void lane::moved_away(const message& what) {
    if (const scheduled s = entry_of(what); waits(s)) return unschedule(s);
    take_out(what.id);
}

void lane::move_to_schedule(const scheduled& s) {
    take_out(message_id{s.id});
    schedule(s);
}

void lane::take_out(message_id id) {
    const auto is_it = [&](const item& i) { return i.what->id == id; };
    std::size_t found = queue_.erase_if(is_it);
    if (const auto n = std::erase_if(delayed_, [&](const delayed& d) { return is_it(d.what); })) {
        found += n;
        std::make_heap(delayed_.begin(), delayed_.end(), std::greater<>{});
    }
    found += shelf_.erase_if([&](const shelved& x) { return x.id == id; });
    if (found == 0 && loading_) not_loaded_.insert(id.value);
}

}  // namespace hermod::deliver
