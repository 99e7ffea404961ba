#include "net/retry_after.hpp"

#include <gtest/gtest.h>

namespace hermod::net {
namespace {

using namespace std::chrono_literals;
const wall_time now = *parse_rfc3339("1994-11-06T08:49:00Z");

TEST(retry_after, reads_seconds) { EXPECT_EQ(parse_retry_after("120", now), 120s); }
TEST(retry_after, reads_a_date) { EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), 37s); }
TEST(retry_after, waits_at_least_a_second_and_at_most_an_hour) {
    EXPECT_EQ(parse_retry_after("0", now), 1s);
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 07:00:00 GMT", now), 1s);
    EXPECT_EQ(parse_retry_after("86400", now), 1h);
    EXPECT_EQ(parse_retry_after("99999999999999999999", now), 1h);
}
TEST(retry_after, ignores_what_is_neither) {
    for (const auto* text : {"", "-5", "soon", "1.5", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT"})
        EXPECT_FALSE(parse_retry_after(text, now)) << text;
}

}  // namespace
}  // namespace hermod::net
