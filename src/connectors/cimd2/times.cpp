#include "connectors/cimd2/times.hpp"

#include <algorithm>
#include <iterator>

namespace hermod::connectors::cimd2 {

namespace {

using std::chrono::minutes;

struct stretch {
    int first, last;       // octets of this stretch
    minutes origin, step;  // octet v is origin + (v - first + 1) * step
};
constexpr minutes hour{60}, day{24 * 60}, week{7 * 24 * 60};
constexpr stretch scale[] = {
    {0, 143, minutes{0}, minutes{5}}, {144, 167, 12 * hour, minutes{30}}, {168, 196, day, day}, {197, 255, 4 * week, week}};

void append_two(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

}  // namespace

std::int32_t relative_validity(std::chrono::milliseconds left) {
    for (const stretch& s : scale) {
        if (left > s.origin + (s.last - s.first + 1) * s.step) continue;
        const auto beyond = left - s.origin;
        const auto steps = (beyond + s.step - std::chrono::milliseconds{1}) / s.step;
        return std::max(s.first, static_cast<int>(s.first + steps - 1));
    }
    return 255;
}

std::chrono::seconds period_of(std::int32_t octet) {
    const int value = std::clamp(static_cast<int>(octet), 0, 255);
    const auto& s = *std::find_if(std::begin(scale), std::end(scale), [&](const stretch& each) { return value <= each.last; });
    return s.origin + (value - s.first + 1) * s.step;
}

std::string centre_time(wall_time at, minutes offset) {
    const auto local = std::chrono::floor<std::chrono::seconds>(at) + offset;
    const auto today = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{today};
    const std::chrono::hh_mm_ss time{local - today};
    std::string out;
    append_two(out, static_cast<unsigned>(static_cast<int>(date.year()) % 100));
    append_two(out, static_cast<unsigned>(date.month()));
    append_two(out, static_cast<unsigned>(date.day()));
    append_two(out, static_cast<unsigned>(time.hours().count()));
    append_two(out, static_cast<unsigned>(time.minutes().count()));
    append_two(out, static_cast<unsigned>(time.seconds().count()));
    return out;
}

std::optional<wall_time> read_centre_time(std::string_view text, minutes offset) {
    if (text.size() != 12) return std::nullopt;
    unsigned fields[6] = {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        fields[i / 2] = fields[i / 2] * 10 + static_cast<unsigned>(text[i] - '0');
    }
    const std::chrono::year_month_day date{std::chrono::year{2000 + static_cast<int>(fields[0])}, std::chrono::month{fields[1]},
                                           std::chrono::day{fields[2]}};
    if (!date.ok() || fields[3] > 23 || fields[4] > 59 || fields[5] > 59) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{fields[3]} + minutes{fields[4]} + std::chrono::seconds{fields[5]} -
           offset;
}

}  // namespace hermod::connectors::cimd2
