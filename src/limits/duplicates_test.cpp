#include "limits/duplicates.hpp"

#include <gtest/gtest.h>

#include "limits/fingerprint.hpp"

namespace hermod::limits::duplicates_test {
namespace {

constexpr nanos start = 1'795'446'000'000'000'000, second = 1'000'000'000, minute = 60 * second;
constexpr message_id first{1}, next{2};

std::uint64_t print(std::string_view to, std::string_view text) {
    return (fingerprint() << to << text).value();
}

}  // namespace

TEST(duplicates, names_the_first_until_the_window_has_passed) {
    duplicates d(100);
    EXPECT_TRUE(d.ask(7, first, start, minute).is_first);
    const auto no = d.ask(7, next, start + 10 * second, minute);
    EXPECT_FALSE(no.is_first);
    EXPECT_EQ(no.first, first);
    EXPECT_EQ(no.left, 50 * second);
    EXPECT_TRUE(d.ask(8, next, start + 10 * second, minute).is_first);
    EXPECT_TRUE(d.ask(7, next, start + minute, minute).is_first);
    EXPECT_EQ(d.ask(7, first, start + minute, minute).first, next);
}

TEST(duplicates, what_was_not_kept_is_no_first_one) {
    duplicates d(100);
    d.ask(7, first, start, minute);
    d.take_back(7, next);  // another's
    EXPECT_FALSE(d.ask(7, next, start, minute).is_first);
    d.take_back(7, first);
    EXPECT_TRUE(d.ask(7, next, start, minute).is_first);
}

TEST(duplicates, a_clock_that_steps_back_refuses_nothing_for_longer_than_the_window) {
    duplicates d(100);
    d.ask(7, first, start, minute);
    EXPECT_TRUE(d.ask(7, next, start - 3600 * second, minute).is_first);
}

TEST(duplicates, are_bounded_and_the_oldest_are_forgotten) {
    duplicates d(64);
    for (std::uint64_t i = 0; i < 1'000; ++i) EXPECT_TRUE(d.ask(i, first, start + static_cast<nanos>(i), minute).is_first);
    EXPECT_LE(d.size(), 64u);
    EXPECT_GT(d.forgotten(), 900u);
    EXPECT_FALSE(d.ask(999, next, start + 2'000, minute).is_first);
}

TEST(fingerprint, tells_fields_apart) {
    EXPECT_NE(print("ab", "c"), print("a", "bc"));
    EXPECT_NE(print("", "x"), print("x", ""));
    EXPECT_NE(print("12345678", ""), print("", "12345678"));
    EXPECT_NE(print("a", ""), print(std::string_view("a\0", 2), ""));
    EXPECT_EQ(print("+447700900123", "Hello"), print("+447700900123", "Hello"));
    EXPECT_NE(print("+447700900123", "Hello"), print("+447700900123", "hello"));
}

}  // namespace hermod::limits::duplicates_test
