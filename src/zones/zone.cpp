#include "zones/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/nearest.hpp"

namespace hermod::zones {
namespace {

wall_time instant_of(date::sys_seconds t) {
    using std::chrono::seconds;
    // What lies beyond what microseconds can count from 1970 is at the end of them.
    constexpr seconds most = std::chrono::floor<seconds>(wall_time::max().time_since_epoch());
    return wall_time{std::clamp<seconds>(t.time_since_epoch(), -most, most)};
}

}  // namespace

struct zone::clocks {
    std::string name;
    std::vector<steady> parts;  // one follows upon the other; the first begins before all that we ask for
};

zone::zone() {
    static const clocks utc{"UTC", {{wall_time::min(), wall_time::max(), std::chrono::seconds{0}}}};
    of_ = &utc;
}

std::string_view zone::name() const {
    return of_->name;
}

zone::steady zone::around(wall_time at) const {
    const auto& parts = of_->parts;
    const auto after =
        std::upper_bound(parts.begin(), parts.end(), at, [](wall_time t, const steady& one) { return t < one.begin; });
    return after == parts.begin() ? *after : *std::prev(after);
}

local_time zone::local(wall_time at) const {
    return local_time{at.time_since_epoch() + around(at).offset};
}

wall_time zone::instant(local_time shown) const {
    const wall_time as_utc{shown.time_since_epoch()};
    // No clocks differ from UTC by more: the first part in which they can show this time, and those after it.
    constexpr std::chrono::hours farthest{26};
    for (steady part = around(as_utc - farthest);; part = around(part.end)) {
        const wall_time found = as_utc - part.offset;
        if (found < part.begin) return part.begin;
        if (found < part.end || part.end >= of_->parts.back().end) return found;
    }
}

std::optional<zone> find_zone(std::string_view name) {
    static std::mutex guard;
    static std::map<std::string, std::unique_ptr<zone::clocks>, std::less<>> known;
    if (name == "UTC") return zone();
    const std::lock_guard lock(guard);
    if (const auto at = known.find(name); at != known.end()) return zone(at->second.get());
    try {
        const date::time_zone* found = date::locate_zone(std::string(name));
        auto made = std::make_unique<zone::clocks>();
        made->name = found->name();
        for (date::sys_seconds t = date::sys_days{date::year{1970} / 1 / 1}; t < date::sys_days{date::year{2200} / 1 / 1};) {
            const date::sys_info part = found->get_info(t);
            made->parts.push_back({instant_of(part.begin), instant_of(part.end), part.offset});
            t = part.end;
        }
        return zone(known.emplace(name, std::move(made)).first->second.get());
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

std::string no_such_zone(std::string_view name) {
    std::string out = '"' + std::string(name.substr(0, 64)) + "\" is no zone of the IANA database";
    try {
        std::vector<std::string_view> names;
        for (const date::time_zone& one : date::get_tzdb().zones) names.push_back(one.name());
        if (const auto near = nearest(name, names); !near.empty()) return out + ", did you mean \"" + std::string(near) + "\"?";
        return out + ": write one such as \"Europe/Zurich\"";
    } catch (const std::exception&) {
        return out + ": the database is missing, install tzdata";
    }
}

std::optional<local_time> parse_local(std::string_view text) {
    if (text.empty() || text.back() < '0' || text.back() > '9' || text.size() > 40 || text.find('+') != text.npos)
        return std::nullopt;
    constexpr std::size_t to_minutes = 16, date_part = 10;  // 2026-11-27T09:00
    if (text.size() < to_minutes || text.find('-', date_part) != text.npos) return std::nullopt;
    const auto as_utc = parse_rfc3339(std::string(text) + (text.size() == to_minutes ? ":00Z" : "Z"));
    if (!as_utc) return std::nullopt;
    return local_time{as_utc->time_since_epoch()};
}

std::string to_text(local_time shown) {
    return to_rfc3339(wall_time{shown.time_since_epoch()}).substr(0, 19);
}

int minute_of_week(local_time shown) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(shown.time_since_epoch()).count();
    constexpr int thursday = 3;  // 1970-01-01
    const auto since_monday = (minutes + thursday * minutes_of_day) % minutes_of_week;
    return static_cast<int>(since_monday < 0 ? since_monday + minutes_of_week : since_monday);
}

}  // namespace hermod::zones
