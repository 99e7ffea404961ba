#include "wire/smpp/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace hermod::wire::smpp {
namespace {

using namespace std::chrono;

wall_time at(int y, unsigned m, unsigned d, int hh = 0, int mm = 0, int ss = 0, int tenths = 0) {
    return wall_time{sys_days{year{y} / month{m} / day{d}}} + hours{hh} + minutes{mm} + seconds{ss} + milliseconds{100 * tenths};
}

}  // namespace

TEST(smpp_time, reads_absolute_times_of_every_length_met) {
    EXPECT_EQ(parse_time("261123150023500+")->absolute, at(2026, 11, 23, 15, 0, 23, 5));
    EXPECT_EQ(parse_time("261123150023004+")->absolute, at(2026, 11, 23, 14, 0, 23)) << "an hour ahead of UTC";
    EXPECT_EQ(parse_time("261123150023020-")->absolute, at(2026, 11, 23, 20, 0, 23)) << "five hours behind UTC";
    EXPECT_EQ(parse_time("180711070003912+")->absolute, at(2018, 7, 11, 4, 0, 3, 9)) << "smppex issue 46";
    EXPECT_EQ(parse_time("2611231500235")->absolute, at(2026, 11, 23, 15, 0, 23, 5));
    EXPECT_EQ(parse_time("261123150023")->absolute, at(2026, 11, 23, 15, 0, 23));
    EXPECT_EQ(parse_time("2611231500")->absolute, at(2026, 11, 23, 15, 0));
}

TEST(smpp_time, refuses_what_is_no_time) {
    for (const char* text :
         {"", "1", "261123", "26112315002350++", "261323150023500+", "260230150023500+", "261123240023500+", "261123156023500+",
          "2611231500235x0+", "261123150023599+", "26112315002350", "26112315002350a+", "-61123150023500+", "000001000000000Z"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(smpp_time, reads_relative_times_beyond_their_units) {
    const auto read = parse_time("020610233429000R");
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->absolute);
    EXPECT_EQ(read->relative, (relative_time{2, 6, 10, 23, 34, 29}));
    EXPECT_EQ(parse_time("000000489900000R")->relative, (relative_time{0, 0, 0, 48, 99, 0}));
    EXPECT_EQ(resolve(*parse_time("000000489900000R"), at(2026, 1, 1)), at(2026, 1, 3, 1, 39));
}

TEST(smpp_time, counts_months_by_the_calendar) {
    EXPECT_EQ(resolve(*parse_time("000100000000000R"), at(2027, 1, 31, 12)), at(2027, 2, 28, 12));
    EXPECT_EQ(resolve(*parse_time("000100000000000R"), at(2028, 1, 31, 12)), at(2028, 2, 29, 12));
    EXPECT_EQ(resolve(*parse_time("010000000000000R"), at(2028, 2, 29, 1, 2, 3)), at(2029, 2, 28, 1, 2, 3));
    EXPECT_EQ(resolve(*parse_time("001300000001000R"), at(2026, 12, 15)), at(2028, 1, 15, 0, 0, 1));
    EXPECT_EQ(resolve(*parse_time("2611231500"), at(2030, 1, 1)), at(2026, 11, 23, 15));
}

TEST(smpp_time, writes_utc_and_offsets) {
    const wall_time t = at(2026, 11, 23, 15, 0, 23, 5) + milliseconds{99};
    EXPECT_EQ(std::string_view(*format_absolute(t)), "261123150023500+");
    EXPECT_EQ(std::string_view(*format_absolute(t, hours{1})), "261123160023504+");
    EXPECT_EQ(std::string_view(*format_absolute(t, minutes{-570})), "261123053023538-");
    EXPECT_FALSE(format_absolute(t, minutes{7}));
    EXPECT_FALSE(format_absolute(t, hours{13}));
    EXPECT_FALSE(format_absolute(at(1999, 12, 31, 23, 59)));
    EXPECT_FALSE(format_absolute(at(2100, 1, 1)));
}

TEST(smpp_time, writes_spans_up_to_99_days) {
    EXPECT_EQ(std::string_view(*format_relative(hours{48})), "000002000000000R");
    EXPECT_EQ(std::string_view(*format_relative(seconds{3661})), "000000010101000R");
    EXPECT_EQ(std::string_view(*format_relative(days{99} + hours{23} + minutes{59} + seconds{59})), "000099235959000R");
    EXPECT_FALSE(format_relative(days{100}));
    EXPECT_FALSE(format_relative(seconds{-1}));
}

TEST(smpp_time, reads_back_what_it_writes) {
    EXPECT_TRUE(rc::check([] {
        const wall_time t = at(2000, 1, 2) + milliseconds{100 * *rc::gen::inRange<std::int64_t>(0, 31'500'000'000)};
        const minutes offset{15 * *rc::gen::inRange(-48, 49)};
        const auto text = format_absolute(t, offset);
        RC_ASSERT(text.has_value());
        RC_ASSERT(parse_time(*text)->absolute == t);
        const seconds span{*rc::gen::inRange(0, 8'640'000)};
        RC_ASSERT(resolve(*parse_time(*format_relative(span)), t) == t + span);
    }));
}

}  // namespace hermod::wire::smpp
