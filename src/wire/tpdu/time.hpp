// Times of TS 23.040: the service centre's time stamp (section 9.2.3.11), which is also the absolute validity period, and the
// relative and enhanced validity periods (9.2.3.12).
//
// Seven octets of swapped semi-octets YY MM DD hh mm ss zone. Years are 2000 to 2099, as nobody sends an older message. The zone
// is in quarter hours, its sign bit 3 of the octet (0x08). Networks send dates and zones that do not exist: such a time is
// unknown, not a reason to lose the message. Reads no clock.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "wire/tpdu/errc.hpp"
#include "wire/tpdu/oddity.hpp"

namespace hermod::wire::tpdu {

inline constexpr std::size_t time_octets = 7;
inline constexpr int max_zone = 79;  // quarter hours that two semi-octets can say; the world uses -48 to 56

struct timestamp {
    std::uint8_t year = 0;            // of the century
    std::uint8_t month = 0, day = 0;  // 0: the time is unknown; written as seven octets 00
    std::uint8_t hour = 0, minute = 0, second = 0;
    std::optional<std::int8_t> zone = std::int8_t{0};  // quarter hours from UTC; none: unknown, written as FF
    bool known() const { return month != 0; }
    friend bool operator==(const timestamp&, const timestamp&) = default;
};

// The instant; nullopt when it is unknown. An unknown zone counts as UTC.
std::optional<wall_time> instant_of(const timestamp& time);
// Fractions are cut. nullopt: not in 2000 to 2099, or a zone above max_zone.
std::optional<timestamp> timestamp_of(wall_time instant, int zone = 0);
// "2026-11-25 19:09:23 +01:00", "unknown".
std::string text_of(const timestamp& time);

// `from` has seven octets.
timestamp read_timestamp(octets from, oddities& odd);
// Fault: bad_time at `field`.
codec_result<std::array<std::uint8_t, time_octets>> write_timestamp(const timestamp& time, const char* field);

// --- Validity period --------------------------------------------------------------------------------------------------------

// TP-VPF, section 9.2.3.3.
enum class validity_format : std::uint8_t { none = 0, enhanced = 1, relative = 2, absolute = 3 };
std::string_view name(validity_format value);

using enhanced_octets = std::array<std::uint8_t, time_octets>;

struct validity_period {
    validity_format format = validity_format::none;
    std::uint8_t relative = 0;   // when relative
    timestamp absolute{};        // when absolute
    enhanced_octets enhanced{};  // when enhanced; see read_enhanced()
    friend bool operator==(const validity_period&, const validity_period&) = default;
};

// 0 to 143: 5 minutes each; 144 to 167: 12 hours and 30 minutes each; 168 to 196: days; 197 to 255: weeks.
std::chrono::minutes duration_of_relative(std::uint8_t value);
// The shortest that is not shorter; the longest (63 weeks) for what is longer still. 0 or less is 5 minutes.
std::uint8_t relative_for(std::chrono::seconds duration);

// Section 9.2.3.12.3. The first octet: 80 extension, 40 single shot, 07 format; what is not used is 0.
struct enhanced_validity {
    bool single_shot = false;
    std::optional<std::chrono::seconds> duration;  // none: no validity period, or a format that nobody knows
    bool reserved = false;                         // a reserved bit or format, or an extension octet
};
enhanced_validity read_enhanced(const enhanced_octets& from);

// None: no validity period. Below 256 s in seconds, below 100 h in hours, minutes and seconds, else as a relative one, rounded
// up.
enhanced_octets enhanced_for(std::optional<std::chrono::seconds> duration, bool single_shot = false);

// "2 d", "absolute 2026-...", "300 s, single shot"; empty for none.
std::string text_of(const validity_period& value);

}  // namespace hermod::wire::tpdu
