#include "net/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hermod::net {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<wall_time> parse_date(std::string_view text) {
    if (text.size() != 29 || text.substr(25) != " GMT" || text[3] != ',' || text[19] != ':' || text[22] != ':') return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
    const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4)), hour = number(text.substr(17, 2)),
               minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
    if (month == months.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
    using namespace std::chrono;
    const year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(month - months.begin() + 1)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return wall_time(sys_days(date)) + hours(*hour) + minutes(*minute) + seconds(*second);
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, wall_time now) {
    using std::chrono::milliseconds;
    constexpr milliseconds least{1000}, most{3'600'000};
    if (!value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos) {
        const auto seconds = value.size() > 7 ? std::optional<int>(3600) : number(value);
        return std::clamp(milliseconds(std::chrono::seconds(*seconds)), least, most);
    }
    const auto date = parse_date(value);
    if (!date) return std::nullopt;
    return std::clamp(std::chrono::duration_cast<milliseconds>(*date - now), least, most);
}

}  // namespace hermod::net
