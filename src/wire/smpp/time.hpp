// SMPP's times (5.0 section 4.7.23): absolute "YYMMDDhhmmsstnnp" with p + or -, relative the same shape ending in R.
//
// Reads liberally, writes strictly; reads no clock: resolve() is told `now`. Years are 2000 to 2099.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::wire::smpp {

// Calendar units as sent: months and years depend on the day they start from. Values above 23 h or 59 min occur.
struct relative_time {
    int years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0;
    friend bool operator==(const relative_time&, const relative_time&) = default;
};

struct smpp_time {
    std::optional<wall_time> absolute;
    relative_time relative;  // when absolute is not set
};

// Absolute with 10 (no seconds), 12, 13 (tenths) or all 16 characters, UTC when no offset is given; relative with 16 only.
// nullopt: empty, or not a time.
std::optional<smpp_time> parse_time(std::string_view text);

// The instant meant; relative ones count from `now`, and the 31st plus a month ends on the month's last day.
wall_time resolve(const smpp_time& time, wall_time now);

// Sixteen characters, no NUL; borrowable as a PDU's string as long as it lives.
struct time_text {
    std::array<char, 16> chars;
    operator std::string_view() const { return {chars.data(), chars.size()}; }  // NOLINT: it is a string
    friend bool operator==(const time_text&, const time_text&) = default;
};

// `offset` of local time from UTC, in quarter hours up to 12 h; tenths are cut, not rounded. nullopt: year outside
// 2000 to 2099 or an offset that cannot be written.
std::optional<time_text> format_absolute(wall_time t, std::chrono::minutes offset = std::chrono::minutes{0});
// In days, hours, minutes, seconds. nullopt: negative, or above 99 days (months have no fixed length).
std::optional<time_text> format_relative(std::chrono::seconds d);

}  // namespace hermod::wire::smpp
