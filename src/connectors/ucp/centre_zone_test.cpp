#include "connectors/ucp/centre_zone.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::ucp {
namespace {

using namespace std::chrono_literals;

const wall_time now = parse_rfc3339("2026-11-23T15:27:30.5Z").value();

TEST(centre_zone, is_learned_from_a_result_to_the_quarter_of_an_hour) {
    centre_zone zone;
    EXPECT_FALSE(zone.local(now));
    zone.learn("447700900123:231126162731", now);  // an hour ahead, and a second late
    EXPECT_EQ(zone.offset(), 60min);
    zone.learn("447700900123:231126211200", now);  // Nepal, with a clock that is slow
    EXPECT_EQ(zone.offset(), 345min);
    zone.learn("447700900123:231126072730", now);
    EXPECT_EQ(zone.offset(), -480min);
    EXPECT_EQ(std::string_view(wire::ucp::format_minutes(*zone.local(now)).value()), "2311260727");
}

TEST(centre_zone, learns_nothing_from_what_has_no_time) {
    centre_zone zone;
    for (const char* sm : {"", "ok", "447700900123", "447700900123:241326152730", "447700900123:010103000000"}) zone.learn(sm, now);
    EXPECT_FALSE(zone.offset());
}

TEST(centre_zone, that_is_fixed_learns_nothing) {
    centre_zone zone(120min);
    zone.learn("447700900123:231126162731", now);
    EXPECT_EQ(zone.offset(), 120min);
}

}  // namespace
}  // namespace hermod::connectors::ucp
