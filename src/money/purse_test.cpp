#include "money/purse.hpp"

#include <gtest/gtest.h>

namespace hermod::money {
namespace {

constexpr periods today{20'000, 657}, tomorrow{20'001, 657}, next_month_begins{20'020, 658};

struct bench {
    purse mine;
    purse::view before;
    limits within;
    limit take(thousandths price, std::int64_t parts, periods now = today) {
        claim wanted{price, parts};
        const limit reached = mine.reserve(wanted, now, within, before);
        if (reached == limit::none) mine.keep(wanted);
        return reached;
    }
};

}  // namespace

TEST(purse, reserves_then_keeps_or_gives_back) {
    bench b;
    b.within.credit = true;
    b.mine.add_credit(100);
    claim one{60, 1}, two{60, 1};
    EXPECT_EQ(b.mine.reserve(one, today, b.within, b.before), limit::none);
    EXPECT_EQ(b.mine.look().balance(), 100) << "nothing is charged yet";
    EXPECT_EQ(b.mine.reserve(two, today, b.within, b.before), limit::credit) << "it is promised, though";
    EXPECT_EQ(b.before.available(), 40);
    b.mine.give_back(one);
    EXPECT_EQ(b.mine.reserve(two, today, b.within, b.before), limit::none);
    EXPECT_EQ(b.mine.keep(two).charged, 60);
    EXPECT_EQ(b.mine.look().balance(), 40);
    EXPECT_EQ(b.mine.look().reserved, 0);
}

TEST(purse, credit_may_be_spent_to_the_last_thousandth) {
    bench b;
    b.within.credit = true;
    b.mine.add_credit(70);
    EXPECT_EQ(b.take(35, 1), limit::none);
    EXPECT_EQ(b.take(35, 1), limit::none);
    EXPECT_EQ(b.take(1, 1), limit::credit);
    EXPECT_EQ(b.take(0, 1), limit::none) << "what is free needs no credit";
    EXPECT_EQ(b.mine.look().balance(), 0);
}

TEST(purse, without_credit_it_counts_what_is_owed) {
    bench b;
    EXPECT_EQ(b.take(35, 1), limit::none);
    EXPECT_EQ(b.mine.look().balance(), -35);
}

TEST(purse, quotas_count_parts_and_begin_anew_with_day_and_month) {
    bench b;
    b.within.quota_day = 5;
    b.within.quota_month = 8;
    EXPECT_EQ(b.take(0, 3), limit::none);
    EXPECT_EQ(b.take(0, 3), limit::quota_day);
    EXPECT_EQ(b.take(0, 2), limit::none);
    EXPECT_EQ(b.take(0, 1, tomorrow), limit::none);
    EXPECT_EQ(b.take(0, 3, tomorrow), limit::quota_month);
    EXPECT_EQ(b.take(0, 5, next_month_begins), limit::none);
    EXPECT_EQ(b.mine.look(next_month_begins).month.parts, 5);
}

TEST(purse, caps_count_money_less_what_is_refunded_in_time) {
    bench b;
    b.within.cap_day = 100;
    b.within.cap_month = 150;
    EXPECT_EQ(b.take(80, 1), limit::none);
    EXPECT_EQ(b.take(30, 1), limit::cap_day);
    b.mine.refund(80, today);
    EXPECT_EQ(b.take(90, 1), limit::none);
    EXPECT_EQ(b.take(70, 1, tomorrow), limit::cap_month);
    b.mine.refund(90, today);
    EXPECT_EQ(b.mine.look(tomorrow).day.spent, 0) << "yesterday's message frees nothing today";
    EXPECT_EQ(b.take(70, 1, tomorrow), limit::none);
}

TEST(purse, a_claim_of_yesterday_is_kept_out_of_today) {
    bench b;
    claim late{10, 2};
    EXPECT_EQ(b.mine.reserve(late, today, b.within, b.before), limit::none);
    EXPECT_EQ(b.take(5, 1, tomorrow), limit::none);
    b.mine.keep(late);
    const auto seen = b.mine.look(tomorrow);
    EXPECT_EQ(seen.day.parts, 1);
    EXPECT_EQ(seen.month.parts, 3);
    EXPECT_EQ(seen.charged, 15);
}

TEST(purse, a_clock_that_steps_back_gives_no_second_quota_but_one_that_was_far_ahead_locks_nobody_out) {
    bench b;
    b.within.quota_day = 1;
    EXPECT_EQ(b.take(0, 1, tomorrow), limit::none);
    EXPECT_EQ(b.take(0, 1, today), limit::quota_day);
    EXPECT_EQ(b.take(0, 1, {30'000, 985}), limit::none);
    EXPECT_EQ(b.take(0, 1, tomorrow), limit::none);
}

TEST(purse, its_row_is_read_back) {
    const purse_row row{1, 2, {3, 4, -5}, {6, 7, 8}};
    EXPECT_EQ(to_text(row), "1 1 2 3 4 -5 6 7 8");
    EXPECT_EQ(read_purse_row(to_text(row)), row);
    for (const char* text : {"", "1", "2 1 2 3 4 5 6 7 8", "1 1 2 3 4 5 6 7", "1 1 2 3 4 5 6 7 8 9", "1 1 2 3 4 5 6 7 x"})
        EXPECT_FALSE(read_purse_row(text)) << text;
}

}  // namespace hermod::money
