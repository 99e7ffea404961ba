#include "zones/window.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "zones/default_zones.hpp"
#include "zones/prefix_zones.hpp"

namespace hermod::zones {
namespace {

using namespace std::chrono_literals;

wall_time at(std::string_view text) {
    return *parse_rfc3339(text);
}
std::chrono::local_days day(std::string_view text) {
    return std::chrono::floor<std::chrono::days>(*parse_local(std::string(text) + "T00:00"));
}

week_hours hours(std::initializer_list<const char*> days, std::initializer_list<const char*> spans) {
    week_hours out;
    std::vector<int> all;
    for (const char* d : days) EXPECT_EQ(week_hours::parse_days(d, all), "");
    for (const char* s : spans) {
        std::pair<int, int> span;
        EXPECT_EQ(week_hours::parse_hours(s, span), "");
        for (const int d : all) out.add(d * minutes_of_day + span.first, d * minutes_of_day + span.second);
    }
    return out;
}

std::optional<wall_time> open(const window& w, std::vector<zone> in, wall_time from, std::chrono::hours within = 24h * 31) {
    const placed_window one{&w, in};
    return first_open({&one, 1}, from, from + within);
}

TEST(Window, OpensAtTheHourOfThePlace) {
    const window office{hours({"mon-fri"}, {"09:00-12:00", "13:00-17:00"}), {}};
    const auto zurich = *find_zone("Europe/Zurich");
    EXPECT_EQ(open(office, {zurich}, at("2026-11-26T09:30:00Z")), at("2026-11-26T09:30:00Z"));  // Thursday 10:30
    EXPECT_EQ(open(office, {zurich}, at("2026-11-26T11:00:00Z")), at("2026-11-26T12:00:00Z"));
    EXPECT_EQ(open(office, {zurich}, at("2026-11-26T10:59:59.999999Z")), at("2026-11-26T10:59:59.999999Z"));
    EXPECT_EQ(open(office, {zurich}, at("2026-11-27T16:00:00Z")), at("2026-11-30T08:00:00Z"));  // Friday evening
}

TEST(Window, HoursMayPassMidnightAndTheWeeksEnd) {
    const window night{hours({"sun"}, {"22:00-06:00"}), {}};
    EXPECT_EQ(open(night, {zone()}, at("2026-11-30T05:59:00Z")), at("2026-11-30T05:59:00Z"));
    EXPECT_EQ(open(night, {zone()}, at("2026-11-30T06:00:00Z")), at("2026-12-06T22:00:00Z"));
}

TEST(Window, AllZonesOfACountryMustBeOpen) {
    const window day_time{hours({"mon-sun"}, {"09:00-21:00"}), {}};
    const std::vector<zone> us{*find_zone("America/New_York"), *find_zone("America/Los_Angeles")};
    EXPECT_EQ(open(day_time, us, at("2026-11-26T14:00:00Z")), at("2026-11-26T17:00:00Z"));  // 09:00 in Los Angeles
    EXPECT_EQ(open(day_time, us, at("2026-11-27T02:00:00Z")), at("2026-11-27T17:00:00Z"));  // 21:00 in New York
    const window brief{hours({"mon-sun"}, {"09:00-10:00"}), {}};
    EXPECT_EQ(open(brief, us, at("2026-11-26T14:00:00Z")), std::nullopt);
}

TEST(Window, DaysThatAreLeftOutAreClosedInThePlace) {
    const window always{hours({"mon-sun"}, {"00:00-24:00"}), {day("2026-12-25"), day("2026-12-26")}};
    const auto auckland = *find_zone("Pacific/Auckland");
    EXPECT_EQ(open(always, {auckland}, at("2026-12-24T11:00:00Z")), at("2026-12-26T11:00:00Z"));  // 13 h ahead
    EXPECT_EQ(open(always, {auckland}, at("2026-12-24T10:59:59Z")), at("2026-12-24T10:59:59Z"));
}

TEST(Window, AnHourThatIsLeftOutOpensNothing) {
    const window early{hours({"mon-sun"}, {"02:00-03:00"}), {}};
    const auto zurich = *find_zone("Europe/Zurich");
    EXPECT_EQ(open(early, {zurich}, at("2027-03-27T12:00:00Z")), at("2027-03-29T00:00:00Z"));  // not on the 28th
}

TEST(Window, AnHourThatIsRepeatedIsOpenTwice) {
    const window early{hours({"mon-sun"}, {"02:30-03:00"}), {}};
    const auto zurich = *find_zone("Europe/Zurich");
    EXPECT_EQ(open(early, {zurich}, at("2026-10-24T22:00:00Z")), at("2026-10-25T00:30:00Z"));
    EXPECT_EQ(open(early, {zurich}, at("2026-10-25T01:00:00Z")), at("2026-10-25T01:30:00Z"));
}

TEST(Window, OthersAreTheHoursThatAreLeft) {
    const auto quiet = hours({"mon-sun"}, {"21:00-08:00"});
    const auto open_hours = quiet.others();
    for (int minute = 0; minute < minutes_of_week; ++minute)
        ASSERT_NE(quiet.contains(minute), open_hours.contains(minute)) << minute;
    EXPECT_TRUE(hours({"mon-sun"}, {"00:00-24:00"}).others().empty());
    EXPECT_TRUE(week_hours().others().contains(17));
}

TEST(Window, SaysWhatIsNoDayAndNoHours) {
    std::vector<int> days;
    std::pair<int, int> span;
    EXPECT_EQ(week_hours::parse_days("sat-mon", days), "");
    EXPECT_EQ(days, (std::vector<int>{5, 6, 0}));
    for (const char* wrong : {"", "monday", "mon-", "-mon", "Mon", "mon-tue-wed"})
        EXPECT_NE(week_hours::parse_days(wrong, days), "") << wrong;
    for (const char* wrong : {"", "9:00-20:00", "09:00", "09:00-", "09:60-10:00", "24:00-25:00", "24:00-01:00", "09:00-09:00",
                              "09:00-24:01", "09.00-10.00"})
        EXPECT_NE(week_hours::parse_hours(wrong, span), "") << wrong;
}

// Against a walk from minute to minute.
TEST(Window, FirstOpenIsWhatAWalkFinds) {
    const char* names[] = {"Europe/Zurich",  "America/New_York", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "Pacific/Chatham",  "Africa/Casablanca"};
    rc::check([&] {
        std::vector<window> windows(*rc::gen::inRange<std::size_t>(1, 3));
        std::vector<std::vector<zone>> places(windows.size());
        std::vector<placed_window> all;
        // Around the days on which Europe, America and Lord Howe change their clocks, and others.
        const auto near = *rc::gen::element(at("2027-03-28T00:00:00Z"), at("2026-10-25T00:00:00Z"), at("2026-11-01T06:00:00Z"),
                                            at("2026-10-03T15:00:00Z"), at("2026-12-31T00:00:00Z"));
        const auto from = near + std::chrono::minutes{*rc::gen::inRange(-2 * minutes_of_day, minutes_of_day)};
        for (std::size_t i = 0; i < windows.size(); ++i) {
            for (int n = *rc::gen::inRange(1, 4); n > 0; --n) {
                const int begin = *rc::gen::inRange(0, minutes_of_week);
                windows[i].open.add(begin, begin + *rc::gen::inRange(1, 2 * minutes_of_day));
            }
            if (*rc::gen::inRange(0, 3) == 0)
                windows[i].except = {std::chrono::floor<std::chrono::days>(local_time{near.time_since_epoch()})};
            for (int n = *rc::gen::inRange(1, 4); n > 0; --n) places[i].push_back(*find_zone(names[*rc::gen::inRange(0, 6)]));
            all.push_back({&windows[i], places[i]});
        }
        const auto until = from + 24h * 8;
        std::optional<wall_time> walked;
        for (auto t = from; t < until && !walked; t += 1min) {
            bool good = true;
            for (const auto& one : all)
                for (const zone& in : one.in) good = good && one.what->is_open(in.local(t));
            if (good) walked = t;
        }
        RC_ASSERT(first_open(all, from, until) == walked);
    });
}

TEST(PrefixZones, KnowTheCallingCodesOfTheWorld) {
    const auto known = prefix_zones::built_in();
    ASSERT_EQ(known.of("+41791234567").size(), 1u);
    EXPECT_EQ(known.of("+41791234567")[0].name(), "Europe/Zurich");
    EXPECT_EQ(known.of("12425551234")[0].name(), "America/Nassau");
    EXPECT_GT(known.of("+12125551234").size(), 5u);
    EXPECT_EQ(known.of("+77011234567")[0].name(), "Asia/Almaty");
    EXPECT_EQ(known.of("+8881234567")[0].name(), "UTC");
    EXPECT_EQ(known.of("")[0].name(), "UTC");
}

TEST(PrefixZones, EveryZoneOfTheBuiltInTableIsInTheDatabase) {
    std::size_t zones = 0;
    std::string_view before;
    for (const auto& row : default_rows()) {
        EXPECT_LT(before, row.prefix);
        before = row.prefix;
        std::string names(row.zones);
        for (std::size_t begin = 0; begin < names.size();) {
            const auto end = std::min(names.find(' ', begin), names.size());
            EXPECT_TRUE(find_zone(names.substr(begin, end - begin))) << row.prefix << ' ' << names;
            begin = end + 1;
            ++zones;
        }
    }
    EXPECT_GT(zones, 250u);
}

TEST(PrefixZones, LinesOfAFileTakeThePlaceOfAPrefix) {
    auto known = prefix_zones::built_in();
    const auto faults =
        known.add_csv("prefix,zone\n# one clock for all\n+1,America/New_York\r\n\n4179, Europe/Rome\n4179,Europe/London\n");
    EXPECT_TRUE(faults.empty());
    ASSERT_EQ(known.of("+12125551234").size(), 1u);
    EXPECT_EQ(known.of("+12125551234")[0].name(), "America/New_York");
    EXPECT_EQ(known.of("+1242555")[0].name(), "America/Nassau");
    EXPECT_EQ(known.of("+41791").size(), 2u);
    EXPECT_EQ(known.of("+41781")[0].name(), "Europe/Zurich");
}

TEST(PrefixZones, ALineThatSaysNothingValidIsToldWithItsNumber) {
    prefix_zones known;
    const auto faults =
        known.add_csv("41,Europe/Zurich\n42\n4x,Europe/Zurich\n43,Europe/Wien\n44,Europe/London,\n1234567890123456,UTC\n");
    ASSERT_EQ(faults.listed().size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(faults.listed()[i].line, i + 2);
    EXPECT_EQ(faults.listed()[0].what, "\"42\" has one column: write prefix,zone");
    EXPECT_NE(faults.listed()[2].what.find("Europe/Wien"), std::string::npos);
    EXPECT_EQ(known.size(), 1u);
}

}  // namespace
}  // namespace hermod::zones
