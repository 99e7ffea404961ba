#include "zones/recurrence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace hermod::zones {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

recurrence rule(std::string_view text, std::string_view start, std::string_view in = "Europe/Zurich") {
    auto read = recurrence::parse(text, *parse_local(start), *find_zone(in));
    if (auto* wrong = std::get_if<std::string>(&read)) throw std::runtime_error(*wrong);
    return std::get<recurrence>(read);
}
std::string wrong(std::string_view text) {
    auto read = recurrence::parse(text, *parse_local("2026-11-26T09:00"), zone());
    return std::holds_alternative<std::string>(read) ? std::get<std::string>(read) : "";
}
std::vector<std::string> shown(const recurrence& of, std::size_t most) {
    std::vector<std::string> out;
    for (auto one = of.first(); one && out.size() < most; one = of.next(*one)) {
        EXPECT_EQ(one->number, out.size() + 1);
        out.push_back(to_text(one->shown).substr(0, 16));
    }
    return out;
}
using texts = std::vector<std::string>;

TEST(Recurrence, RepeatsByDayWeekMonthAndYear) {
    EXPECT_EQ(shown(rule("FREQ=DAILY;INTERVAL=2", "2026-11-26T09:00"), 3),
              (texts{"2026-11-26T09:00", "2026-11-28T09:00", "2026-11-30T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-26T09:00"), 3),
              (texts{"2026-11-26T09:00", "2026-11-30T09:00", "2026-12-03T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-11-26T09:00"), 3),
              (texts{"2026-11-26T09:00", "2026-12-07T09:00", "2026-12-10T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=MONTHLY", "2026-10-31T09:00"), 3),
              (texts{"2026-10-31T09:00", "2026-12-31T09:00", "2027-01-31T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-26T09:00"), 4),
              (texts{"2026-11-30T09:00", "2026-12-31T09:00", "2027-01-31T09:00", "2027-02-28T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=MONTHLY;BYDAY=2TU,-1FR", "2026-11-26T09:00"), 3),
              (texts{"2026-11-27T09:00", "2026-12-08T09:00", "2026-12-25T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=YEARLY", "2024-02-29T09:00"), 3),
              (texts{"2024-02-29T09:00", "2028-02-29T09:00", "2032-02-29T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2026-11-26T09:00"), 2),
              (texts{"2027-03-28T09:00", "2028-03-26T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00", "America/New_York"), 3),
              (texts{"1997-05-19T09:00", "1998-05-18T09:00", "1999-05-17T09:00"}));
    EXPECT_EQ(shown(rule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02T09:00", "America/New_York"), 3),
              (texts{"1998-02-13T09:00", "1998-03-13T09:00", "1998-11-13T09:00"}));
}

TEST(Recurrence, RepeatsInsideTheDay) {
    EXPECT_EQ(shown(rule("FREQ=DAILY;BYHOUR=8,18;BYMINUTE=0,30", "2026-11-26T09:10"), 3),
              (texts{"2026-11-26T18:00", "2026-11-26T18:30", "2026-11-27T08:00"}));
    EXPECT_EQ(shown(rule("FREQ=HOURLY;INTERVAL=5", "2026-11-26T09:10"), 4),
              (texts{"2026-11-26T09:10", "2026-11-26T14:10", "2026-11-26T19:10", "2026-11-27T00:10"}));
    EXPECT_EQ(shown(rule("FREQ=MINUTELY;INTERVAL=90;BYDAY=TH", "2026-11-26T21:00"), 3),
              (texts{"2026-11-26T21:00", "2026-11-26T22:30", "2026-12-03T00:00"}));
}

TEST(Recurrence, EndsAtItsCountOrItsEnd) {
    EXPECT_EQ(shown(rule("FREQ=DAILY;COUNT=2", "2026-11-26T09:00"), 9).size(), 2u);
    EXPECT_EQ(shown(rule("FREQ=DAILY;UNTIL=20261128", "2026-11-26T09:00"), 9).size(), 3u);
    EXPECT_EQ(shown(rule("FREQ=DAILY;UNTIL=20261128T080000Z", "2026-11-26T09:00"), 9).size(), 3u);
    EXPECT_EQ(shown(rule("FREQ=DAILY;UNTIL=20261128T085959", "2026-11-26T09:00"), 9).size(), 2u);
    EXPECT_EQ(shown(rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-11-26T09:00"), 9).size(), 0u);
}

TEST(Recurrence, KeepsItsHourOverDaylightSaving) {
    const auto daily = rule("FREQ=DAILY", "2027-03-27T02:30");
    const auto first = *daily.first(), second = *daily.next(first), third = *daily.next(second);
    EXPECT_EQ(to_rfc3339(first.at), "2027-03-27T01:30:00.000000Z");
    EXPECT_EQ(to_rfc3339(second.at), "2027-03-28T01:00:00.000000Z");  // 02:30 does not exist: 03:00
    EXPECT_EQ(to_rfc3339(third.at), "2027-03-29T00:30:00.000000Z");
}

TEST(Recurrence, AnHourThatDoesNotExistMakesOneMessageNotSixty) {
    const auto minutely = rule("FREQ=MINUTELY", "2027-03-28T01:58");
    auto one = minutely.first();
    std::vector<std::string> at;
    for (int i = 0; i < 4; ++i, one = minutely.next(*one)) at.push_back(to_rfc3339(one->at).substr(11, 5));
    EXPECT_EQ(at, (texts{"00:58", "00:59", "01:00", "01:01"}));
}

TEST(Recurrence, SaysWhatIsWrongWithARule) {
    EXPECT_EQ(wrong(""), "FREQ is missing: write FREQ=DAILY or another");
    EXPECT_EQ(wrong("FREQ=SECONDLY"), "FREQ is \"SECONDLY\"; it may be MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY");
    for (const char* text : {"FREQ",
                             "FREQ=",
                             "FREQ=DAILY;FREQ=DAILY",
                             "FREQ=DAILY;INTERVAL=0",
                             "FREQ=DAILY;INTERVAL=x",
                             "FREQ=DAILY;COUNT=0",
                             "FREQ=DAILY;COUNT=2;UNTIL=20270101",
                             "FREQ=DAILY;UNTIL=2027",
                             "FREQ=DAILY;UNTIL=20270230",
                             "FREQ=DAILY;BYDAY=XX",
                             "FREQ=DAILY;BYDAY=2MO",
                             "FREQ=MONTHLY;BYDAY=0MO",
                             "FREQ=MONTHLY;BYMONTHDAY=0",
                             "FREQ=MONTHLY;BYMONTHDAY=32",
                             "FREQ=DAILY;BYHOUR=24",
                             "FREQ=DAILY;BYMINUTE=60",
                             "FREQ=DAILY;BYSETPOS=1",
                             "FREQ=WEEKLY;WKST=SU",
                             "FREQ=WEEKLY;BYMONTHDAY=1",
                             "FREQ=DAILY;BYHOUR=1,,2",
                             "FREQ=DAILY;;",
                             "FREQ=DAILY;BYHOUR="})
        EXPECT_NE(wrong(text), "") << text;
    EXPECT_EQ(wrong("RRULE:FREQ=DAILY;WKST=MO"), "");
}

// Against every minute of two weeks, each judged by the words of the rule alone.
TEST(Recurrence, FindsWhatTheWordsSayOfEachMinute) {
    rc::check([] {
        const auto in =
            *find_zone(*rc::gen::element<std::string>("Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "UTC"));
        const auto start = *parse_local("2026-10-24T00:00") + std::chrono::minutes{*rc::gen::inRange(0, 3 * minutes_of_day)};
        const bool hourly = *rc::gen::arbitrary<bool>();
        const int interval = *rc::gen::inRange(1, 30), weekday = *rc::gen::inRange(0, 8);
        const int hour = *rc::gen::inRange(-20, 24), minute = *rc::gen::inRange(-30, 60);
        std::string text = (hourly ? "FREQ=HOURLY;INTERVAL=" : "FREQ=MINUTELY;INTERVAL=") + std::to_string(interval);
        if (hour >= 0) text += ";BYHOUR=" + std::to_string(hour);
        if (minute >= 0) text += ";BYMINUTE=" + std::to_string(minute);
        const char* names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
        if (weekday < 7) text += std::string(";BYDAY=") + names[weekday];
        std::vector<wall_time> expected;
        for (auto t = start; t < start + days{14}; t += 1min) {
            const int of_week = minute_of_week(t);
            const auto since = std::chrono::duration_cast<std::chrono::minutes>(t - start).count();
            if (hour >= 0 && of_week / 60 % 24 != hour) continue;
            if (minute >= 0 ? of_week % 60 != minute : hourly && of_week % 60 != minute_of_week(start) % 60) continue;
            if (weekday < 7 && of_week / minutes_of_day != weekday) continue;
            if (hourly) {
                const auto hours =
                    (std::chrono::floor<std::chrono::hours>(t) - std::chrono::floor<std::chrono::hours>(start)).count();
                if (hours % interval != 0) continue;
            } else if (since % interval != 0) {
                continue;
            }
            const auto at = in.instant(t);
            if (expected.empty() || at > expected.back()) expected.push_back(at);
        }
        std::vector<wall_time> found;
        const auto of = rule(text, to_text(start), in.name());
        for (auto one = of.first(); one && one->shown < start + days{14}; one = of.next(*one)) found.push_back(one->at);
        RC_ASSERT(found == expected);
    });
}

}  // namespace
}  // namespace hermod::zones
