#include "consent/ledger.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

namespace hermod::consent::ledger_test {
namespace {

const account_id shop{7}, rival{8};
constexpr std::uint64_t ada = 491510000001, ben = 491510000002;
const wall_time noon{std::chrono::seconds{1'790'000'000}};

opt_out of(std::uint64_t number, scope from) {
    return {number, std::move(from), noon, source::handset};
}

TEST(scope, knows_a_number_however_it_is_written) {
    for (const char* text : {"+491510000001", "491510000001", "00491510000001", "+49 151 0000-001", "(49) 1510000001"})
        EXPECT_EQ(number_of(text), ada) << text;
    for (const char* text : {"", "+", "0151000001", "Shop", "49151abc", "12345678901234567", "00", "000"})
        EXPECT_EQ(number_of(text), std::nullopt) << text;
    EXPECT_EQ(to_text_number(ada), "+491510000001");
    EXPECT_EQ(sender_key("+4930123"), "4930123");
    EXPECT_EQ(sender_key("SHOP"), sender_key("Shop"));
}

TEST(ledger, holds_for_the_sender_that_was_told_stop_and_for_no_other) {
    ledger all;
    EXPECT_TRUE(all.add(of(ada, scope_of(reach::sender, shop, "+4930123"))));
    EXPECT_TRUE(all.find(ada, shop, "4930123"));
    EXPECT_FALSE(all.find(ada, shop, "4930124"));
    EXPECT_FALSE(all.find(ada, rival, "4930123"));
    EXPECT_FALSE(all.find(ben, shop, "4930123"));
}

TEST(ledger, holds_for_all_of_an_account_or_for_everybody) {
    ledger all;
    all.add(of(ada, scope_of(reach::account, shop, "4930123")));
    EXPECT_TRUE(all.find(ada, shop, "Whatever"));
    EXPECT_FALSE(all.find(ada, rival, "Whatever"));
    all.add(of(ben, scope_of(reach::everybody, shop, "4930123")));
    EXPECT_TRUE(all.find(ben, rival, "Whatever"));
    EXPECT_EQ(all.find(ben, rival, "Whatever")->from, scope{});
}

TEST(ledger, keeps_the_first_word_and_forgets_when_told) {
    ledger all;
    const scope from{shop, {}};
    all.add({ada, from, noon, source::api});
    EXPECT_FALSE(all.add({ada, from, noon + std::chrono::hours{1}, source::handset}));
    EXPECT_EQ(all.size(), 1u);
    EXPECT_EQ(all.find(ada, shop, "x"), (opt_out{ada, from, noon, source::api}));
    EXPECT_FALSE(all.remove(ada, {shop, "x"}));
    EXPECT_TRUE(all.remove(ada, from));
    EXPECT_FALSE(all.remove(ada, from));
    EXPECT_EQ(all.size(), 0u);
    EXPECT_FALSE(all.find(ada, shop, "x"));
}

TEST(ledger, is_listed_in_pages_that_leave_nothing_out_and_repeat_nothing) {
    ledger all;
    for (std::uint64_t i = 0; i < 500; ++i) {
        all.add(of(ada + i, {shop, {}}));
        all.add(of(ada + i, {shop, "x"}));
        all.add(of(ada + i, {rival, {}}));
    }
    std::set<std::pair<std::uint64_t, std::string>> seen;
    ledger::filter wanted;
    wanted.account = shop;
    wanted.limit = 7;
    for (;;) {
        const auto page = all.list(wanted);
        for (const opt_out& o : page) EXPECT_TRUE(seen.emplace(o.number, o.from.sender).second);
        if (page.size() < wanted.limit) break;
        wanted.after = page.back();
    }
    EXPECT_EQ(seen.size(), 1000u);
    ledger::filter one;
    one.number = ada + 3;
    EXPECT_EQ(all.list(one).size(), 3u);
    one.after = all.list(one)[1];
    EXPECT_EQ(all.list(one).size(), 1u);
    one.limit = 0;
    EXPECT_TRUE(all.list(one).empty());
}

TEST(ledger, answers_while_it_changes) {
    ledger all;
    std::atomic<bool> done{false};
    std::atomic<std::uint64_t> found{0};
    std::thread asks([&] {
        while (!done)
            for (std::uint64_t i = 0; i < 200; ++i) found += all.find(ada + i, shop, "4930123").has_value();
    });
    for (std::uint64_t i = 0; i < 5'000; ++i) all.add(of(ada + i, {shop, i % 2 ? "4930123" : ""}));
    for (std::uint64_t i = 0; i < 5'000; i += 2) all.remove(ada + i, {shop, {}});
    done = true;
    asks.join();
    EXPECT_EQ(all.size(), 2'500u);
    EXPECT_TRUE(all.find(ada + 1, shop, "4930123"));
    EXPECT_FALSE(all.find(ada, shop, "4930123"));
}

}  // namespace
}  // namespace hermod::consent::ledger_test
