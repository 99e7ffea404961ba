// What may not be sent twice, over a restart: as an inbox takes messages and the store keeps them.
#include "accept/duplicates_companion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accept/checked_inbox.hpp"
#include "store/no_store.hpp"

namespace hermod::accept::duplicates_companion_test {
namespace {

using namespace std::chrono_literals;

constexpr account_id once{name_hash("once")}, often{name_hash("often")};

struct disk final : hermod::store::no_store {
    std::map<std::string, std::string> rows;

    std::vector<note> notes_of(std::string_view kind) override {
        std::vector<note> out;
        for (const auto& [key, value] : rows) out.push_back({std::string(kind), key, value});
        return out;
    }
};

struct run {
    hermod::limits::book counts;
    duplicates_companion repeats{counts};
    id_source ids;
    std::unique_ptr<checked_inbox> in;

    run(disk& from, wall_time& now, std::chrono::seconds within, message_id last)
        : counts([&now] { return now; }, {1'000, 1'000}), ids(1, last) {
        repeats.restore(from);
        route::rule all;
        all.name = "all";
        all.to = {connector_id{7}};
        auto by = std::make_shared<rules>();
        by->routes = std::make_shared<route::table>(std::vector<route::rule>{all});
        for (const account_id who : {once, often}) by->accounts[who] = {who, true, "Shop", callback_final, true};
        by->accounts[once].duplicates_within = within;
        by->counts = &counts;
        in = std::make_unique<checked_inbox>(ids, from, by, 1);
    }
};

struct repeats : testing::Test {
    wall_time now = from_micros(1'795'446'023'123'456);
    disk left;
    message_id last{};
    std::optional<run> gateway;

    void begin(std::chrono::seconds within = 60s) { gateway.emplace(left, now, within, last); }
    prepared ask(account_id who = once) {
        submission s;
        s.account = who;
        s.to = "+41791234567";
        s.body = "Your code is 1234";
        auto out = gateway->in->prepare(s, now);
        if (out.ready) last = out.ready->id;
        return out;
    }
    // What the store does of a message, or of none.
    std::size_t commit(const message* what) {
        notes with;
        if (what) what->admitted.keep(with);
        gateway->repeats.committing(with);
        std::size_t out = 0;
        with.for_each([&](const std::string&, const std::string& key, const std::optional<std::string>& value) {
            ++out;
            value ? left.rows.insert_or_assign(key, *value).second : left.rows.erase(key) != 0;
        });
        return out;
    }
};

}  // namespace

TEST_F(repeats, the_same_after_a_restart_is_refused_and_names_the_first) {
    begin();
    const auto first = ask().ready;
    ASSERT_TRUE(first);
    EXPECT_EQ(commit(first.get()), 1u);
    now += 30s;
    begin();
    const auto again = ask();
    ASSERT_TRUE(again.refused);
    EXPECT_EQ(again.refused->code, "duplicate");
    EXPECT_THAT(again.refused->detail, testing::HasSubstr(to_text(first->id)));
    EXPECT_THAT(again.refused->detail, testing::HasSubstr("in 30 s"));
    now += 31s;
    EXPECT_TRUE(ask().ready);
    begin();
    EXPECT_TRUE(ask().ready);
}

TEST_F(repeats, a_message_that_was_not_kept_is_never_written) {
    begin();
    EXPECT_TRUE(ask().ready);  // and dropped: the store was full
    EXPECT_EQ(commit(nullptr), 0u);
    EXPECT_TRUE(ask().ready);
    begin();
    EXPECT_TRUE(ask().ready);
}

TEST_F(repeats, an_account_that_may_repeat_itself_writes_nothing) {
    begin();
    const auto first = ask(often).ready;
    ASSERT_TRUE(first);
    EXPECT_EQ(commit(first.get()), 0u);
}

TEST_F(repeats, another_duplicate_seconds_after_the_restart_means_what_it_says) {
    begin(600s);
    EXPECT_EQ(commit(ask().ready.get()), 1u);
    now += 100s;
    begin(3'600s);
    EXPECT_TRUE(ask().refused);
    begin(0s);
    EXPECT_TRUE(ask().ready);
    begin(60s);
    EXPECT_TRUE(ask().ready);
    now += 501s;
    EXPECT_EQ(commit(nullptr), 1u) << "what is over is taken away, whatever the accounts have now";
    EXPECT_TRUE(left.rows.empty());
}

}  // namespace hermod::accept::duplicates_companion_test
