#include "accept/newcomers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hermod::accept::newcomers_test {
namespace {

constexpr account_id shop{name_hash("shop")}, bank{name_hash("bank")};

// What the store would have of it.
std::vector<note> written(const notes& all) {
    std::vector<note> out;
    all.for_each([&](const std::string& kind, const std::string& key, const std::optional<std::string>& value) { out.push_back({kind, key, value}); });
    return out;
}

}  // namespace

TEST(newcomers, each_account_counts_for_itself_and_what_was_kept_is_known_to_the_next_run) {
    newcomers first, second;
    admissions taken;
    EXPECT_EQ(first.enter(shop, taken), 0u);
    EXPECT_EQ(first.enter(shop, taken), 1u);
    EXPECT_EQ(first.enter(bank, taken), 0u);
    EXPECT_EQ(first.next(shop), 2u);
    notes with;
    taken.keep(with);
    second.restore(written(with));
    EXPECT_EQ(second.next(shop), 2u);
    EXPECT_EQ(second.enter(bank, taken), 1u);
    EXPECT_EQ(second.next(account_id{7}), 0u);
}

TEST(newcomers, what_is_not_kept_gives_its_place_to_the_next) {
    newcomers all;
    admissions dropped, kept, undecided;
    all.enter(shop, dropped);
    EXPECT_EQ(all.enter(shop, kept), 1u);
    dropped = {};
    EXPECT_EQ(all.next(shop), 0u);
    EXPECT_EQ(all.enter(shop, undecided), 0u);
    EXPECT_EQ(all.enter(shop, undecided), 2u);
    notes with;
    kept.keep(with);
    EXPECT_EQ(written(with).front().value, "1") << "only what was kept is counted";
}

TEST(newcomers, of_the_first_places_each_is_kept_once_whatever_threads_there_are) {
    newcomers all;
    constexpr std::uint64_t first = 200;
    std::atomic<std::uint64_t> held{0}, kept{0};
    std::vector<std::thread> threads;
    for (unsigned n = 0; n < 4; ++n)
        threads.emplace_back([&, n] {
            std::mt19937 dice(n);
            notes with;
            for (int i = 0; i < 2'000; ++i) {
                admissions mine;
                const bool holds = all.enter(shop, mine) < first;
                if (dice() % 3 == 0) continue;
                mine.keep(with);
                ++kept;
                if (holds) ++held;
            }
        });
    for (auto& one : threads) one.join();
    EXPECT_EQ(held.load(), first);
    // A place that was given back last waits for the next.
    admissions rest;
    for (std::uint64_t place = all.next(shop); place < kept.load(); place = all.next(shop)) EXPECT_EQ(all.enter(shop, rest), place);
    EXPECT_GE(all.next(shop), kept.load());
}

TEST(newcomers, counts_no_further_than_anybody_may_ask) {
    newcomers all;
    all.restore(std::vector<note>{{std::string(newcomers::kind), std::to_string(shop.value), std::to_string(newcomers::most - 1)}});
    admissions taken, none;
    EXPECT_EQ(all.enter(shop, taken), newcomers::most - 1);
    EXPECT_EQ(all.enter(shop, none), newcomers::most);
    EXPECT_FALSE(taken.empty());
    EXPECT_TRUE(none.empty());
}

TEST(newcomers, a_count_that_cannot_be_read_is_not_guessed) {
    for (const auto& [key, value] : {std::pair{"7", "x"}, {"7", "-1"}, {"shop", "1"}, {"7", ""}, {"7", "1 "}}) {
        newcomers all;
        EXPECT_THROW(all.restore(std::vector<note>{{std::string(newcomers::kind), key, value}}), std::runtime_error) << key << ' ' << value;
    }
}

}  // namespace hermod::accept::newcomers_test
