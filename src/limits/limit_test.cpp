#include "limits/limit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "limits/book.hpp"
#include "limits/table.hpp"

namespace hermod::limits {
namespace {

using namespace std::chrono_literals;

constexpr account_id shop{1}, bank{2};

std::vector<std::string> names(std::span<const limit* const> all) {
    std::vector<std::string> out;
    for (const limit* one : all) out.push_back(one->name);
    return out;
}

}  // namespace

TEST(limit, counts_what_it_is_said_to_and_nothing_else) {
    limit one;
    one.accounts = {shop};
    one.senders = {"Shop", "+4477*"};
    one.prefixes = {"41", "4366"};
    one.make_ready();
    EXPECT_TRUE(one.key_of(shop, "Shop", "+41791234567"));
    EXPECT_TRUE(one.key_of(shop, "+447700900123", "4366412345"));
    EXPECT_FALSE(one.key_of(bank, "Shop", "+41791234567"));
    EXPECT_FALSE(one.key_of(shop, "shop", "+41791234567"));
    EXPECT_FALSE(one.key_of(shop, "Shop2", "+41791234567"));
    EXPECT_FALSE(one.key_of(shop, "Shop", "+4367612345"));
    EXPECT_FALSE(one.key_of(shop, "Shop", ""));
}

TEST(limit, sorts_by_the_longest_prefix_or_by_the_first_digits) {
    limit listed;
    listed.per_prefix = true;
    listed.prefixes = {"4", "41", "4179"};
    listed.make_ready();
    const auto key = [](const limit& of, const char* to) { return of.key_of(shop, "Shop", to); };
    EXPECT_EQ(key(listed, "+41791234567"), key(listed, "+41797654321"));
    EXPECT_NE(key(listed, "+41791234567"), key(listed, "+41781234567"));
    EXPECT_EQ(key(listed, "+41781234567"), key(listed, "+41761234567"));
    EXPECT_NE(key(listed, "+41781234567"), key(listed, "+43664123456"));
    limit digits;
    digits.per_prefix = true;
    digits.prefix_digits = 5;
    digits.make_ready();
    EXPECT_EQ(key(digits, "+371250000"), key(digits, "37125999999"));
    EXPECT_NE(key(digits, "+371250000"), key(digits, "+371260000"));
}

RC_GTEST_PROP(limit, finds_the_longest_prefix_among_many, ()) {
    limit one;
    one.per_prefix = true;
    const auto digits = rc::gen::container<std::string>(rc::gen::inRange('1', '4'));
    const auto prefixes = *rc::gen::container<std::set<std::string>>(digits);
    for (const std::string& p : prefixes)
        if (!p.empty()) one.prefixes.push_back(p);
    RC_PRE(!one.prefixes.empty());
    one.make_ready();
    const std::string to = *digits, other = *digits;
    const auto longest = [&](const std::string& number) {
        std::string best;
        for (const auto& p : one.prefixes)
            if (number.starts_with(p) && p.size() > best.size()) best = p;
        return best;
    };
    const auto key = one.key_of(shop, "x", to), other_key = one.key_of(shop, "x", other);
    RC_ASSERT(key.has_value() == !longest(to).empty());
    if (key && other_key) RC_ASSERT((key == other_key) == (longest(to) == longest(other)));
}

TEST(limit_table, gives_each_account_its_own_limits_and_those_of_all_in_order) {
    std::vector<limit> all(5);
    const char* called[] = {"everybody", "shops", "waits", "banks", "both"};
    for (std::size_t i = 0; i < all.size(); ++i) all[i].name = called[i];
    all[1].accounts = {shop};
    all[2].waits = true;
    all[3].accounts = {bank};
    all[4].accounts = {bank, shop};
    const table t(std::move(all));
    EXPECT_EQ(names(t.refusing(shop)), (std::vector<std::string>{"everybody", "shops", "both"}));
    EXPECT_EQ(names(t.refusing(bank)), (std::vector<std::string>{"everybody", "banks", "both"}));
    EXPECT_EQ(names(t.refusing(account_id{9})), (std::vector<std::string>{"everybody"}));
    EXPECT_EQ(names(t.waiting(shop)), (std::vector<std::string>{"waits"}));
    EXPECT_TRUE(t.any_waits());
}

TEST(book, keeps_what_was_counted_by_name_and_forgets_what_nobody_names) {
    book counts([] { return wall_time{}; });
    limit one;
    one.name = "one";
    counts.attach(one);
    limit again;
    again.name = "one";
    again.per_recipient = true;
    counts.attach(again);
    EXPECT_EQ(one.state, again.state);
    again.by = pace::of(1, std::chrono::seconds{3600}, 1);
    const taken token = again.take(7, 0);
    ASSERT_TRUE(token.granted);
    limit_state* const undecided = again.state.get();  // of a message that took the token
    one.state = again.state = nullptr;
    counts.forget_unused();
    int left = 0;
    counts.for_each([&](const limit_state&) { ++left; });
    EXPECT_EQ(left, 0);
    EXPECT_EQ(undecided->many->size(), 0u);
    undecided->many->give_back(7, token, 0);
    EXPECT_EQ(undecided->many->size(), 0u);
    counts.attach(again);
    EXPECT_EQ(again.state.get(), undecided);
    EXPECT_TRUE(again.take(7, 0).granted);
}

}  // namespace hermod::limits
