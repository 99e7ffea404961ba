#include "wire/smpp/time.hpp"

namespace hermod::wire::smpp {
namespace {

using namespace std::chrono;

// Two digits at `at`, or -1.
int pair_at(std::string_view text, std::size_t at) {
    const char a = text[at], b = text[at + 1];
    if (a < '0' || a > '9' || b < '0' || b > '9') return -1;
    return (a - '0') * 10 + (b - '0');
}

struct parts {
    int value[6] = {};  // YY MM DD hh mm ss
};

std::optional<parts> read_parts(std::string_view text, std::size_t count) {
    parts out;
    for (std::size_t i = 0; i < count; ++i) {
        if ((out.value[i] = pair_at(text, 2 * i)) < 0) return std::nullopt;
    }
    return out;
}

std::optional<wall_time> to_instant(const parts& p) {
    const year_month_day day{year{2000 + p.value[0]}, month{static_cast<unsigned>(p.value[1])},
                             std::chrono::day{static_cast<unsigned>(p.value[2])}};
    // 60 is a leap second.
    if (!day.ok() || p.value[3] > 23 || p.value[4] > 59 || p.value[5] > 60) return std::nullopt;
    return wall_time{sys_days{day}} + hours{p.value[3]} + minutes{p.value[4]} + seconds{p.value[5]};
}

// Tenths, quarter hours and sign behind the seconds.
std::optional<wall_time> with_tail(wall_time t, std::string_view text) {
    if (text.size() < 13) return t;
    if (text[12] < '0' || text[12] > '9') return std::nullopt;
    t += milliseconds{100 * (text[12] - '0')};
    if (text.size() == 13) return t;
    const int quarters = pair_at(text, 13);
    if (quarters < 0 || quarters > 56) return std::nullopt;  // 48 by the book; UTC+14 exists
    if (text[15] == '+') return t - minutes{15 * quarters};
    if (text[15] == '-') return t + minutes{15 * quarters};
    return std::nullopt;
}

void put_pair(char* at, long long value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<smpp_time> parse_time(std::string_view text) {
    const std::size_t size = text.size();
    if (size != 10 && size != 12 && size != 13 && size != 16) return std::nullopt;
    const auto read = read_parts(text, size == 10 ? 5 : 6);
    if (!read) return std::nullopt;
    smpp_time out;
    if (size == 16 && (text[15] == 'R' || text[15] == 'r')) {
        const auto& v = read->value;
        out.relative = {v[0], v[1], v[2], v[3], v[4], v[5]};
        return out;
    }
    const auto instant = to_instant(*read);
    if (!instant) return std::nullopt;
    out.absolute = with_tail(*instant, text);
    if (!out.absolute) return std::nullopt;
    return out;
}

wall_time resolve(const smpp_time& time, wall_time now) {
    if (time.absolute) return *time.absolute;
    const relative_time& r = time.relative;
    const sys_days today = floor<days>(now);
    year_month_day day = year_month_day{today} + years{r.years} + months{r.months};
    if (!day.ok()) day = day.year() / day.month() / last;
    return wall_time{sys_days{day}} + (now - today) + days{r.days} + hours{r.hours} + minutes{r.minutes} + seconds{r.seconds};
}

std::optional<time_text> format_absolute(wall_time t, minutes offset) {
    const minutes size = abs(offset);
    if (size > hours{12} || size.count() % 15 != 0) return std::nullopt;
    const wall_time local = t + offset;
    const sys_days date = floor<days>(local);
    const year_month_day day{date};
    if (day.year() < year{2000} || day.year() > year{2099}) return std::nullopt;
    const hh_mm_ss clock{floor<milliseconds>(local - date)};
    time_text out{};
    char* at = out.chars.data();
    put_pair(at, int{day.year()} - 2000);
    put_pair(at + 2, unsigned{day.month()});
    put_pair(at + 4, unsigned{day.day()});
    put_pair(at + 6, clock.hours().count());
    put_pair(at + 8, clock.minutes().count());
    put_pair(at + 10, clock.seconds().count());
    at[12] = static_cast<char>('0' + clock.subseconds().count() / 100);
    put_pair(at + 13, size.count() / 15);
    at[15] = offset.count() < 0 ? '-' : '+';
    return out;
}

std::optional<time_text> format_relative(seconds d) {
    if (d.count() < 0 || d >= days{100}) return std::nullopt;
    const hh_mm_ss clock{d % days{1}};
    time_text out{};
    char* at = out.chars.data();
    put_pair(at, 0);
    put_pair(at + 2, 0);
    put_pair(at + 4, d / days{1});
    put_pair(at + 6, clock.hours().count());
    put_pair(at + 8, clock.minutes().count());
    put_pair(at + 10, clock.seconds().count());
    at[12] = '0';
    put_pair(at + 13, 0);
    at[15] = 'R';
    return out;
}

}  // namespace hermod::wire::smpp
