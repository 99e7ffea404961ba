#include "money/purses.hpp"

#include <gtest/gtest.h>

#include "store/no_store.hpp"

namespace hermod::money {
namespace {

const wall_time noon = *parse_rfc3339("2026-11-26T12:00:00Z");
constexpr account_id shop{name_hash("shop")};

std::string value_in(const notes& in, std::string_view kind, std::string_view key) {
    std::string out;
    in.for_each([&](const std::string& k, const std::string& name, const std::optional<std::string>& value) {
        if (k == kind && name == key) out = value.value_or("gone");
    });
    return out;
}

// What is kept in it is there at the next start.
struct kept_notes final : store::no_store {
    std::vector<note> all;
    std::vector<note> notes_of(std::string_view kind) override {
        std::vector<note> out;
        for (const note& one : all)
            if (one.kind == kind) out.push_back(one);
        return out;
    }
};

message paid(thousandths price, std::uint8_t refunds) {
    message m;
    m.account = shop;
    m.price = price;
    m.refunds = refunds;
    m.accepted_at = noon;
    return m;
}

record ended_as(const message& m, state how) {
    record out(std::make_shared<message>(m));
    out.now = how;
    return out;
}

}  // namespace

TEST(purses, a_reservation_that_is_dropped_gives_back_and_one_that_is_kept_is_written_once) {
    purses all;
    const auto mine = all.of("shop");
    purse::view before;
    {
        admissions dropped;
        EXPECT_EQ(all.reserve(mine, 40, 1, {}, noon, dropped, before), limit::none);
        EXPECT_EQ(mine->money().look().reserved, 40);
    }
    EXPECT_EQ(mine->money().look().reserved, 0);
    notes with;
    for (int i = 0; i < 3; ++i) {
        admissions one;
        EXPECT_EQ(all.reserve(mine, 40, 2, {}, noon, one, before), limit::none);
        one.keep(with);
    }
    EXPECT_TRUE(with.empty());
    all.committing(with);
    EXPECT_EQ(read_purse_row(value_in(with, purse_kind, "shop"))->charged, 120);
    EXPECT_EQ(read_purse_row(value_in(with, purse_kind, "shop"))->day.parts, 6);
    notes again;
    all.committing(again);
    EXPECT_TRUE(again.empty()) << "nothing has changed since";
}

TEST(purses, an_end_gives_back_as_the_message_says) {
    for (const auto& [how, bit] : {std::pair{state::rejected, refund_rejected}, {state::expired, refund_expired},
                                   {state::undelivered, refund_undelivered}, {state::cancelled, refund_cancelled}}) {
        purses all;
        const auto mine = all.of("shop");
        notes with;
        all.ended(ended_as(paid(30, static_cast<std::uint8_t>(~bit)), how), with);
        all.ended(ended_as(paid(30, 0xFF), state::delivered), with);
        all.ended(ended_as(paid(30, 0xFF), state::unsure), with);
        EXPECT_EQ(mine->money().look().refunded, 0);
        all.ended(ended_as(paid(30, bit), how), with);
        EXPECT_EQ(mine->money().look().refunded, 30);
    }
}

TEST(purses, a_replacement_gives_back_what_it_replaces) {
    purses all;
    const auto mine = all.of("shop");
    notes with;
    all.replaced(paid(30, 0), paid(60, 0), with);
    EXPECT_EQ(mine->money().look().refunded, 30);
}

TEST(purses, what_was_kept_is_there_after_a_restart) {
    kept_notes disk;
    {
        purses all;
        const auto mine = all.of("shop");
        notes with;
        admissions one;
        purse::view before;
        ASSERT_EQ(all.reserve(mine, 40, 1, {}, noon, one, before), limit::none);
        one.keep(with);
        admissions undecided;
        ASSERT_EQ(all.reserve(mine, 7, 1, {}, noon, undecided, before), limit::none);
        all.committing(with);
        with.for_each([&](const std::string& kind, const std::string& key, const auto& value) { disk.all.push_back({kind, key, value}); });
    }
    for (const auto& [reference, amount, later] : {std::tuple{"b", 1'000, 0}, {"a", -10, 1}}) {
        const credit_entry entry{"shop", reference, amount, noon + std::chrono::seconds{later}, "ops", "two\nlines"};
        disk.all.push_back({std::string(entry_kind), key_of(entry), value_of(entry)});
    }
    purses all;
    all.restore(disk);
    ASSERT_TRUE(all.find("shop"));
    EXPECT_FALSE(all.find("bank"));
    const auto seen = all.find("shop")->look(noon);
    EXPECT_EQ(seen.balance(), 950);
    EXPECT_EQ(seen.reserved, 0);
    EXPECT_EQ(seen.day.parts, 1);
    const auto entries = all.find("shop")->entries(10, 0);
    ASSERT_EQ(entries.entries.size(), 2u);
    EXPECT_EQ(entries.entries[0].reference, "a") << "the newest first";
    EXPECT_EQ(entries.entries[0].reason, "two\nlines");
    EXPECT_EQ(entries.next, 0u);
}

TEST(purses, what_cannot_be_read_stops_the_start) {
    kept_notes disk;
    disk.all.push_back({std::string(purse_kind), "shop", "9 what"});
    purses all;
    EXPECT_THROW(all.restore(disk), std::runtime_error);
    disk.all = {{std::string(entry_kind), "shop/1", "1 x"}};
    EXPECT_THROW(all.restore(disk), std::runtime_error);
}

TEST(account_purse, an_entry_counts_once_whatever_is_repeated) {
    account_purse mine("shop");
    const credit_entry entry{"shop", "inv-1", 500, noon, "ops", ""};
    const auto first = mine.begin(entry), second = mine.begin(entry);
    EXPECT_EQ(first.outcome, credit_outcome::added);
    EXPECT_EQ(second.outcome, credit_outcome::repeated);
    ASSERT_TRUE(second.to_store) << "the first is not durable yet";
    EXPECT_EQ(mine.look(noon).balance(), 0);
    EXPECT_TRUE(mine.entries(10, 0).entries.empty());
    mine.end(entry, true);
    mine.end(entry, true);
    EXPECT_EQ(mine.look(noon).balance(), 500);
    EXPECT_FALSE(mine.begin(entry).to_store);
    auto other = entry;
    other.amount = 501;
    EXPECT_EQ(mine.begin(other).outcome, credit_outcome::conflict);
}

TEST(account_purse, what_is_taken_counts_at_once) {
    account_purse mine("shop");
    mine.begin({"shop", "fix", -70, noon, "ops", ""});
    EXPECT_EQ(mine.look(noon).balance(), -70);
    mine.end({"shop", "fix", -70, noon, "ops", ""}, true);
    EXPECT_EQ(mine.look(noon).balance(), -70);
}

TEST(account_purse, what_one_transaction_keeps_is_counted_together_each_in_its_day) {
    account_purse mine("shop");
    const periods monday{20'000, 657}, tuesday{20'001, 657};
    const auto reserve = [&](thousandths price, std::int64_t parts, periods at) {
        claim wanted{price, parts};
        purse::view stood;
        EXPECT_EQ(mine.money().reserve(wanted, at, {}, stood), limit::none);
        return wanted;
    };
    const claim first = reserve(30, 1, monday), second = reserve(40, 2, monday), third = reserve(50, 3, tuesday);
    EXPECT_TRUE(mine.keep(first));
    EXPECT_FALSE(mine.keep(second)) << "its row is written already";
    EXPECT_FALSE(mine.keep(third));
    EXPECT_FALSE(mine.touch());
    const purse_row row = mine.settle();
    EXPECT_EQ(row.charged, 120);
    EXPECT_EQ(row.day, (counted{tuesday.day, 3, 50}));
    EXPECT_EQ(row.month, (counted{tuesday.month, 6, 120}));
    EXPECT_EQ(mine.money().look().reserved, 0);
    EXPECT_TRUE(mine.touch()) << "the next transaction";
    EXPECT_EQ(mine.settle(), row);
}

TEST(account_purse, its_day_begins_at_midnight_of_its_zone_and_another_zone_counts_at_once) {
    account_purse mine("shop");
    const wall_time midnight = *parse_rfc3339("2026-11-30T22:00:00Z");  // two hours ahead of UTC
    const auto before = midnight - std::chrono::microseconds{1};
    const periods utc = mine.at(before);
    EXPECT_EQ(mine.at(midnight), utc);
    mine.follow([](wall_time) { return std::chrono::hours{2}; }, {});
    const periods there = mine.at(midnight);
    EXPECT_EQ(there, (periods{utc.day + 1, utc.month + 1}));
    EXPECT_EQ(mine.at(midnight + std::chrono::milliseconds{999}), there);
    EXPECT_EQ(mine.at(before), utc) << "a clock that steps back";
    EXPECT_EQ(mine.at(midnight), there);
    mine.follow({}, {});
    EXPECT_EQ(mine.at(midnight), utc);
}

TEST(account_purse, entries_come_in_pages) {
    account_purse mine("shop");
    for (int i = 0; i < 5; ++i) {
        const credit_entry entry{"shop", std::to_string(i), 1, noon, "ops", ""};
        mine.begin(entry);
        mine.end(entry, true);
    }
    const auto first = mine.entries(2, 0);
    ASSERT_EQ(first.entries.size(), 2u);
    EXPECT_EQ(first.entries[0].reference, "4");
    const auto second = mine.entries(3, first.next);
    ASSERT_EQ(second.entries.size(), 3u);
    EXPECT_EQ(second.entries[0].reference, "2");
    EXPECT_EQ(second.next, 0u);
}

}  // namespace hermod::money
