#include "prefixes/index.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

namespace hermod::prefixes {
namespace {

prefix_index index_of(const std::set<std::string>& prefixes) {
    std::vector<std::uint64_t> keys;
    for (const auto& one : prefixes) keys.push_back(*packed_prefix(one));
    std::sort(keys.begin(), keys.end());
    return prefix_index(std::move(keys));
}

std::string found(const prefix_index& in, std::string_view number) {
    const auto place = in.find(packed_number(number));
    return place == prefix_index::none ? "none" : unpacked(in.key(place));
}

}  // namespace

TEST(prefix_index, finds_the_longest_of_several) {
    const auto in = index_of({"4", "41", "4179", "41791", "4179123456789012", "43"});
    EXPECT_EQ(found(in, "+41791234567"), "41791");
    EXPECT_EQ(found(in, "41790000000"), "4179");
    EXPECT_EQ(found(in, "+41780000000"), "41");
    EXPECT_EQ(found(in, "4"), "4");
    EXPECT_EQ(found(in, "4179123456789012"), "4179123456789012");
    EXPECT_EQ(found(in, "41791234567890123"), "4179123456789012");
    EXPECT_EQ(found(in, "5"), "none");
    EXPECT_EQ(found(in, "3999"), "none");
    EXPECT_EQ(found(in, ""), "none");
    EXPECT_EQ(found(in, "Shop"), "none");
    EXPECT_EQ(found(index_of({}), "41"), "none");
}

TEST(prefix_index, tells_what_a_prefix_lies_within) {
    const auto in = index_of({"41", "4179", "43", "431"});
    EXPECT_EQ(in.size(), 4u);
    EXPECT_EQ(in.within(0), prefix_index::none);
    EXPECT_EQ(in.within(1), 0u);
    EXPECT_EQ(in.within(2), prefix_index::none);
    EXPECT_EQ(in.within(3), 2u);
}

TEST(prefix_index, packs_digits_and_nothing_else) {
    for (const char* bad : {"", "+", "41 79", "++41", "abc", "41a", "12345678901234567"}) EXPECT_FALSE(packed_prefix(bad)) << bad;
    for (const char* good : {"0", "9", "41", "1234567890123456"}) EXPECT_EQ(unpacked(*packed_prefix(good)), good);
    EXPECT_EQ(packed_prefix("+41"), packed_prefix("41"));
}

TEST(prefix_index, packs_of_a_number_the_digits_that_it_begins_with) {
    EXPECT_EQ(unpacked(packed_number("+41791234567")), "41791234567");
    EXPECT_EQ(unpacked(packed_number("12345678901234567890")), "1234567890123456");
    EXPECT_EQ(packed_number("+"), 0u);
    const std::string whole = "9876543210123456";
    for (std::size_t length = 0; length <= whole.size(); ++length)
        for (int octet = 0; octet < 256; ++octet) {
            // Whatever stands behind them, in the same eight octets or not.
            const std::string number = whole.substr(0, length) + static_cast<char>(octet) + "1234567";
            const bool digit = octet >= '0' && octet <= '9';
            const std::string wanted = digit ? number.substr(0, 16) : whole.substr(0, length);
            if (length == 0 && octet == '+') continue;
            EXPECT_EQ(unpacked(packed_number(number)), wanted) << length << ' ' << octet;
        }
}

TEST(prefix_index, agrees_with_looking_at_every_prefix_in_turn) {
    const auto digits = rc::gen::container<std::string>(rc::gen::element('0', '1', '9'));
    const bool held = rc::check([&] {
        const auto size = *rc::gen::element(0, 3, 16, 17, 300, 700);
        std::set<std::string> prefixes;
        for (int i = 0; i < size; ++i)
            if (auto one = *digits; !one.empty()) prefixes.insert(one.substr(0, 16));
        const auto in = index_of(prefixes);
        for (int i = 0; i < 20; ++i) {
            const auto number = (*digits).substr(0, 16);
            std::string longest = "none";
            for (const auto& one : prefixes)
                if (number.starts_with(one)) longest = one;  // a longer one sorts behind
            RC_ASSERT(found(in, number) == longest);
        }
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::prefixes
