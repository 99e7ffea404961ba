#include "limits/number_list.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace hermod::limits {
namespace {

number_list_ptr list_of(std::string_view text) {
    auto made = number_list::parse(text);
    EXPECT_TRUE(made.faults.empty()) << made.faults.listed().front().what;
    return made.list;
}

}  // namespace

TEST(number_list, reads_numbers_with_and_without_plus_and_beginnings) {
    const auto list = list_of("+447700900123\n41791234567\r\n\n# nobody\n  4917*  # all of them\n447700900123\n");
    EXPECT_EQ(list->size(), 3u);
    for (const char* number : {"+447700900123", "447700900123", "+41791234567", "+4917", "+491712345678"})
        EXPECT_TRUE(list->contains(number)) << number;
    for (const char* number :
         {"+447700900124", "+44770090012", "+4477009001230", "+4916", "+491", "", "+", "Shop", "0447700900123"})
        EXPECT_FALSE(list->contains(number)) << number;
}

TEST(number_list, takes_the_first_field_of_a_csv_line_and_skips_its_heading) {
    const auto list = list_of("\xEF\xBB\xBFmsisdn,since\n\"+447700900123\",2024-01-01\n447700900124;x\n447700900125\ty");
    EXPECT_EQ(list->size(), 3u);
    for (const char* number : {"+447700900123", "+447700900124", "+447700900125"}) EXPECT_TRUE(list->contains(number)) << number;
}

TEST(number_list, says_of_every_bad_line_where_it_is_and_takes_nothing_over) {
    const auto made = number_list::parse("447700900123\n0447700900123\nhello\n1234567890123456\n4477\n+\n*\n44 7700");
    EXPECT_FALSE(made.list);
    std::vector<std::size_t> lines;
    for (const auto& one : made.faults.listed()) lines.push_back(one.line);
    EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 4, 5, 6, 7, 8}));
    EXPECT_NE(made.faults.listed()[0].what.find("begins with 0"), std::string::npos);
    EXPECT_NE(made.faults.listed()[1].what.find("\"hello\" is no number"), std::string::npos);
    EXPECT_NE(made.faults.listed()[3].what.find("write 4477*"), std::string::npos);
}

RC_GTEST_PROP(number_list, holds_exactly_what_was_written, ()) {
    const auto number = rc::gen::inRange<std::uint64_t>(1'000'000, 1'000'400);
    const auto numbers = *rc::gen::container<std::set<std::uint64_t>>(number);
    const auto beginnings = *rc::gen::container<std::set<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(10'000, 10'005));
    std::string text;
    for (const auto one : numbers) text += "+" + std::to_string(one) + "\n";
    for (const auto one : beginnings) text += std::to_string(one) + "*\n";
    const auto list = list_of(text);
    for (std::uint64_t one = 999'990; one < 1'000'410; ++one)
        RC_ASSERT(list->contains(std::to_string(one)) == (numbers.contains(one) || beginnings.contains(one / 100)));
}

}  // namespace hermod::limits
