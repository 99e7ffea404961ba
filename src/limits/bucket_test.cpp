#include "limits/bucket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <thread>

#include "limits/bucket_table.hpp"

namespace hermod::limits {
namespace {

using namespace std::chrono_literals;

constexpr nanos start = 1'795'446'000'000'000'000, ms = 1'000'000, second = 1'000 * ms;

// In no interval between two grants are more than the burst and what the rate brings in it.
void expect_never_more(std::vector<nanos> granted, const pace& by) {
    std::sort(granted.begin(), granted.end());
    // What is in [granted[i], granted[j]] is j - i + 1; over all i the worst is where i * each - granted[i] is the least.
    nanos least = std::numeric_limits<nanos>::max();
    for (std::size_t j = 0; j < granted.size(); ++j) {
        const nanos at_j = static_cast<nanos>(j) * by.each - (granted[j] - start);
        least = std::min(least, at_j);
        ASSERT_LE(at_j - least + by.each, by.saved) << "at " << j;
    }
}

}  // namespace

TEST(pace, who_takes_several_is_let_through_when_the_bucket_is_full_and_the_rate_holds) {
    bucket b;
    pace by = pace::of(10, 1s, 3);
    by.owed = 254 * by.each;
    EXPECT_TRUE(b.take(by, start, 1).granted);
    const taken no = b.take(by, start, 20);
    EXPECT_FALSE(no.granted);
    EXPECT_EQ(no.wait, 100 * ms) << "until there are three";
    EXPECT_TRUE(b.take(by, start + 100 * ms, 20).granted);
    EXPECT_EQ(b.take(by, start + 100 * ms, 1).wait, 18 * 100 * ms) << "17 are owed";
    EXPECT_FALSE(b.take(by, start + 1'800 * ms, 1).granted);
    const taken two = b.take(by, start + 2'100 * ms, 2);
    EXPECT_TRUE(two.granted);
    b.give_back(two, start + 2'100 * ms);
    EXPECT_EQ(b.there(by, start + 2'100 * ms), 3);
}

TEST(pace, a_clock_that_steps_back_makes_nobody_pay_a_debt_for_longer_than_it_is) {
    bucket b;
    pace by = pace::of(10, 1s, 1);
    by.owed = 254 * by.each;
    EXPECT_TRUE(b.take(by, start, 255).granted);
    EXPECT_FALSE(b.take(by, start - 86'400 * second, 1).granted);
    EXPECT_TRUE(b.take(by, start - 86'400 * second + 100 * ms, 1).granted);
}

TEST(pace, is_never_faster_than_it_says) {
    EXPECT_EQ(pace::of(7, 1s, 1).each, 142'857'143);
    EXPECT_EQ(pace::of(1'000'000, 1s, 10).each, 1'000);
    EXPECT_EQ(pace::of(0.5, 1s, 1).each, 2 * second);
    EXPECT_EQ(pace::of(10, 24h, 10).saved, 24 * 3600 * second);
    const pace least = pace::of(1, 24h, 1e9);  // a burst that would take longer than a year to come back is cut to it
    EXPECT_LE(least.saved, longest);
    EXPECT_EQ(least.burst(), 366);
}

TEST(bucket, grants_the_burst_and_then_the_rate) {
    bucket b;
    const pace by = pace::of(10, 1s, 3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(b.take(by, start).granted) << i;
    const taken no = b.take(by, start);
    EXPECT_FALSE(no.granted);
    EXPECT_EQ(no.wait, 100 * ms);
    EXPECT_FALSE(b.take(by, start + 100 * ms - 1).granted);
    EXPECT_TRUE(b.take(by, start + 100 * ms).granted);
    EXPECT_FALSE(b.take(by, start + 100 * ms).granted);
    EXPECT_EQ(b.there(by, start + 10 * second), 3);
}

TEST(bucket, what_is_given_back_can_be_taken_again_but_not_what_has_come_back_by_itself) {
    bucket b;
    const pace by = pace::of(10, 1s, 1);
    const taken first = b.take(by, start);
    b.give_back(first, start + ms);
    const taken again = b.take(by, start + ms);
    EXPECT_TRUE(again.granted);
    EXPECT_TRUE(b.take(by, start + 200 * ms).granted);
    b.give_back(again, start + 201 * ms);
    EXPECT_FALSE(b.take(by, start + 202 * ms).granted);
}

TEST(bucket, refills_in_its_usual_time_after_the_clock_has_stepped_back_a_day) {
    bucket b;
    const pace by = pace::of(10, 1s, 5);
    while (b.take(by, start).granted) continue;
    const nanos before = start - 24 * 3600 * second;
    const taken no = b.take(by, before);
    EXPECT_FALSE(no.granted);
    EXPECT_EQ(no.wait, 100 * ms);
    EXPECT_TRUE(b.take(by, before + 100 * ms).granted);
    EXPECT_FALSE(b.take(by, before + 100 * ms).granted);
}

// What a step back of the clock leaves less than a second ahead is told from an instant that was read too early.
TEST(bucket, refills_in_its_usual_time_too_where_the_clock_has_stepped_back_hardly_further_than_it_was_paid) {
    const pace by = pace::of(21, 60s, 4);
    const nanos before = start + by.each - by.saved - 700 * ms;
    bucket one;
    bucket_table many(100);
    EXPECT_TRUE(one.take(by, start).granted);
    EXPECT_TRUE(many.take(7, by, start).granted);
    EXPECT_TRUE(one.take(by, before).ahead);
    EXPECT_TRUE(many.take(7, by, before).ahead);
    const auto clock = [&] { return before + ms; };
    one.set_right(by, clock);
    many.set_right(7, by, clock);
    const taken of_one = one.take(by, clock()), of_many = many.take(7, by, clock());
    EXPECT_EQ(of_one.wait, by.each);
    EXPECT_EQ(of_many.wait, by.each);
    EXPECT_FALSE(of_one.ahead || of_many.ahead);
}

TEST(bucket, who_read_the_clock_too_early_gives_nobody_a_token) {
    const pace by = pace::of(10, 1s, 2);
    bucket one;
    bucket_table many(100);
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(one.take(by, start).granted);
        EXPECT_TRUE(many.take(7, by, start).granted);
    }
    EXPECT_TRUE(one.take(by, start - 30 * ms).ahead);
    EXPECT_TRUE(many.take(7, by, start - 30 * ms).ahead);
    const auto clock = [] { return start + ms; };
    one.set_right(by, clock);
    many.set_right(7, by, clock);
    EXPECT_EQ(one.take(by, start + ms).wait, 99 * ms);
    EXPECT_EQ(many.take(7, by, start + ms).wait, 99 * ms);
}

RC_GTEST_PROP(bucket, never_grants_more_than_burst_and_rate_in_any_interval, ()) {
    const auto rate = *rc::gen::inRange(1, 2'000);
    const auto burst = *rc::gen::inRange(1, 50);
    const pace by = pace::of(rate, 1s, burst);
    bucket one;
    bucket_table many(100);
    std::vector<nanos> granted_one, granted_many;
    nanos at = start;
    for (int i = 0; i < 2'000; ++i) {
        at += *rc::gen::weightedOneOf<nanos>({{6, rc::gen::inRange<nanos>(0, 100'000)},
                                              {2, rc::gen::inRange<nanos>(0, 2 * by.each)},
                                              {1, rc::gen::inRange<nanos>(0, 2 * by.saved)}});
        if (one.take(by, at).granted) granted_one.push_back(at);
        if (many.take(7, by, at).granted) granted_many.push_back(at);
    }
    RC_ASSERT(granted_one == granted_many);
    expect_never_more(granted_one, by);
}

// What is kept, of all that was taken; the others are given back at any later time.
RC_GTEST_PROP(bucket, never_lets_more_be_kept_than_burst_and_rate_when_some_is_given_back, ()) {
    const pace by = pace::of(*rc::gen::inRange(1, 2'000), 1s, *rc::gen::inRange(1, 20));
    bucket b;
    std::vector<nanos> kept;
    std::vector<std::pair<taken, nanos>> open;
    nanos at = start;
    for (int i = 0; i < 1'000; ++i) {
        at += *rc::gen::inRange<nanos>(0, 2 * by.each);
        if (!open.empty() && *rc::gen::inRange(0, 3) == 0) {
            b.give_back(open.back().first, at);
            open.pop_back();
        }
        const taken got = b.take(by, at);
        if (!got.granted) continue;
        if (*rc::gen::inRange(0, 4) == 0)
            open.push_back({got, at});
        else
            kept.push_back(at);
    }
    expect_never_more(kept, by);
}

TEST(bucket, never_grants_more_than_burst_and_rate_to_many_threads) {
    bucket one;
    bucket_table many(10'000);
    const pace by = pace::of(50'000, 1s, 20);
    std::atomic<nanos> clock{start};
    std::array<std::vector<nanos>, 4> got_one, got_many;
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < got_one.size(); ++t)
        threads.emplace_back([&, t] {
            std::minstd_rand dice(static_cast<unsigned>(t + 1));
            for (int i = 0; i < 20'000; ++i) {
                const nanos at = clock.fetch_add(static_cast<nanos>(dice() % 20'000));
                if (one.take(by, at).granted) got_one[t].push_back(at);
                if (many.take(i % 100 == 0 ? i : 1, by, at).granted && i % 100 != 0) got_many[t].push_back(at);
            }
        });
    for (std::thread& t : threads) t.join();
    for (auto* got : {&got_one, &got_many}) {
        std::vector<nanos> all;
        for (const auto& some : *got) all.insert(all.end(), some.begin(), some.end());
        EXPECT_GT(all.size(), 1'000u);
        // A thread that has read its time and was then late counts as if it had come when the others were: they may be that far
        // apart.
        std::sort(all.begin(), all.end());
        const double span = static_cast<double>(all.back() - all.front());
        EXPECT_LE(static_cast<double>(all.size()), 20 + span / static_cast<double>(by.each) + 1);
    }
}

TEST(bucket_table, keeps_keys_apart_and_forgets_what_is_full_again) {
    bucket_table t(10'000);
    const pace by = pace::of(1, 1s, 1);
    for (std::uint64_t key = 0; key < 4'000; ++key) EXPECT_TRUE(t.take(key, by, start).granted);
    EXPECT_FALSE(t.take(17, by, start + 500 * ms).granted);
    EXPECT_TRUE(t.take(17, by, start + second).granted);
    for (std::uint64_t key = 20'000; key < 40'000; ++key) t.take(key, by, start + 100 * second + static_cast<nanos>(key) * ms);
    EXPECT_LT(t.size(), 6'000u);
    EXPECT_EQ(t.forgotten(), 0u);
}

TEST(bucket_table, is_bounded_and_forgets_first_what_is_nearest_to_full) {
    bucket_table t(64);
    const pace slow = pace::of(1, 3600s, 1), quick = pace::of(1, 1s, 1);
    for (std::uint64_t key = 0; key < 10; ++key) EXPECT_TRUE(t.take(key, slow, start).granted);
    for (std::uint64_t key = 100; key < 1'000; ++key) EXPECT_TRUE(t.take(key, quick, start).granted);
    EXPECT_LE(t.size(), 64u);
    EXPECT_GT(t.forgotten(), 800u);
    for (std::uint64_t key = 0; key < 10; ++key) EXPECT_FALSE(t.take(key, slow, start).granted) << key;
}

}  // namespace hermod::limits
