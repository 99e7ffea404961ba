// What is claimed and may not leave: its connector is paused, gone, or goes from the configuration.
#include "deliver/lane.hpp"

namespace hermod::deliver {

void lane::retire(std::string why, wall_time now) {
    retiring_ = true;
    retiring_why_ = std::move(why);
    pump(now);
}

void lane::detach(wall_time now) {
    outlet_ = nullptr;
    pump(now);
}

void lane::unclaim_what_may_not_leave() {
    if (ready_.empty()) return;
    if (allowed() == 0)
        unclaim_ready(around_.health->why(), true);
    else if (retiring_)
        unclaim_ready(retiring_why_, !outlet_);
}

// Nothing leaves for now: what is claimed and unsent is claimed no more, and goes back to its place in the queue.
void lane::unclaim_ready(std::string_view why, bool begun_too) {
    std::vector<item> those;
    ready_.for_each([&](item& i) {
        if (begun_too || i.whole()) those.push_back(std::move(i));
    });
    ready_.erase_if([](const item& i) { return !i.what; });  // moved from
    for (auto i = those.rbegin(); i != those.rend(); ++i) {
        if (gone(*i)) continue;
        give_back(*i, why);
        back_to_queue(std::move(*i));
    }
    if (those.empty()) return;
    fresh_ = true;
    if (!claiming_.empty()) claims_in_vain_ = why;  // it was claimed behind these: it shall not leave before them
}

}  // namespace hermod::deliver
