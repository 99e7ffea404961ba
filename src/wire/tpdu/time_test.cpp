#include "wire/tpdu/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/tpdu/golden_test_data.hpp"

namespace hermod::wire::tpdu::time_test {
namespace {

using namespace std::chrono;

struct reading {
    timestamp value;
    oddities odd;
};
reading read(std::string_view hex) {
    reading out;
    out.value = read_timestamp(golden::raw(hex), out.odd);
    return out;
}

oddities only(oddity o) {
    oddities out;
    out.set(o);
    return out;
}

}  // namespace

TEST(tpdu_time, reads_a_time_and_its_zone) {
    EXPECT_EQ(text_of(read("62115291903240").value), "2026-11-25 19:09:23 +01:00");
    EXPECT_EQ(text_of(read("6211523190030A").value), "2026-11-25 13:09:30 -05:00");
    EXPECT_EQ(text_of(read("62115231900369").value), "2026-11-25 13:09:30 -04:00");  // 16 quarters: 1 and sign, then 6
    EXPECT_EQ(text_of(read("62115231900323").value), "2026-11-25 13:09:30 +08:00");
    EXPECT_EQ(text_of(read("62115231900373").value), "2026-11-25 13:09:30 +09:15");
}

TEST(tpdu_time, the_instant_is_the_same_whatever_the_zone) {
    EXPECT_EQ(to_rfc3339(*instant_of(read("62115291903240").value)), "2026-11-25T18:09:23.000000Z");
    EXPECT_EQ(to_rfc3339(*instant_of(read("6211523190030A").value)), "2026-11-25T18:09:30.000000Z");
    EXPECT_EQ(to_rfc3339(*instant_of(read("621152819032FF").value)), "2026-11-25T18:09:23.000000Z") << "unknown: UTC";
}

TEST(tpdu_time, a_time_that_does_not_exist_is_unknown) {
    for (const char* hex : {"00000000000000", "FFFFFFFFFFFFFF", "62311291903240", "62112391903240", "62111391903240",
                            "62115242903240", "62115291063240", "62115291900640", "6A115291903240", "62110091903240"}) {
        EXPECT_FALSE(read(hex).value.known()) << hex;
        EXPECT_EQ(read(hex).odd, only(oddity::unreadable_time)) << hex;
        EXPECT_FALSE(instant_of(read(hex).value)) << hex;
        EXPECT_EQ(text_of(read(hex).value), "unknown");
    }
    EXPECT_EQ(*write_timestamp(timestamp{}, "TP-SCTS"), (std::array<std::uint8_t, 7>{}));
}

TEST(tpdu_time, a_zone_that_does_not_exist_is_unknown_and_the_time_is_not) {
    EXPECT_EQ(read("621152919032FF").odd, only(oddity::odd_zone));
    EXPECT_EQ(text_of(read("621152919032FF").value), "2026-11-25 19:09:23, zone unknown");
    EXPECT_EQ(*write_timestamp(read("621152919032FF").value, "TP-SCTS"),
              (std::array<std::uint8_t, 7>{0x62, 0x11, 0x52, 0x91, 0x90, 0x32, 0xFF}));
    EXPECT_EQ(read("62115291903208").value.zone, std::int8_t{0});
    EXPECT_EQ(read("62115291903208").odd, only(oddity::odd_zone)) << "-0";
}

TEST(tpdu_time, an_instant_becomes_local_time) {
    const wall_time instant = sys_days{2026y / November / 25} + 23h + 30min;
    EXPECT_EQ(text_of(*timestamp_of(instant, 4)), "2026-11-26 00:30:00 +01:00");
    EXPECT_EQ(text_of(*timestamp_of(instant, -33)), "2026-11-25 15:15:00 -08:15");
    EXPECT_FALSE(timestamp_of(instant, 80));
    EXPECT_FALSE(timestamp_of(sys_days{1999y / December / 31}));
    EXPECT_TRUE(timestamp_of(sys_days{1999y / December / 31} + 23h + 45min, 1));
    EXPECT_FALSE(timestamp_of(sys_days{2100y / January / 1}));
}

TEST(tpdu_time, refuses_to_write_a_time_that_does_not_exist) {
    for (const timestamp& t :
         {timestamp{26, 13, 1}, timestamp{26, 2, 29}, timestamp{26, 1, 1, 24}, timestamp{26, 1, 1, 0, 60},
          timestamp{26, 1, 1, 0, 0, 60}, timestamp{100, 1, 1}, timestamp{26, 1, 1, 0, 0, 0, std::int8_t{80}}}) {
        EXPECT_EQ(write_timestamp(t, "TP-VP").error(), (codec_error{errc::bad_time, "TP-VP", 0}));
    }
}

RC_GTEST_PROP(tpdu_time, every_instant_of_the_century_comes_back, ()) {
    const auto at = seconds{*rc::gen::inRange<std::int64_t>(946'684'800 + 86'400, 4'102'444'800 - 86'400)};
    const int zone = *rc::gen::inRange(-max_zone, max_zone + 1);
    const auto local = timestamp_of(wall_time(at), zone);
    RC_ASSERT(local.has_value());
    oddities odd;
    const timestamp again = read_timestamp(*write_timestamp(*local, "TP-SCTS"), odd);
    RC_ASSERT(again == *local && odd.none());
    RC_ASSERT(*instant_of(again) == wall_time(at));
}

TEST(tpdu_validity, relative_values_are_what_the_table_says) {
    EXPECT_EQ(duration_of_relative(0), 5min);
    EXPECT_EQ(duration_of_relative(11), 1h);
    EXPECT_EQ(duration_of_relative(143), 12h);
    EXPECT_EQ(duration_of_relative(144), 12h + 30min);
    EXPECT_EQ(duration_of_relative(167), 24h);
    EXPECT_EQ(duration_of_relative(168), days{2});
    EXPECT_EQ(duration_of_relative(196), days{30});
    EXPECT_EQ(duration_of_relative(197), weeks{5});
    EXPECT_EQ(duration_of_relative(255), weeks{63});
}

TEST(tpdu_validity, a_duration_is_rounded_up) {
    EXPECT_EQ(relative_for(0s), 0);
    EXPECT_EQ(relative_for(-5s), 0);
    EXPECT_EQ(relative_for(301s), 1);
    EXPECT_EQ(relative_for(12h + 1s), 144);
    EXPECT_EQ(relative_for(days{31}), 197);
    EXPECT_EQ(relative_for(weeks{64}), 255);
    for (unsigned value = 0; value <= 255; ++value) {
        EXPECT_EQ(relative_for(duration_of_relative(static_cast<std::uint8_t>(value))), value);
    }
}

TEST(tpdu_validity, enhanced_periods_are_read) {
    EXPECT_EQ(read_enhanced({0x00}).duration, std::nullopt);
    EXPECT_EQ(read_enhanced({0x01, 0xA8}).duration, seconds{days{2}});
    EXPECT_EQ(read_enhanced({0x42, 90}).duration, 90s);
    EXPECT_TRUE(read_enhanced({0x42, 90}).single_shot);
    EXPECT_EQ(read_enhanced({0x03, 0x21, 0x43, 0x55}).duration, 12h + 34min + 55s);
    for (const enhanced_octets& odd : {enhanced_octets{0x02, 0}, enhanced_octets{0x04}, enhanced_octets{0x08, 1},
                                       enhanced_octets{0x80, 1}, enhanced_octets{0x03, 0x0A}, enhanced_octets{0x03, 0, 0x06}}) {
        EXPECT_TRUE(read_enhanced(odd).reserved);
    }
}

TEST(tpdu_validity, enhanced_periods_are_written_as_finely_as_they_can_be) {
    EXPECT_EQ(enhanced_for(std::nullopt, true), (enhanced_octets{0x40}));
    EXPECT_EQ(enhanced_for(0s), (enhanced_octets{0x02, 1}));
    EXPECT_EQ(enhanced_for(255s), (enhanced_octets{0x02, 255}));
    EXPECT_EQ(enhanced_for(256s), (enhanced_octets{0x03, 0x00, 0x40, 0x61}));
    EXPECT_EQ(enhanced_for(99h + 59min + 59s), (enhanced_octets{0x03, 0x99, 0x95, 0x95}));
    EXPECT_EQ(enhanced_for(100h), (enhanced_octets{0x01, 171}));
}

TEST(tpdu_validity, is_put_into_words) {
    EXPECT_EQ(text_of(validity_period{}), "");
    EXPECT_EQ(text_of(golden::relative(0xAA)), "4 d");
    EXPECT_EQ(text_of(golden::relative(0)), "5 min");
    EXPECT_EQ(text_of(golden::enhanced({0x42, 90})), "90 s, single shot");
    EXPECT_EQ(text_of(golden::enhanced({0x80})), "no period, reserved bits");
    EXPECT_EQ(text_of(golden::absolute({26, 1, 2, 3, 4, 5})), "2026-01-02 03:04:05 +00:00");
}

}  // namespace hermod::wire::tpdu::time_test
