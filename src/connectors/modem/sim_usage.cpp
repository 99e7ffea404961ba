#include "connectors/modem/sim_usage.hpp"

namespace hermod::connectors::modem {

namespace {

constexpr std::int64_t day_hours = 24;

std::int64_t hour_of(wall_time t) {
    return std::chrono::floor<std::chrono::hours>(t).time_since_epoch().count();
}

}  // namespace

// The hour that began 24 hours ago still counts whole: no 24 hours then hold more than the limit.
void sim_usage::at(wall_time now) {
    while (!minute_.empty() && now - minute_.front() >= std::chrono::minutes(1)) minute_.pop_front();
    while (!hours_.empty() && hours_.begin()->first < hour_of(now) - day_hours) {
        day_ -= hours_.begin()->second;
        hours_.erase(hours_.begin());
    }
}

void sim_usage::take(wall_time now) {
    at(now);
    minute_.push_back(now);
    ++hours_[hour_of(now)];
    ++day_;
}

void sim_usage::give_back() {
    if (!minute_.empty()) minute_.pop_back();
    if (hours_.empty() || hours_.rbegin()->second == 0) return;
    --hours_.rbegin()->second;
    --day_;
}

void sim_usage::remember(std::int64_t hour, unsigned parts) {
    hours_[hour] += parts;
    day_ += parts;
}

}  // namespace hermod::connectors::modem
