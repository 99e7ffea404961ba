// What must wait again when it is about to leave: its window has closed meanwhile, or the clock was set back and its own time is
// still to come. It goes into the schedule, unclaimed, and its timeline says until when; a restart finds it where it was before
// and comes to the same.
#include "deliver/lane.hpp"

namespace hermod::deliver {

// Of a message that has left in part the rest follows.
bool lane::put_off(const item& i) {
    const message& m = *i.what;
    if (i.first != 1) return false;
    wall_time when = std::max(now_, m.not_before);
    if (options_.may_go) when = options_.may_go(m, when);
    if (when <= now_) return false;
    const verdict until{.detail = "waits until " + to_rfc3339(when) +
                                  (when == m.not_before ? ": the clock was set back" : ": its window is closed")};
    if (i.last == m.parts) {
        settle(i, event_kind::deferred, until, state::scheduled);
    } else {
        for (int part = i.first; part <= i.last; ++part) {
            item one = i;
            one.first = one.last = static_cast<std::uint8_t>(part);
            settle(one, event_kind::deferred, until, state::scheduled);
        }
    }
    scheduled entry = entry_of(m);
    entry.due = std::min(to_micros(when), entry.expires);
    put_off_.insert_or_assign(entry.id, entry);
    schedule(entry);
    return true;
}

bool lane::forget_put_off(message_id id) {
    if (put_off_.empty()) return false;
    const auto at = put_off_.find(id.value);
    if (at == put_off_.end()) return false;
    unschedule(at->second);
    put_off_.erase(at);
    return true;
}

}  // namespace hermod::deliver
