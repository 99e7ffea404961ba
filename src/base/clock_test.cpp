#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace hermod {

TEST(clock, writes_and_reads_the_same_instant) {
    const wall_time t = from_micros(1'795'446'023'123'456);
    EXPECT_EQ(to_rfc3339(t), "2026-11-23T15:00:23.123456Z");
    EXPECT_EQ(parse_rfc3339(to_rfc3339(t)), t);
}

TEST(clock, reads_offsets_and_any_number_of_decimals) {
    const auto utc = parse_rfc3339("2026-11-23T15:00:23Z");
    ASSERT_TRUE(utc);
    EXPECT_EQ(parse_rfc3339("2026-11-23T17:30:23+02:30"), utc);
    EXPECT_EQ(parse_rfc3339("2026-11-23T10:00:23.000-05:00"), utc);
}

TEST(clock, refuses_what_is_no_instant) {
    for (const char* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-23T15:00:23", "2026-11-23T25:00:00Z",
                             "2026-11-23T15:00:23.Z", "2026-11-23T15:00:23+0200", "2026-11-23T15:00:23.1234567890Z"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace hermod
