#include "wire/ucp/time.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::ucp {
namespace {

using namespace std::chrono;

local_seconds at(int y, unsigned m, unsigned d, int hour, int minute, int second = 0) {
    return local_days{year{y} / month{m} / day{d}} + hours{hour} + minutes{minute} + seconds{second};
}

}  // namespace

TEST(ucp_time, reads_day_month_year_in_that_order) {
    EXPECT_EQ(parse_minutes("2511261530"), at(2026, 11, 25, 15, 30));
    EXPECT_EQ(parse_seconds("251126153059"), at(2026, 11, 25, 15, 30, 59));
    EXPECT_EQ(parse_seconds("290224000000"), at(2024, 2, 29, 0, 0));
}

TEST(ucp_time, puts_years_from_90_on_into_the_last_century) {
    EXPECT_EQ(parse_minutes("3112892359"), at(2089, 12, 31, 23, 59));
    EXPECT_EQ(parse_minutes("0101900000"), at(1990, 1, 1, 0, 0));
    EXPECT_EQ(parse_seconds("090196103258"), at(1996, 1, 9, 10, 32, 58));
}

TEST(ucp_time, refuses_what_is_no_time) {
    for (const char* text : {"", "251126153", "25112615300", "290226000", "2902261200", "0013261200", "0001261200", "3211261200",
                             "2511262400", "2511261260", "25112612 0", "+511261200", "251126120000"}) {
        EXPECT_FALSE(parse_minutes(text)) << text;
    }
    EXPECT_FALSE(parse_seconds("2511261200"));
    EXPECT_FALSE(parse_seconds("251126120060"));
}

TEST(ucp_time, writes_what_it_reads_and_cuts_seconds) {
    EXPECT_EQ(std::string_view(*format_minutes(at(2026, 11, 5, 7, 3, 59))), "0511260703");
    EXPECT_EQ(std::string_view(*format_seconds(at(2026, 11, 5, 7, 3, 59))), "051126070359");
    EXPECT_EQ(std::string_view(*format_seconds(at(1990, 1, 1, 0, 0))), "010190000000");
    EXPECT_FALSE(format_minutes(at(1989, 12, 31, 23, 59)));
    EXPECT_FALSE(format_seconds(at(2090, 1, 1, 0, 0)));
}

}  // namespace hermod::wire::ucp
