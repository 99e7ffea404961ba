// UCP's times: DDMMYYHHmm (DDT, VP, MVP) and DDMMYYhhmmss (SCTS, DSCTS). Both are the centre's local time: which zone that
// is, no field says, so they are local_seconds here and the connector applies its zone.
//
// Years 00 to 89 are 2000 to 2089, 90 to 99 are 1990 to 1999.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace hermod::wire::ucp {

using local_seconds = std::chrono::local_seconds;

// nullopt: empty, of another size, or no time.
std::optional<local_seconds> parse_minutes(std::string_view text);  // DDMMYYHHmm
std::optional<local_seconds> parse_seconds(std::string_view text);  // DDMMYYhhmmss

// Borrowable as a field as long as it lives.
template <std::size_t Size>
struct time_text {
    std::array<char, Size> chars;
    operator std::string_view() const { return {chars.data(), Size}; }  // NOLINT: it is a string
};

// Seconds are cut, not rounded. nullopt: a year that cannot be written.
std::optional<time_text<10>> format_minutes(local_seconds t);
std::optional<time_text<12>> format_seconds(local_seconds t);

}  // namespace hermod::wire::ucp
