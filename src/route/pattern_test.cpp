#include "route/pattern.hpp"

#include <gtest/gtest.h>

#include "route/week.hpp"

namespace hermod::route {

TEST(route_pattern, finds_an_expression_anywhere_and_says_why_it_is_none) {
    const auto good = std::get<pattern_ptr>(pattern::compile("(?i)code:? *[0-9]{4,8}"));
    EXPECT_TRUE(good->found_in("Your CODE 123456."));
    EXPECT_FALSE(good->found_in("Your code 12"));
    EXPECT_FALSE(good->found_in("\xff\xfe"));
    EXPECT_EQ(good->expression(), "(?i)code:? *[0-9]{4,8}");
    EXPECT_EQ(std::get<std::string>(pattern::compile("a(b")), "missing ): a(b");
}

TEST(route_pattern, takes_a_text_s_first_word_in_small_letters) {
    EXPECT_EQ(keyword_of("  STOP. now"), "stop");
    EXPECT_EQ(keyword_of("Join"), "join");
    EXPECT_EQ(keyword_of("СТОП!"), "стоп");
    EXPECT_EQ(keyword_of("ΤΈΛΟΣ"), keyword_of("τέλος"));
    EXPECT_EQ(keyword_of("ŽÁDNÝ ŁÓDŹ"), "žádný");
    EXPECT_EQ(keyword_of("ÄÖÜ×"), "äöü×");
    EXPECT_EQ(keyword_of("?what"), "");
    EXPECT_EQ(keyword_of(""), "");
    EXPECT_EQ(keyword_of(" \n"), "");
    EXPECT_EQ(keyword_of("\xc3"), "\xc3");
}

TEST(route_week, counts_minutes_from_monday) {
    const utc_clock utc;
    EXPECT_EQ(utc.minute_of_week(*parse_rfc3339("2026-11-23T00:00:00Z")), 0);
    EXPECT_EQ(utc.minute_of_week(*parse_rfc3339("2026-11-29T23:59:59.9Z")), week::minutes - 1);
    EXPECT_EQ(utc.minute_of_week(*parse_rfc3339("1969-12-29T00:01:00Z")), 1);
    EXPECT_EQ(to_text_of_week(week::minutes_of_day + 7 * 60 + 5), "Tue 07:05");
}

TEST(route_week, holds_what_was_added_also_over_midnight) {
    const auto clock = std::make_shared<utc_clock>();
    week nights(clock);
    nights.add(1u << 6, 22 * 60, 6 * 60);  // Sunday night
    EXPECT_FALSE(nights.holds(6 * week::minutes_of_day + 22 * 60 - 1));
    EXPECT_TRUE(nights.holds(6 * week::minutes_of_day + 22 * 60));
    EXPECT_TRUE(nights.holds(0));
    EXPECT_TRUE(nights.holds(6 * 60 - 1));
    EXPECT_FALSE(nights.holds(6 * 60));
    week days(clock);
    days.add(0x7f, 0, 0);
    EXPECT_TRUE(days.is_whole());
    EXPECT_TRUE(days.holds_all_of(nights));
    EXPECT_FALSE(nights.holds_all_of(days));
}

}  // namespace hermod::route
