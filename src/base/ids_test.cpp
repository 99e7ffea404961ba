#include "base/ids.hpp"

#include <gtest/gtest.h>

namespace hermod {

TEST(ids, grow_within_one_millisecond_and_when_the_clock_steps_back) {
    id_source source(7);
    const wall_time now = from_micros(1'795'446'023'123'456);
    message_id last = source.next(now);
    for (int i = 0; i < 20'000; ++i) {
        const message_id id = source.next(i < 10'000 ? now : now - std::chrono::hours{24});
        ASSERT_GT(id, last);
        last = id;
    }
}

TEST(ids, go_on_after_the_last_one_of_the_previous_run) {
    const wall_time now = from_micros(1'795'446'023'123'456);
    const message_id last = id_source(1).next(now);
    EXPECT_GT(id_source(1, last).next(now - std::chrono::hours{1}), last);
}

TEST(ids, say_when_they_were_made) {
    const wall_time now = from_micros(1'795'446'023'123'000);
    const message_id id = id_source(3).next(now);
    EXPECT_EQ(time_of(id), now);
    EXPECT_LE(first_id_at(now), id);
    EXPECT_GT(first_id_at(now + std::chrono::milliseconds{1}), id);
}

TEST(ids, text_reads_back_and_sorts_as_they_do) {
    id_source source(255);
    const message_id a = source.next(from_micros(1'795'446'023'123'456)), b = source.next(from_micros(1'795'446'099'123'456));
    EXPECT_EQ(parse_message_id(to_text(a)), a);
    EXPECT_LT(to_text(a), to_text(b));
    for (const char* bad : {"", "m", "m0000000000000", "mZZZZZZZZZZZZZ", "x06HZ3V0CG0001", "m06HZ3V0CG00O1", "m06HZ3V0CG00011"})
        EXPECT_FALSE(parse_message_id(bad)) << bad;
}

}  // namespace hermod
