#include "connectors/cimd2/door_names.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::cimd2 {
namespace {

using namespace std::chrono_literals;
constexpr wall_time now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 19h + 9min + 23s + 400ms;

TEST(cimd2_door_names, a_message_is_called_what_its_submit_was_answered_with) {
    message m;
    m.to = "+46701234567";
    m.accepted_at = now;
    m.client_ref = reference_of("261125190999", "0046-701234567");
    EXPECT_EQ(name_of(m, 0min).timestamp, "261125190999");
    EXPECT_EQ(name_of(m, 0min).destination, "0046-701234567");
    EXPECT_TRUE(is_named(m, "261125190999"));
    EXPECT_FALSE(is_named(m, "261125190923"));
    EXPECT_FALSE(is_named(m, ""));
}

TEST(cimd2_door_names, a_message_that_came_otherwise_is_called_by_its_time) {
    message m;
    m.to = "+46701234567";
    m.accepted_at = now;
    for (const char* reference : {"", "order 7", "261125190999", "261125190999:", "26112519099x:467"}) {
        m.client_ref = reference;
        EXPECT_EQ(name_of(m, 60min).timestamp, "261125200923") << reference;
        EXPECT_EQ(name_of(m, 60min).destination, "+46701234567");
        EXPECT_FALSE(is_named(m, "261125190999"));
    }
}

TEST(cimd2_door_names, a_number_is_one_however_it_is_written) {
    for (const char* written : {"46701234567", "+46701234567", "0046701234567", "+46-701-234567"})
        EXPECT_EQ(number_from(written), "+46701234567") << written;
    for (const char* written : {"", "+", "00", "Shop", "467 01", "4+67"}) EXPECT_EQ(number_from(written), "") << written;
}

}  // namespace
}  // namespace hermod::connectors::cimd2
