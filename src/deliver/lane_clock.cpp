// A clock that somebody sets back, by a second or a day. What was to be done after a while is done after that while, and what has
// its time on the wall waits for it. What was due before and is not sent stays in the queue until its turn comes (lane.cpp,
// claimed()).
#include <algorithm>

#include "deliver/lane.hpp"

namespace hermod::deliver {
namespace {

constexpr auto set_back_by = std::chrono::seconds{1};  // less is a clock that is kept right

}  // namespace

void lane::at(wall_time now) {
    if (now + set_back_by < told_) set_back(now);
    told_ = now_ = now;
}

void lane::set_back(wall_time now) {
    const auto by = told_ - now;
    for (delayed& d : delayed_) d.due -= by;
    swept_ = std::min(swept_, now);
    released_before_ = std::max(released_before_, released_through_);
    released_through_ = std::min(released_through_, to_micros(now));
}

// One that was due before the clock was set back, and is not now, is where it was then: only the schedule itself can say.
bool lane::is_scheduled(const scheduled& s) const {
    if (!waits(s)) return false;
    if (s.due > released_before_) return true;
    return std::find(schedule_.begin(), schedule_.end(), s) != schedule_.end() && !not_meant_.contains(s);
}

}  // namespace hermod::deliver
