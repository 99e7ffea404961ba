#include "zones/recurrence.hpp"

#include <algorithm>

namespace hermod::zones {
namespace {

using namespace std::chrono;

constexpr int farthest_days = 40 * 366;

local_days day_of(local_time t) {
    return floor<days>(t);
}
int minute_of(local_time t) {
    return static_cast<int>(floor<minutes>(t - day_of(t)).count());
}
int weekday_of(local_days day) {
    return static_cast<int>(weekday{day}.iso_encoding()) - 1;
}
bool contains(const std::vector<int>& all, int one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}
int months_of(const year_month_day& date) {
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

// The how-many-th of its weekday a day is, from the front (1 ..) and from the back (-1 ..).
bool is_ordinal(int ordinal, int days_before, int days_after) {
    return ordinal > 0 ? days_before / 7 + 1 == ordinal : days_after / 7 + 1 == -ordinal;
}

}  // namespace

// A local time is an occurrence exactly if its day fits (has_day) and its minute does (next_minute): so the search goes from day
// to day, and a rule that never fits ends after forty years of days.
bool recurrence::has_day(local_days day) const {
    const year_month_day date{day};
    if (!months_.empty() && !contains(months_, static_cast<int>(static_cast<unsigned>(date.month())))) return false;
    const local_days began = day_of(start_);
    const year_month_day first{began};
    const auto fits = [this](std::int64_t passed) { return passed >= 0 && passed % interval_ == 0; };
    switch (every_) {
        case frequency::minutely:
        case frequency::hourly:
            break;
        case frequency::daily:
            if (!fits((day - began).count())) return false;
            break;
        case frequency::weekly: {
            const auto monday = [](local_days d) { return d - days{weekday_of(d)}; };
            if (!fits((monday(day) - monday(began)).count() / 7)) return false;
            if (days_.empty() && weekday_of(day) != weekday_of(began)) return false;
            break;
        }
        case frequency::monthly:
            if (!fits(months_of(date) - months_of(first))) return false;
            if (days_.empty() && month_days_.empty() && date.day() != first.day()) return false;
            break;
        case frequency::yearly:
            if (!fits(static_cast<int>(date.year()) - static_cast<int>(first.year()))) return false;
            if (days_.empty() && month_days_.empty() && date.day() != first.day()) return false;
            if (days_.empty() && month_days_.empty() && months_.empty() && date.month() != first.month()) return false;
            break;
    }
    if (!month_days_.empty()) {
        const year_month_day_last last{date.year() / date.month() / std::chrono::last};
        const int here = static_cast<int>(static_cast<unsigned>(date.day())),
                  size = static_cast<int>(static_cast<unsigned>(last.day()));
        if (!contains(month_days_, here) && !contains(month_days_, here - size - 1)) return false;
    }
    return days_.empty() || is_by_day(date, day);
}

bool recurrence::is_by_day(const year_month_day& date, local_days day) const {
    const bool of_year = every_ == frequency::yearly && months_.empty();
    const local_days begin{of_year ? local_days{date.year() / January / 1} : local_days{date.year() / date.month() / 1}};
    const local_days end{of_year ? local_days{date.year() / December / 31}
                                 : local_days{date.year() / date.month() / std::chrono::last}};
    return std::any_of(days_.begin(), days_.end(), [&](const by_day& one) {
        if (one.weekday != weekday_of(day)) return false;
        return one.ordinal == 0 ||
               is_ordinal(one.ordinal, static_cast<int>((day - begin).count()), static_cast<int>((end - day).count()));
    });
}

// The first minute of the day, `from` or later, at which the rule has an occurrence.
std::optional<int> recurrence::next_minute(local_days day, int from) const {
    const int start = minute_of(start_);
    const std::int64_t days_passed = (day - day_of(start_)).count();
    for (int at = from; at < minutes_of_day;) {
        const int hour = at / 60, minute = at % 60;
        const std::int64_t hours_passed = days_passed * 24 + hour - start / 60,
                           minutes_passed = days_passed * minutes_of_day + at - start;
        const bool good_hour = (hours_.empty() ? every_ <= frequency::hourly || hour == start / 60 : contains(hours_, hour)) &&
                               (every_ != frequency::hourly || hours_passed % interval_ == 0);
        if (!good_hour) {
            at = (hour + 1) * 60;
            continue;
        }
        if ((minutes_.empty() ? every_ == frequency::minutely || minute == start % 60 : contains(minutes_, minute)) &&
            (every_ != frequency::minutely || minutes_passed % interval_ == 0))
            return at;
        ++at;
    }
    return std::nullopt;
}

std::optional<occurrence> recurrence::search(local_days day, int minute, std::uint64_t number, wall_time after) const {
    if (count_ != 0 && number > count_) return std::nullopt;
    const auto seconds_part = start_ - floor<minutes>(start_);
    for (int looked = 0; looked < farthest_days; ++looked, day += days{1}, minute = 0) {
        if (!has_day(day)) continue;
        for (auto found = next_minute(day, minute); found; found = next_minute(day, *found + 1)) {
            const local_time shown = day + minutes{*found} + seconds_part;
            const wall_time at = in_.instant(shown);
            if (at <= after) continue;  // one instant with the one before, by a gap
            if (until_ && at > *until_) return std::nullopt;
            return occurrence{number, shown, at};
        }
    }
    return std::nullopt;
}

std::optional<occurrence> recurrence::first() const {
    return search(day_of(start_), minute_of(start_), 1, wall_time::min());
}

std::optional<occurrence> recurrence::next(const occurrence& before) const {
    return search(day_of(before.shown), minute_of(before.shown) + 1, before.number + 1, before.at);
}

// ---- the rule's text ----

class recurrence::reader {
public:
    reader(recurrence& out) : out_(out) {}

    // What is wrong; empty: nothing.
    std::string read(std::string_view rule) {
        if (rule.starts_with("RRULE:")) rule.remove_prefix(6);
        while (!rule.empty() && wrong_.empty()) {
            const auto end = std::min(rule.find(';'), rule.size());
            part(rule.substr(0, end));
            rule.remove_prefix(std::min(end + 1, rule.size()));
        }
        if (wrong_.empty() && !has("FREQ")) wrong_ = "FREQ is missing: write FREQ=DAILY or another";
        if (wrong_.empty() && has("COUNT") && has("UNTIL")) wrong_ = "COUNT and UNTIL exclude each other";
        const bool ordinals = std::any_of(out_.days_.begin(), out_.days_.end(), [](const by_day& d) { return d.ordinal != 0; });
        if (wrong_.empty() && ordinals && out_.every_ < frequency::monthly)
            wrong_ = "BYDAY may number its days (2TU, -1FR) with FREQ=MONTHLY and FREQ=YEARLY alone";
        if (wrong_.empty() && out_.every_ == frequency::weekly && has("BYMONTHDAY"))
            wrong_ = "BYMONTHDAY does not go with FREQ=WEEKLY";
        return wrong_;
    }

private:
    bool has(std::string_view name) const { return std::find(seen_.begin(), seen_.end(), name) != seen_.end(); }
    void fail(std::string sentence) {
        if (wrong_.empty()) wrong_ = std::move(sentence);
    }
    static std::string quoted(std::string_view text) {
        std::string out;
        for (const char c : text.substr(0, 40)) out += c >= 0x20 && c < 0x7f ? c : '?';
        return '"' + out + '"';
    }

    void part(std::string_view text) {
        const auto equals = text.find('=');
        const auto name = text.substr(0, equals);
        if (equals == text.npos || equals + 1 == text.size())
            return fail(quoted(text) + " is no part of a rule: write NAME=VALUE");
        if (has(name)) return fail(std::string(name) + " is given twice");
        seen_.emplace_back(name);
        const auto value = text.substr(equals + 1);
        if (name == "FREQ") return freq(value);
        if (name == "INTERVAL") return number(name, value, 1, 1'000'000, out_.interval_);
        if (name == "COUNT") return number(name, value, 1, 1'000'000'000, out_.count_);
        if (name == "UNTIL") return until(value);
        if (name == "BYDAY") return by_days(value);
        if (name == "BYMONTHDAY") return list(name, value, -31, 31, out_.month_days_);
        if (name == "BYMONTH") return list(name, value, 1, 12, out_.months_);
        if (name == "BYHOUR") return list(name, value, 0, 23, out_.hours_);
        if (name == "BYMINUTE") return list(name, value, 0, 59, out_.minutes_);
        if (name == "WKST" && value == "MO") return;
        fail(quoted(name) +
             " is not known here: FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYHOUR, BYMINUTE, COUNT and UNTIL are; weeks begin "
             "on Monday");
    }

    void freq(std::string_view value) {
        constexpr std::string_view names[] = {"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
        const auto at = std::find(std::begin(names), std::end(names), value);
        if (at == std::end(names))
            return fail("FREQ is " + quoted(value) + "; it may be MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY");
        out_.every_ = static_cast<frequency>(at - std::begin(names));
    }

    static std::optional<std::int64_t> whole(std::string_view text) {
        const bool minus = text.starts_with('-');
        if (minus || text.starts_with('+')) text.remove_prefix(1);
        if (text.empty() || text.size() > 10 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
        std::int64_t out = 0;
        for (const char c : text) out = out * 10 + (c - '0');
        return minus ? -out : out;
    }

    template <class Number>
    void number(std::string_view name, std::string_view value, std::int64_t least, std::int64_t most, Number& out) {
        const auto read = whole(value);
        if (!read || *read < least || *read > most || value.front() == '+')
            return fail(std::string(name) + " is " + quoted(value) + "; it may be " + std::to_string(least) + " to " +
                        std::to_string(most));
        out = static_cast<Number>(*read);
    }

    template <class Each>
    void each(std::string_view list, Each take) {
        while (wrong_.empty()) {
            const auto end = list.find(',');
            take(list.substr(0, end));
            if (end == list.npos) return;
            list.remove_prefix(end + 1);
        }
    }

    void list(std::string_view name, std::string_view value, int least, int most, std::vector<int>& out) {
        each(value, [&](std::string_view one) {
            const auto read = whole(one);
            if (!read || *read < least || *read > most || (*read == 0 && least < 0))
                return fail(std::string(name) + " has " + quoted(one) + "; it may have " + std::to_string(least) + " to " +
                            std::to_string(most) + (least < 0 ? ", not 0" : ""));
            out.push_back(static_cast<int>(*read));
        });
    }

    void by_days(std::string_view value) {
        constexpr std::string_view names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
        each(value, [&](std::string_view one) {
            const auto at =
                one.size() < 2 ? std::end(names) : std::find(std::begin(names), std::end(names), one.substr(one.size() - 2));
            const auto before = one.substr(0, one.size() < 2 ? 0 : one.size() - 2);
            const auto ordinal = before.empty() ? std::optional<std::int64_t>(0) : whole(before);
            if (at == std::end(names) || !ordinal || *ordinal < -53 || *ordinal > 53 || (!before.empty() && *ordinal == 0))
                return fail("BYDAY has " + quoted(one) + "; it may have MO, TU, WE, TH, FR, SA, SU, and 2TU or -1FR");
            out_.days_.push_back({static_cast<int>(*ordinal), static_cast<int>(at - std::begin(names))});
        });
    }

    // 20271231, 20271231T235959, 20271231T235959Z
    void until(std::string_view value) {
        const bool utc = value.ends_with('Z');
        const auto digits = utc ? value.substr(0, value.size() - 1) : value;
        std::string text;
        if (digits.size() == 8 && !utc)
            text =
                std::string(digits.substr(0, 4)).append("-").append(digits.substr(4, 2)).append("-").append(digits.substr(6, 2)) +
                "T23:59:59";
        else if (digits.size() == 15 && digits[8] == 'T')
            text = std::string(digits.substr(0, 4))
                       .append("-")
                       .append(digits.substr(4, 2))
                       .append("-")
                       .append(digits.substr(6, 2))
                       .append("T")
                       .append(digits.substr(9, 2))
                       .append(":")
                       .append(digits.substr(11, 2))
                       .append(":")
                       .append(digits.substr(13, 2));
        const auto shown = parse_local(text);
        if (!shown) return fail("UNTIL is " + quoted(value) + "; write 20271231, 20271231T235959 or 20271231T235959Z");
        out_.until_ = utc ? wall_time{shown->time_since_epoch()} : out_.in_.instant(*shown);
    }

    recurrence& out_;
    std::vector<std::string> seen_;
    std::string wrong_;
};

std::variant<recurrence, std::string> recurrence::parse(std::string_view rule, local_time start, zone in) {
    recurrence out;
    out.start_ = start;
    out.in_ = in;
    if (auto wrong = reader(out).read(rule); !wrong.empty()) return wrong;
    return out;
}

}  // namespace hermod::zones
