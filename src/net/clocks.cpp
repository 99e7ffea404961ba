#include "net/clocks.hpp"

#include <time.h>

#include <array>
#include <cstdio>

#include "base/log.hpp"
#include "net/believed_clock.hpp"

namespace hermod::net {

namespace {

// Counts while the machine sleeps, too.
std::chrono::microseconds since_boot() {
    timespec t{};
    ::clock_gettime(CLOCK_BOOTTIME, &t);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec});
}

void tell(believed_clock::news what, std::chrono::microseconds off) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(off).count();
    switch (what) {
        case believed_clock::news::stepped:
            log_line(log_level::error, "clock_stepped").field("seconds", seconds).field("what", "the old time goes on for ten minutes, then the clock is followed");
            return;
        case believed_clock::news::stepped_back: log_line(log_level::warning, "clock_is_back").field("seconds", seconds); return;
        case believed_clock::news::followed:
            log_line(log_level::error, "clock_followed").field("seconds", seconds).field("what", "what is out of date by it expires, what is due by it goes");
    }
}

}  // namespace

wall_time wall_now() {
    static believed_clock believed(tell);
    return believed.at(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()), since_boot());
}

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
