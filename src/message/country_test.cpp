#include "message/country.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace hermod {
namespace {

std::string_view iso_of(std::string_view number) {
    const country* found = country_of(number);
    return found ? found->iso : std::string_view("none");
}

TEST(country, is_found_by_its_two_letters_and_no_others) {
    ASSERT_NE(find_country("CH"), nullptr);
    EXPECT_EQ(find_country("CH")->calling_code, "41");
    EXPECT_EQ(find_country("CH")->trunk, "0");
    EXPECT_EQ(find_country("HU")->trunk, "06");
    EXPECT_EQ(find_country("US")->international, "011");
    EXPECT_EQ(find_country("ch"), nullptr);
    EXPECT_EQ(find_country("XX"), nullptr);
    EXPECT_EQ(find_country(""), nullptr);
}

TEST(country, of_a_number_is_the_one_of_its_calling_code) {
    EXPECT_EQ(iso_of("+41791234567"), "CH");
    EXPECT_EQ(iso_of("41791234567"), "CH");
    EXPECT_EQ(iso_of("+423661234567"), "LI");
    EXPECT_EQ(iso_of("+351912345678"), "PT");
    EXPECT_EQ(iso_of("+8613912345678"), "CN");
}

TEST(country, that_shares_a_calling_code_is_told_apart_by_what_follows) {
    EXPECT_EQ(iso_of("+12125550123"), "US");
    EXPECT_EQ(iso_of("+14165550123"), "CA");
    EXPECT_EQ(iso_of("+18765550123"), "JM");
    EXPECT_EQ(iso_of("+79161234567"), "RU");
    EXPECT_EQ(iso_of("+77011234567"), "KZ");
    EXPECT_EQ(iso_of("+447700900123"), "GB");
    EXPECT_EQ(iso_of("+441534123456"), "JE");
}

TEST(country, of_what_is_no_countrys_number_is_none) {
    EXPECT_EQ(iso_of("+870773111632"), "none");
    EXPECT_EQ(iso_of("+"), "none");
    EXPECT_EQ(iso_of(""), "none");
    EXPECT_EQ(iso_of("Shop"), "none");
}

TEST(country_table, is_sorted_whole_and_without_contradiction) {
    const auto all = all_countries();
    ASSERT_TRUE(std::is_sorted(all.begin(), all.end(), [](const country& a, const country& b) { return a.iso < b.iso; }));
    std::set<std::string_view> with_the_rest;
    for (const country& one : all) {
        EXPECT_EQ(find_country(one.iso), &one);
        EXPECT_EQ(one.iso.size(), 2u) << one.iso;
        for (const auto words : {one.calling_code, one.trunk, one.international})
            EXPECT_EQ(words.find_first_not_of("0123456789 "), std::string_view::npos) << one.iso;
        EXPECT_FALSE(one.calling_code.empty() || one.calling_code.starts_with('0')) << one.iso;
        EXPECT_FALSE(one.international.empty()) << one.iso;
        EXPECT_LE(one.least_digits, one.most_digits) << one.iso;
        EXPECT_LE(one.least_mobile_digits, one.most_mobile_digits) << one.iso;
        EXPECT_LE(one.calling_code.size() + one.most_mobile_digits, 15u) << one.iso;
        if (!one.begins.empty()) continue;
        EXPECT_TRUE(with_the_rest.insert(one.calling_code).second) << one.iso;
    }
    for (const country& one : all)
        EXPECT_TRUE(with_the_rest.contains(one.calling_code)) << one.iso << " shares a code that nobody has";
}

}  // namespace
}  // namespace hermod
