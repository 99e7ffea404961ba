#include "connectors/ucp/door_clock.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <string>

namespace hermod::connectors::ucp {
namespace {

using namespace std::chrono_literals;

std::string local(const door_clock& clock, const char* utc) {
    return std::string(wire::ucp::format_seconds(clock.local(parse_rfc3339(utc).value())).value());
}
std::string utc(const door_clock& clock, const char* there) {
    return to_rfc3339(clock.wall(wire::ucp::parse_seconds(there).value()));
}

TEST(door_clock, a_fixed_offset_is_the_same_in_summer_and_in_winter) {
    const door_clock clock{-90min};
    EXPECT_EQ(local(clock, "2026-01-01T00:00:00.7Z"), "311225223000");
    EXPECT_EQ(utc(clock, "311225223000"), "2026-01-01T00:00:00.000000Z");
}

TEST(door_clock, the_machines_zone_has_its_summer_time) {
    const char* before = std::getenv("TZ");
    const std::string kept = before ? before : "";
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    const door_clock clock;
    EXPECT_EQ(local(clock, "2026-01-15T12:00:00Z"), "150126130000");
    EXPECT_EQ(local(clock, "2026-07-15T12:00:00Z"), "150726140000");
    EXPECT_EQ(utc(clock, "150126130000"), "2026-01-15T12:00:00.000000Z");
    EXPECT_EQ(utc(clock, "150726140000"), "2026-07-15T12:00:00.000000Z");
    EXPECT_EQ(utc(clock, "251026023000"), "2026-10-25T00:30:00.000000Z");  // there twice: the first
    EXPECT_EQ(utc(clock, "290326023000"), "2026-03-29T00:30:00.000000Z");  // there never
    before ? setenv("TZ", kept.c_str(), 1) : unsetenv("TZ");
    tzset();
}

}  // namespace
}  // namespace hermod::connectors::ucp
