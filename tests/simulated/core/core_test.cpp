// The whole core, by seeds. One seed again, with everything that happens in it: HERMOD_SEED=17 HERMOD_SHOW=1 simulated_core_test
// More of them: HERMOD_SEEDS=1000-20000.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "base/log.hpp"
#include "course.hpp"

// A question lives until it is answered, and those of a node that dies never are: the product's memory goes with its process.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:hermod::accept::enquiry_desk\nleak:hermod::accept::held_desk\nleak:hermod::money::credit_desk\nleak:hermod::consent::desk";
}

namespace hermod::simulated::core {
namespace {

struct range {
    std::uint64_t first = 1, last = 500;
};

range asked_for() {
    range out;
    if (const char* one = std::getenv("HERMOD_SEED"))
        out.first = out.last = std::strtoull(one, nullptr, 10);
    else if (const char* some = std::getenv("HERMOD_SEEDS")) {
        char* rest = nullptr;
        out.first = out.last = std::strtoull(some, &rest, 10);
        if (*rest == '-') out.last = std::strtoull(rest + 1, nullptr, 10);
    }
    return out;
}

TEST(the_core, keeps_its_promises_whatever_dies_breaks_and_steps) {
    const range seeds = asked_for();
    const bool shown = std::getenv("HERMOD_SHOW") != nullptr;
    set_log_switches({.level = shown ? log_level::info : log_level::off});
    ledger::tally sum;
    credits::tally money;
    consents::tally people;
    replies::tally answers;
    paces::tally speed;
    std::size_t failed = 0;
    for (std::uint64_t seed = seeds.first; seed <= seeds.last; ++seed) {
        course one(plan_of(seed), shown);
        one.run();
        const ledger::tally& t = one.count();
        sum.handed_over += t.handed_over, sum.acknowledged += t.acknowledged, sum.takes += t.takes, sum.deaths += t.deaths;
        sum.taken_twice += t.taken_twice, sum.flagged += t.flagged, sum.cancelled += t.cancelled, sum.replaced += t.replaced;
        sum.lost_unacknowledged += t.lost_unacknowledged, sum.submitted_for_good += t.submitted_for_good, sum.told += t.told;
        for (int i = 0; i < state_count; ++i) sum.ended[i] += t.ended[i];
        sum.left_in_time += t.left_in_time;
        sum.let_go += t.let_go, sum.turned_down += t.turned_down, sum.kept_hours += t.kept_hours;
        const credits::tally& c = one.money();
        money.refused += c.refused, money.over_quota += c.over_quota, money.over_month += c.over_month, money.over_cap += c.over_cap;
        money.given_back += c.given_back, money.put_in += c.put_in, money.spent += c.spent;
        speed.refused += one.speed().refused, speed.claimed += one.speed().claimed;
        const consents::tally& p = one.people();
        people.stops += p.stops, people.starts += p.starts, people.refused += p.refused, people.barred += p.barred;
        const replies::tally& a = one.answered();
        answers.answered += a.answered, answers.again += a.again, answers.within_the_day += a.within_the_day;
        answers.put_off += a.put_off, answers.given_up += a.given_up;
        if (one.what_broke().empty()) continue;
        ADD_FAILURE() << "seed " << seed << ": " << one.what_broke() << "\nagain: HERMOD_SEED=" << seed
                      << " HERMOD_SHOW=1 simulated_core_test";
        if (++failed == 20) break;
    }
    std::cout << sum.handed_over << " messages, " << sum.acknowledged << " acknowledged, " << sum.lost_unacknowledged
              << " lost before that, " << sum.takes << " parts taken, " << sum.taken_twice << " of them twice, " << sum.flagged
              << " messages flagged, " << sum.deaths << " deaths, " << sum.told << " callbacks, " << sum.cancelled
              << " cancelled, " << sum.replaced << " replaced;";
    for (int i = 0; i < state_count; ++i)
        if (sum.ended[i]) std::cout << " " << sum.ended[i] << " " << to_text(static_cast<state>(i));
    std::cout << ", " << sum.submitted_for_good << " without a receipt\ncredit: " << money.put_in << " entries, "
              << money::amount_text(money.spent) << " spent, " << money.given_back << " given back, " << money.refused
              << " refused, " << money.over_quota << " over a day's quota, " << money.over_month << " over a month's, "
              << money.over_cap << " over a cap\n";
    std::cout << "opt-outs: " << people.stops << " STOP, " << people.starts << " START, " << people.refused << " refused, "
              << people.barred << " barred that waited; " << answers.answered << " words answered, " << answers.again
              << " of them the next day, " << answers.within_the_day << " not again within the day, " << answers.given_up
              << " not at all, " << answers.put_off << " times later\n";
    std::cout << "limits: " << speed.claimed << " claimed by one, " << speed.refused << " refused by a rate\n";
    std::cout << "held: " << sum.let_go << " let go, " << sum.turned_down << " refused; " << sum.kept_hours << " parts sent in certain hours\n";
    std::cout << sum.left_in_time << " queues of dead networks were empty within the second\n";
    if (seeds.last - seeds.first < 100) return;
    EXPECT_GT(sum.left_in_time, 0u);
    EXPECT_GT(sum.let_go, 0u);
    EXPECT_GT(sum.turned_down, 0u);
    EXPECT_GT(sum.kept_hours, 0u);
    EXPECT_GT(speed.claimed, 0u);
    EXPECT_GT(speed.refused, 0u);
    EXPECT_GT(people.refused, 0u);
    EXPECT_GT(people.barred, 0u);
    EXPECT_GT(answers.answered, 0u);
    EXPECT_GT(answers.again, 0u);
    EXPECT_GT(answers.within_the_day, 0u);
    EXPECT_GT(answers.given_up, 0u);
    EXPECT_GT(answers.put_off, 0u);
    EXPECT_GT(money.given_back, 0u);
    EXPECT_GT(money.refused, 0u);
    EXPECT_GT(money.over_quota, 0u);
    EXPECT_GT(money.over_month, 0u);
    EXPECT_GT(money.over_cap, 0u);
}

TEST(the_core, runs_the_same_course_again_from_the_same_seed) {
    for (const std::uint64_t seed : {1, 2, 3, 6}) {
        course first(plan_of(seed)), second(plan_of(seed));
        first.run();
        second.run();
        EXPECT_EQ(first.digest(), second.digest()) << "seed " << seed;
        EXPECT_GT(first.count().takes, 0u);
    }
}

}  // namespace
}  // namespace hermod::simulated::core
