#include "zones/zone.hpp"

#include <date/tz.h>

#include <exception>
#include <vector>

#include "base/nearest.hpp"

namespace hermod::zones {
namespace {

using std::chrono::microseconds;

wall_time instant_of(date::sys_seconds t) {
    return wall_time{std::chrono::duration_cast<microseconds>(t.time_since_epoch())};
}
date::sys_seconds seconds_of(wall_time t) {
    return date::sys_seconds{std::chrono::floor<std::chrono::seconds>(t.time_since_epoch())};
}

constexpr zone::steady always_utc{wall_time::min(), wall_time::max(), std::chrono::seconds{0}};

}  // namespace

zone::zone() : of_(nullptr) {}

std::string_view zone::name() const {
    return of_ ? std::string_view(of_->name()) : "UTC";
}

zone::steady zone::around(wall_time at) const {
    if (!of_) return always_utc;
    const date::sys_info found = of_->get_info(seconds_of(at));
    return {instant_of(found.begin), instant_of(found.end), found.offset};
}

local_time zone::local(wall_time at) const {
    return local_time{at.time_since_epoch() + around(at).offset};
}

// The library's own answer to a gap is what the offset before it says; ours is the gap's end.
wall_time zone::instant(local_time shown) const {
    const wall_time as_utc{shown.time_since_epoch()};
    if (!of_) return as_utc;
    const auto found = of_->get_info(date::local_seconds{std::chrono::floor<std::chrono::seconds>(shown.time_since_epoch())});
    if (found.result == date::local_info::nonexistent) return instant_of(found.second.begin);
    return as_utc - found.first.offset;
}

std::optional<zone> find_zone(std::string_view name) {
    if (name == "UTC") return zone();
    try {
        const date::time_zone* found = date::locate_zone(std::string(name));
        (void)found->get_info(date::sys_seconds{});  // reads its file now: later nobody expects a fault
        return zone(found);
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
