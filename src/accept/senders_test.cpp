#include "accept/senders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace hermod::accept {
namespace {

TEST(sender, looks_like_a_name_a_number_or_a_short_code) {
    EXPECT_EQ(look_of("Shop"), sender_look::name);
    EXPECT_EQ(look_of("1Shop"), sender_look::name);
    EXPECT_EQ(look_of("+41791234567"), sender_look::number);
    EXPECT_EQ(look_of("41791234567"), sender_look::number);
    EXPECT_EQ(look_of("+12345"), sender_look::number);
    EXPECT_EQ(look_of("12345"), sender_look::short_code);
    EXPECT_EQ(look_of("12345678"), sender_look::short_code);
    EXPECT_EQ(look_of("123456789"), sender_look::number);
    EXPECT_EQ(look_of(""), sender_look::name);
}

TEST(sender_list, has_what_it_names_whole_or_by_its_beginning) {
    const sender_list list({"Shop", "Info*", "+4179*", "12345"});
    EXPECT_TRUE(list.has("Shop"));
    EXPECT_FALSE(list.has("Shop2"));
    EXPECT_FALSE(list.has("shop"));
    EXPECT_TRUE(list.has("Info"));
    EXPECT_TRUE(list.has("InfoLine"));
    EXPECT_TRUE(list.has("+41791234567"));
    EXPECT_TRUE(list.has("41791234567"));
    EXPECT_FALSE(list.has("+41761234567"));
    EXPECT_TRUE(list.has("12345"));
    EXPECT_FALSE(list.has("123456"));
    EXPECT_FALSE(list.has("4179x"));  // a name
    EXPECT_TRUE(sender_list({"*"}).has("anything"));
    EXPECT_FALSE(sender_list().has("Shop"));
}

std::string recipient(int number) {
    return "+4179" + std::to_string(1'000'000 + number);
}

std::vector<std::string> pool_of(int size) {
    std::vector<std::string> out;
    for (int i = 0; i < size; ++i) out.push_back("+4176" + std::to_string(7'000'000 + i));
    return out;
}

TEST(sender_pool, gives_a_recipient_the_same_one_in_any_order) {
    auto pool = pool_of(5);
    std::vector<std::string> first;
    for (int i = 0; i < 100; ++i) first.push_back(of_pool(pool, recipient(i)));
    std::reverse(pool.begin(), pool.end());
    for (int i = 0; i < 100; ++i) EXPECT_EQ(of_pool(pool, recipient(i)), first[static_cast<std::size_t>(i)]);
    EXPECT_EQ(of_pool(pool, "41791234567"), of_pool(pool, "+41791234567"));
}

TEST(sender_pool, is_shared_evenly) {
    const auto pool = pool_of(5);
    std::map<std::string, int> share;
    for (int i = 0; i < 10'000; ++i) ++share[of_pool(pool, recipient(i))];
    ASSERT_EQ(share.size(), 5u);
    for (const auto& [one, count] : share) EXPECT_NEAR(count, 2'000, 200) << one;
}

TEST(sender_pool, that_grows_changes_only_who_gets_the_new_one) {
    const auto before = pool_of(5), after = pool_of(6);
    int changed = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::string was = of_pool(before, recipient(i)), is = of_pool(after, recipient(i));
        if (was == is) continue;
        ++changed;
        EXPECT_EQ(is, after.back());
    }
    EXPECT_NEAR(changed, 10'000 / 6, 200);
}

}  // namespace
}  // namespace hermod::accept
