#include "zones/window.hpp"

#include <algorithm>
#include <array>

namespace hermod::zones {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int day_of(std::string_view text) {
    const auto at = std::find(day_names.begin(), day_names.end(), text);
    return at == day_names.end() ? -1 : static_cast<int>(at - day_names.begin());
}

// HH:MM, 00:00 to 24:00; -1: it is none.
int minute_of(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -100; };
    if (text.size() != 5 || text[2] != ':') return -1;
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > minutes_of_day) return -1;
    return hour * 60 + minute;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text.substr(0, 40)) + '"';
}

// In one zone: the first instant from `from` on; nullopt: none before `until`. Clocks run steadily between two of their changes,
// so there local times are only instants with another name.
std::optional<wall_time> open_in(const window& what, const zone& in, wall_time from, wall_time until) {
    while (from < until) {
        const auto part = in.around(from);
        local_time shown{from.time_since_epoch() + part.offset};
        const local_time end{std::min(part.end, until).time_since_epoch() + part.offset};
        while (shown < end) {
            const auto today = std::chrono::floor<std::chrono::days>(shown);
            if (std::binary_search(what.except.begin(), what.except.end(), today)) {
                shown = today + std::chrono::days{1};
                continue;
            }
            const int minute = minute_of_week(shown), next = what.open.next(minute);
            if (next == minute) return wall_time{shown.time_since_epoch() - part.offset};
            shown = std::chrono::floor<minutes>(shown) + minutes{next - minute};
        }
        from = part.end;
    }
    return std::nullopt;
}

}  // namespace

std::string week_hours::parse_days(std::string_view text, std::vector<int>& days) {
    const auto dash = text.find('-');
    const int first = day_of(text.substr(0, dash)), last = dash == text.npos ? first : day_of(text.substr(dash + 1));
    if (first < 0 || last < 0) return quoted(text) + " is no day: write \"mon\" or \"mon-fri\"";
    for (int day = first;; day = (day + 1) % 7) {
        days.push_back(day);
        if (day == last) return {};
    }
}

std::string week_hours::parse_hours(std::string_view text, std::pair<int, int>& span) {
    const auto dash = text.find('-');
    const int begin = dash == text.npos ? -1 : minute_of(text.substr(0, dash)),
              end = dash == text.npos ? -1 : minute_of(text.substr(dash + 1));
    if (begin < 0 || end < 0 || begin == minutes_of_day) return quoted(text) + " are no hours: write \"09:00-20:00\"";
    if (begin == end) return quoted(text) + " is no time at all; for the whole day write \"00:00-24:00\"";
    span = {begin, end > begin ? end : end + minutes_of_day};
    return {};
}

void week_hours::add(int begin, int end) {
    if (end > minutes_of_week) {
        add(0, std::min(end - minutes_of_week, minutes_of_week));
        end = minutes_of_week;
    }
    const std::pair<int, int> mine(begin, end);
    spans_.insert(std::upper_bound(spans_.begin(), spans_.end(), mine), mine);
    std::vector<std::pair<int, int>> apart;
    for (const auto& span : spans_) {
        if (!apart.empty() && span.first <= apart.back().second)
            apart.back().second = std::max(apart.back().second, span.second);
        else
            apart.push_back(span);
    }
    spans_ = std::move(apart);
}

week_hours week_hours::others() const {
    week_hours out;
    int begin = 0;
    for (const auto& [from, to] : spans_) {
        if (from > begin) out.add(begin, from);
        begin = to;
    }
    if (begin < minutes_of_week) out.add(begin, minutes_of_week);
    return out;
}

bool week_hours::contains(int minute) const {
    return !empty() && next(minute) == minute;
}

int week_hours::next(int minute) const {
    const auto at = std::partition_point(spans_.begin(), spans_.end(), [minute](const auto& one) { return one.second <= minute; });
    return at == spans_.end() ? spans_.front().first + minutes_of_week : std::max(minute, at->first);
}

bool window::is_open(local_time shown) const {
    const auto today = std::chrono::floor<std::chrono::days>(shown);
    return open.contains(minute_of_week(shown)) && !std::binary_search(except.begin(), except.end(), today);
}

// Each moves the instant on to where it is open itself, until none moves it any more.
std::optional<wall_time> first_open(std::span<const placed_window> all, wall_time from, wall_time until) {
    for (bool moved = true; moved;) {
        moved = false;
        for (const placed_window& one : all) {
            if (one.what->open.empty()) return std::nullopt;
            for (const zone& in : one.in) {
                const auto open = open_in(*one.what, in, from, until);
                if (!open) return std::nullopt;
                moved = moved || *open != from;
                from = *open;
            }
        }
    }
    return from;
}

}  // namespace hermod::zones
