#include "zones/zone.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace hermod::zones::zone_test {
namespace {

using namespace std::chrono_literals;

wall_time at(std::string_view text) {
    return *parse_rfc3339(text);
}
local_time shown(std::string_view text) {
    return *parse_local(text);
}

TEST(Zone, ShowsAnInstantAsTheClocksOfThePlaceDo) {
    const auto zurich = *find_zone("Europe/Zurich");
    EXPECT_EQ(to_text(zurich.local(at("2026-11-26T08:00:00Z"))), "2026-11-26T09:00:00");
    EXPECT_EQ(to_text(zurich.local(at("2026-07-01T08:00:00Z"))), "2026-07-01T10:00:00");
    EXPECT_EQ(to_text(find_zone("Asia/Kathmandu")->local(at("2026-07-01T08:00:00Z"))), "2026-07-01T13:45:00");
    EXPECT_EQ(to_text(zone().local(at("2026-07-01T08:00:00Z"))), "2026-07-01T08:00:00");
    EXPECT_EQ(zurich.name(), "Europe/Zurich");
    EXPECT_EQ(zone().name(), "UTC");
}

TEST(Zone, ATimeThatDoesNotExistIsTheFirstThatDoes) {
    const auto zurich = *find_zone("Europe/Zurich");  // 2027-03-28: 02:00 becomes 03:00
    EXPECT_EQ(zurich.instant(shown("2027-03-28T02:00")), at("2027-03-28T01:00:00Z"));
    EXPECT_EQ(zurich.instant(shown("2027-03-28T02:30")), at("2027-03-28T01:00:00Z"));
    EXPECT_EQ(zurich.instant(shown("2027-03-28T03:00")), at("2027-03-28T01:00:00Z"));
    EXPECT_EQ(zurich.instant(shown("2027-03-28T01:59")), at("2027-03-28T00:59:00Z"));
    const auto lord_howe = *find_zone("Australia/Lord_Howe");  // 2026-10-04: half an hour
    EXPECT_EQ(to_text(lord_howe.local(lord_howe.instant(shown("2026-10-04T02:10")))), "2026-10-04T02:30:00");
}

TEST(Zone, ATimeThatExistsTwiceIsTheFirst) {
    const auto zurich = *find_zone("Europe/Zurich");  // 2026-10-25: 03:00 becomes 02:00
    EXPECT_EQ(zurich.instant(shown("2026-10-25T02:30")), at("2026-10-25T00:30:00Z"));
    EXPECT_EQ(zurich.instant(shown("2026-10-25T03:00")), at("2026-10-25T02:00:00Z"));
}

TEST(Zone, ADayThatAPlaceLeftOutIsTheNextOne) {
    const auto apia = *find_zone("Pacific/Apia");  // there was no 2011-12-30
    EXPECT_EQ(apia.instant(shown("2011-12-30T12:00")), apia.instant(shown("2011-12-31T00:00")));
}

TEST(Zone, EveryInstantComesBackOrIsTheSecondOfTwo) {
    const char* names[] = {"Europe/Zurich", "America/New_York",  "Australia/Lord_Howe",
                           "Asia/Kolkata",  "Africa/Casablanca", "UTC"};
    rc::check([&] {
        const auto in = *find_zone(names[*rc::gen::inRange(0, 6)]);
        const auto t = from_micros(*rc::gen::inRange<std::int64_t>(1'700'000'000, 2'100'000'000) * 1'000'000);
        const auto back = in.instant(in.local(t));
        RC_ASSERT(back <= t);
        RC_ASSERT(in.local(back) == in.local(t));
        const auto part = in.around(t);
        RC_ASSERT(part.begin <= t && t < part.end);
    });
}

TEST(Zone, KnowsSummersToComeUntil2037) {
    EXPECT_EQ(find_zone("Europe/Zurich")->around(at("2037-07-01T00:00:00Z")).offset, 2h);
}

TEST(Zone, RefusesWhatIsNoZoneAndSaysWhatIsNear) {
    EXPECT_FALSE(find_zone("Europe/Zurihc"));
    EXPECT_FALSE(find_zone(""));
    EXPECT_FALSE(find_zone("../../etc/passwd"));
    EXPECT_FALSE(find_zone("+02:00"));
    EXPECT_EQ(no_such_zone("Europe/Zurihc"),
              "\"Europe/Zurihc\" is no zone of the IANA database, did you mean \"Europe/Zurich\"?");
}

TEST(Zone, ReadsLocalTimesWithoutAnOffset) {
    EXPECT_EQ(to_text(shown("2026-11-27T09:00")), "2026-11-27T09:00:00");
    EXPECT_EQ(shown("2026-11-27T09:00:01.5") - shown("2026-11-27T09:00"), 1500ms);
    for (const char* wrong : {"", "2026-11-27", "2026-11-27T09", "2026-11-27T09:00Z", "2026-11-27T09:00:00+01:00",
                              "2026-11-27T09:00:00-01:00", "2026-02-30T09:00", "2026-11-27T24:00", "2026-11-27 09:00x"})
        EXPECT_FALSE(parse_local(wrong)) << wrong;
}

TEST(Zone, CountsTheMinutesOfTheWeekFromMonday) {
    EXPECT_EQ(minute_of_week(shown("2026-11-23T00:00")), 0);
    EXPECT_EQ(minute_of_week(shown("2026-11-26T09:15")), 3 * minutes_of_day + 9 * 60 + 15);
    EXPECT_EQ(minute_of_week(shown("2026-11-29T23:59:59")), minutes_of_week - 1);
    EXPECT_EQ(minute_of_week(shown("1969-12-28T23:59")), minutes_of_week - 1);
    EXPECT_EQ(minute_of_week(at("2026-11-22T23:30:00Z"), *find_zone("Europe/Zurich")), 30);
}

}  // namespace
}  // namespace hermod::zones::zone_test
