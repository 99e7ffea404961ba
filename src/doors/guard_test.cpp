#include "doors/guard.hpp"

#include <gtest/gtest.h>

namespace hermod::doors {
namespace {

using namespace std::chrono_literals;

const mono_time start{1h};

TEST(guard, stops_listening_to_an_address_that_tries_many_names) {
    guard guard;
    for (int i = 0; i < 6; ++i) guard.failed("192.0.2.1", "name" + std::to_string(i), start);
    EXPECT_FALSE(guard.listens("192.0.2.1", "another", start));
    EXPECT_TRUE(guard.listens("192.0.2.2", "another", start));
    EXPECT_TRUE(guard.listens("192.0.2.1", "another", start + 1001ms));
}

TEST(guard, stops_listening_to_a_name_that_many_addresses_try) {
    guard guard;
    for (int i = 0; i < 6; ++i) guard.failed("192.0.2." + std::to_string(i), "shop", start);
    EXPECT_FALSE(guard.listens("198.51.100.1", "shop", start));
    EXPECT_TRUE(guard.listens("198.51.100.1", "bank", start));
}

TEST(guard, doubles_the_pause_up_to_a_bound) {
    guard guard;
    mono_time now = start;
    for (int i = 0; i < 5; ++i) guard.failed("192.0.2.1", "shop", now);
    EXPECT_TRUE(guard.listens("192.0.2.1", "shop", now));
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        guard.failed("192.0.2.1", "shop", now);
        EXPECT_FALSE(guard.listens("192.0.2.1", "shop", now + pause - 1ms));
        now += pause;
        EXPECT_TRUE(guard.listens("192.0.2.1", "shop", now));
    }
}

TEST(guard, lets_who_is_known_in_while_strangers_try_his_name) {
    guard guard;
    guard.succeeded("192.0.2.1", "shop", start);
    for (int i = 0; i < 50; ++i) guard.failed("198.51.100.1", "shop", start);
    EXPECT_FALSE(guard.listens("198.51.100.1", "shop", start));
    EXPECT_TRUE(guard.listens("192.0.2.1", "shop", start));
    // He too is slowed when he forgets his password, and he alone.
    for (int i = 0; i < 6; ++i) guard.failed("192.0.2.1", "shop", start);
    EXPECT_FALSE(guard.listens("192.0.2.1", "shop", start));
    guard.succeeded("192.0.2.1", "shop", start + 2s);
    EXPECT_TRUE(guard.listens("192.0.2.1", "shop", start + 2s));
}

TEST(guard, knows_from_where_somebody_has_bound) {
    guard guard;
    guard.failed("192.0.2.1", "shop", start);
    EXPECT_FALSE(guard.knows("192.0.2.1"));
    guard.succeeded("192.0.2.1", "shop", start);
    EXPECT_TRUE(guard.knows("192.0.2.1"));
    EXPECT_FALSE(guard.knows("192.0.2.2"));
}

TEST(guard, forgets_and_stays_bounded) {
    guard guard({.most_entries = 100});
    for (int i = 0; i < 1000; ++i) guard.failed("192.0.2.1", "name" + std::to_string(i), start);
    EXPECT_LE(guard.entries(), 100u);
    EXPECT_FALSE(guard.listens("192.0.2.1", "x", start + 30s));
    EXPECT_TRUE(guard.listens("192.0.2.1", "x", start + 16min));
}

}  // namespace
}  // namespace hermod::doors
