// What an errand asks the store: who would not have those that were moved before, and what stands on the shelf and in the schedule.
#include <algorithm>

#include "deliver/lane.hpp"
#include "deliver/moved_text.hpp"

namespace hermod::deliver {

// Of what has been moved before: who would not have it, only its record says.
bool lane::is_unknown(const item& i) const {
    return under_way_->what == errand::kind::lead_out && i.what->moves != 0 && !i.looked_at && i.whole() && !i.stays;
}

// It keeps its place meanwhile.
void lane::look_here() {
    std::vector<message_id> ids;
    std::vector<std::pair<rank, item>> first;
    while (!leaving_.empty() && first.size() < at_once) {
        const rank where = leaving_.next();
        item i = leaving_.pop_front(0);
        if (is_unknown(i)) {
            i.looked_at = true;
            ids.push_back(i.what->id);
        }
        first.emplace_back(where, std::move(i));
    }
    for (auto one = first.rbegin(); one != first.rend(); ++one) leaving_.push_front(one->first, std::move(one->second));
    is_looking_ = true;
    asked_.push_back({question::kind::here});
    store_.look(std::move(ids));
}

void lane::look_further() {
    std::vector<message_id> ids;
    const auto what = leaving_shelf_.empty() ? question::kind::schedule : question::kind::shelf;
    while (!leaving_shelf_.empty() && ids.size() < at_once) {
        const rank where = leaving_shelf_.next();
        if (std::find(looking_ranks_.begin(), looking_ranks_.end(), where) == looking_ranks_.end()) looking_ranks_.push_back(where);
        ids.push_back(leaving_shelf_.pop_front().id);
    }
    while (what == question::kind::schedule && !leaving_schedule_.empty() && ids.size() < at_once) {
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
    looking_ranks_.clear();
    if (answered.what == question::kind::here) {
        boost::unordered_flat_map<std::int64_t, const record*> known;
        for (const record& r : found) known.emplace(r.what->id.value, &r);
        leaving_.for_each([&](item& i) {
            if (const auto one = known.find(i.what->id.value); one != known.end()) i.tried = who_refused(*one->second);
        });
        found.clear();
    }
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

}  // namespace hermod::deliver
