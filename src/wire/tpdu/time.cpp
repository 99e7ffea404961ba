#include "wire/tpdu/time.hpp"

#include <cstdio>

namespace hermod::wire::tpdu {
namespace {

using namespace std::chrono;

// Two swapped semi-octets as a number; 100 and above when one of them is no digit.
constexpr unsigned swapped(std::uint8_t octet) {
    const unsigned tens = octet & 0xFu, units = octet >> 4;
    return tens > 9 || units > 9 ? 100 : tens * 10 + units;
}

constexpr std::uint8_t swap(unsigned value) {
    return static_cast<std::uint8_t>(value / 10 | value % 10 << 4);
}

bool is_time(const timestamp& t) {
    const year_month_day date{year{2000 + t.year}, month{t.month}, day{t.day}};
    return t.year < 100 && date.ok() && t.hour < 24 && t.minute < 60 && t.second < 60;
}

std::optional<std::int8_t> read_zone(std::uint8_t octet, oddities& odd) {
    const unsigned tens = octet & 7u, units = octet >> 4;
    if (units > 9) {
        odd.set(oddity::odd_zone);
        return std::nullopt;
    }
    const auto size = static_cast<int>(tens * 10 + units);
    if (size == 0 && (octet & 8) != 0) odd.set(oddity::odd_zone);  // -0
    return static_cast<std::int8_t>((octet & 8) != 0 ? -size : size);
}

std::uint8_t write_zone(std::optional<std::int8_t> zone) {
    if (!zone) return 0xFF;
    const auto size = static_cast<unsigned>(*zone < 0 ? -*zone : *zone);
    return static_cast<std::uint8_t>(swap(size) | (*zone < 0 ? 8u : 0u));
}

std::string duration_text(seconds d) {
    const struct {
        long long size;
        const char* unit;
    } units[] = {{604800, " wk"}, {86400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}};
    for (const auto& u : units) {
        if (d.count() % u.size == 0) return std::to_string(d.count() / u.size) + u.unit;
    }
    return {};
}

}  // namespace

std::optional<wall_time> instant_of(const timestamp& t) {
    if (!is_time(t)) return std::nullopt;
    const sys_days date = year{2000 + t.year} / month{t.month} / day{t.day};
    return wall_time(date) + hours{t.hour} + minutes{t.minute} + seconds{t.second} - minutes{15 * t.zone.value_or(0)};
}

std::optional<timestamp> timestamp_of(wall_time instant, int zone) {
    if (zone < -max_zone || zone > max_zone) return std::nullopt;
    const auto local = instant + minutes{15 * zone};
    const auto date = floor<days>(local);
    const year_month_day ymd{date};
    const int century = static_cast<int>(ymd.year()) - 2000;
    if (century < 0 || century > 99) return std::nullopt;
    const hh_mm_ss of_day{floor<seconds>(local - date)};
    return timestamp{static_cast<std::uint8_t>(century),
                     static_cast<std::uint8_t>(static_cast<unsigned>(ymd.month())),
                     static_cast<std::uint8_t>(static_cast<unsigned>(ymd.day())),
                     static_cast<std::uint8_t>(of_day.hours().count()),
                     static_cast<std::uint8_t>(of_day.minutes().count()),
                     static_cast<std::uint8_t>(of_day.seconds().count()),
                     static_cast<std::int8_t>(zone)};
}

std::string text_of(const timestamp& t) {
    if (!is_time(t)) return "unknown";
    char text[64];
    std::snprintf(text, sizeof text, "20%02u-%02u-%02u %02u:%02u:%02u", unsigned{t.year}, unsigned{t.month}, unsigned{t.day},
                  unsigned{t.hour}, unsigned{t.minute}, unsigned{t.second});
    std::string out = text;
    if (!t.zone) return out + ", zone unknown";
    const int quarters = *t.zone < 0 ? -*t.zone : *t.zone;
    std::snprintf(text, sizeof text, " %c%02d:%02d", *t.zone < 0 ? '-' : '+', quarters / 4, quarters % 4 * 15);
    return out + text;
}

timestamp read_timestamp(octets from, oddities& odd) {
    unsigned value[6];
    for (std::size_t i = 0; i < 6; ++i) value[i] = swapped(from[i]);
    timestamp out{static_cast<std::uint8_t>(value[0]), static_cast<std::uint8_t>(value[1]), static_cast<std::uint8_t>(value[2]),
                  static_cast<std::uint8_t>(value[3]), static_cast<std::uint8_t>(value[4]), static_cast<std::uint8_t>(value[5])};
    if (!is_time(out)) {
        odd.set(oddity::unreadable_time);
        return timestamp{};
    }
    out.zone = read_zone(from[6], odd);
    return out;
}

codec_result<std::array<std::uint8_t, time_octets>> write_timestamp(const timestamp& t, const char* field) {
    if (t == timestamp{}) return std::array<std::uint8_t, time_octets>{};
    const int zone = t.zone.value_or(0);
    if (!is_time(t) || zone < -max_zone || zone > max_zone) return codec_error{errc::bad_time, field, 0};
    return std::array<std::uint8_t, time_octets>{swap(t.year),   swap(t.month),  swap(t.day),       swap(t.hour),
                                                 swap(t.minute), swap(t.second), write_zone(t.zone)};
}

std::string_view name(validity_format value) {
    static constexpr std::string_view names[] = {"none", "enhanced", "relative", "absolute"};
    return names[static_cast<unsigned>(value) & 3];
}

minutes duration_of_relative(std::uint8_t value) {
    if (value <= 143) return minutes{5 * (value + 1)};
    if (value <= 167) return hours{12} + minutes{30 * (value - 143)};
    if (value <= 196) return days{value - 166};
    return weeks{value - 192};
}

std::uint8_t relative_for(seconds duration) {
    for (unsigned value = 0; value < 255; ++value) {
        if (duration_of_relative(static_cast<std::uint8_t>(value)) >= duration) return static_cast<std::uint8_t>(value);
    }
    return 255;
}

enhanced_validity read_enhanced(const enhanced_octets& from) {
    enhanced_validity out;
    out.single_shot = (from[0] & 0x40) != 0;
    out.reserved = (from[0] & 0xB8) != 0 || (from[0] & 7) > 3;
    if ((from[0] & 0x80) != 0) return out;  // what follows is the extension
    const unsigned hour = swapped(from[1]), minute = swapped(from[2]), second = swapped(from[3]);
    switch (from[0] & 7) {
        case 1:
            out.duration = duration_of_relative(from[1]);
            break;
        case 2:
            if (from[1] != 0) out.duration = seconds{from[1]};
            out.reserved = out.reserved || from[1] == 0;
            break;
        case 3:
            if (hour < 100 && minute < 60 && second < 60) out.duration = hours{hour} + minutes{minute} + seconds{second};
            out.reserved = out.reserved || !out.duration;
            break;
        default:
            break;
    }
    return out;
}

enhanced_octets enhanced_for(std::optional<seconds> duration, bool single_shot) {
    enhanced_octets out{static_cast<std::uint8_t>(single_shot ? 0x40 : 0)};
    if (!duration) return out;
    const long long count = duration->count() < 1 ? 1 : duration->count();
    if (count <= 255) {
        out[0] |= 2;
        out[1] = static_cast<std::uint8_t>(count);
    } else if (count < 100 * 3600) {
        out[0] |= 3;
        out[1] = swap(static_cast<unsigned>(count / 3600));
        out[2] = swap(static_cast<unsigned>(count / 60 % 60));
        out[3] = swap(static_cast<unsigned>(count % 60));
    } else {
        out[0] |= 1;
        out[1] = relative_for(*duration);
    }
    return out;
}

std::string text_of(const validity_period& value) {
    switch (value.format) {
        case validity_format::none:
            return {};
        case validity_format::relative:
            return duration_text(duration_of_relative(value.relative));
        case validity_format::absolute:
            return text_of(value.absolute);
        case validity_format::enhanced:
            break;
    }
    const enhanced_validity of = read_enhanced(value.enhanced);
    std::string out = of.duration ? duration_text(*of.duration) : "no period";
    if (of.single_shot) out += ", single shot";
    if (of.reserved) out += ", reserved bits";
    return out;
}

}  // namespace hermod::wire::tpdu
