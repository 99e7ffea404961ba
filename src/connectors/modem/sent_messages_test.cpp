#include "connectors/modem/sent_messages.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

const wall_time noon{std::chrono::hours(490'000)};

TEST(sent_messages, a_report_names_its_message_by_reference) {
    sent_messages all("sim1");
    EXPECT_EQ(all.add(42, "+447700900123", noon), "sim1-42");
    EXPECT_EQ(all.add(42, "+447700900124", noon), "sim1-42") << "another recipient: the store tells them apart";
    EXPECT_EQ(all.meant(42, "+447700900123", noon, true), "sim1-42");
    EXPECT_EQ(all.waiting(), 1u);
}

TEST(sent_messages, the_recipient_may_come_back_in_national_form) {
    sent_messages all("sim1");
    all.add(7, "+447700900123", noon);
    EXPECT_EQ(all.meant(7, "07700900123", noon, true), "sim1-7");
    EXPECT_EQ(all.waiting(), 0u);
}

TEST(sent_messages, of_two_with_one_reference_the_nearest_in_time_is_meant) {
    sent_messages all("sim1");
    EXPECT_EQ(all.add(0, "+447700900123", noon), "sim1-0");
    EXPECT_EQ(all.add(0, "+447700900123", noon + 10min), "sim1-0-2");
    EXPECT_EQ(all.add(0, "+447700900123", noon + 20min), "sim1-0-3");
    EXPECT_EQ(all.meant(0, "+447700900123", noon + 20min + 3s, true), "sim1-0-3");
    EXPECT_EQ(all.meant(0, "+447700900123", noon + 2s, true), "sim1-0");
    EXPECT_EQ(all.meant(0, "+447700900123", noon + 2s, true), "sim1-0-2");
}

TEST(sent_messages, a_report_that_is_not_the_last_word_forgets_nothing) {
    sent_messages all("sim1");
    all.add(0, "+447700900123", noon);
    all.add(0, "+447700900123", noon + 10min);
    EXPECT_EQ(all.meant(0, "+447700900123", noon + 10min, false), "sim1-0-2");
    EXPECT_EQ(all.meant(0, "+447700900123", noon + 10min, true), "sim1-0-2");
    EXPECT_EQ(all.waiting(), 1u);
}

TEST(sent_messages, without_a_time_the_oldest_is_meant) {
    sent_messages all("sim1");
    all.add(0, "+447700900123", noon);
    all.add(0, "+447700900123", noon + 1s);
    EXPECT_EQ(all.meant(0, "+447700900123", std::nullopt, true), "sim1-0");
}

TEST(sent_messages, what_an_earlier_run_has_sent_is_known_to_the_store_alone) {
    sent_messages all("sim1");
    EXPECT_EQ(all.meant(99, "+447700900123", noon, true), "sim1-99");
}

TEST(sent_messages, grows_to_its_bound_and_forgets_what_is_a_week_old) {
    sent_messages all("sim1");
    for (int i = 0; i < 10'000; ++i) all.add(static_cast<std::uint8_t>(i), "+44770090" + std::to_string(1000 + i % 9000), noon);
    EXPECT_EQ(all.waiting(), 4'096u);
    all.add(1, "+447700900123", noon + 24h * 8);
    EXPECT_EQ(all.waiting(), 1u);
}

}  // namespace
}  // namespace hermod::connectors::modem
