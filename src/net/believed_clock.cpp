#include "net/believed_clock.hpp"

namespace hermod::net {
namespace {

using std::chrono::microseconds;

microseconds length(microseconds t) {
    return t < microseconds{0} ? -t : t;
}

}  // namespace

wall_time believed_clock::at(wall_time wall, microseconds mono) {
    const std::int64_t offset = offset_.load(std::memory_order_relaxed);
    // A step is noticed before the drift of weeks can look like one.
    if (offset != unknown && !doubting_.load(std::memory_order_relaxed) &&
        length(wall.time_since_epoch() - mono - microseconds{offset}) < least_step / 4)
        return wall;
    std::vector<std::pair<news, microseconds>> heard;
    wall_time out;
    {
        const std::lock_guard lock(mutex_);
        out = in_doubt(wall, mono, heard);
    }
    if (heard_)
        for (const auto& [what, off] : heard) heard_(what, off);
    return out;
}

wall_time believed_clock::in_doubt(wall_time wall, microseconds mono, std::vector<std::pair<news, microseconds>>& heard) {
    const microseconds now_offset = wall.time_since_epoch() - mono;
    const std::int64_t known = offset_.load(std::memory_order_relaxed);
    const microseconds off = known == unknown ? microseconds{0} : now_offset - microseconds{known};
    const bool doubting = doubting_.load(std::memory_order_relaxed);
    const auto follow = [&] {
        offset_.store(now_offset.count(), std::memory_order_relaxed);
        doubting_.store(false, std::memory_order_relaxed);
        return wall;
    };
    if (length(off) < least_step) {
        if (doubting) heard.emplace_back(news::stepped_back, off_);
        return follow();
    }
    if (!doubting || length(off - off_) >= least_step) {
        since_ = mono;
        off_ = off;
        doubting_.store(true, std::memory_order_relaxed);
        heard.emplace_back(news::stepped, off);
    }
    if (mono - since_ >= patience) {
        heard.emplace_back(news::followed, off);
        return follow();
    }
    return wall_time{mono + microseconds{known}};
}

}  // namespace hermod::net
