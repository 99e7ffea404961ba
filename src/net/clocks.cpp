#include "net/clocks.hpp"

#include <array>
#include <cstdio>

namespace hermod::net {

wall_time wall_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

mono_time mono_now() { return std::chrono::steady_clock::now(); }

std::string http_date(wall_time t) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(t - day));
    std::array<char, 48> text{};
    const int size = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   days[std::chrono::weekday(day).c_encoding()], unsigned(date.day()),
                                   months[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                                   int(time.minutes().count()), int(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace hermod::net
