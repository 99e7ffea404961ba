#include "money/price_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

namespace hermod::money {
namespace {

price_table_ptr table_of(std::string_view csv, std::optional<thousandths> otherwise = {}) {
    auto read = price_table::read(csv, otherwise);
    for (const auto& one : read.faults.listed()) ADD_FAILURE() << one.line << ": " << one.what;
    return read.table;
}

std::vector<std::string> problems_of(std::string_view csv) {
    const auto read = price_table::read(csv, {});
    EXPECT_EQ(read.table == nullptr, !read.faults.empty());
    std::vector<std::string> out;
    for (const auto& one : read.faults.listed()) out.push_back(std::to_string(one.line) + ": " + one.what);
    return out;
}

}  // namespace

TEST(price_table, takes_the_longest_prefix) {
    const auto prices = table_of("44,0.040\n4477,0.030\n447700,0.1\n1,0.008\n");
    EXPECT_EQ(prices->size(), 4u);
    EXPECT_EQ(prices->price("+441234567"), 40);
    EXPECT_EQ(prices->price("+447712345"), 30);
    EXPECT_EQ(prices->price("447700999999"), 100);
    EXPECT_EQ(prices->price("+447800999999"), 40);
    EXPECT_EQ(prices->price("+12025550123"), 8);
    EXPECT_FALSE(prices->price("+4912345678"));
    EXPECT_FALSE(prices->price("+4"));
}

TEST(price_table, a_short_number_is_not_what_a_longer_prefix_means) {
    const auto prices = table_of("4470000000,1\n");
    EXPECT_FALSE(prices->price("4470000"));
    EXPECT_EQ(prices->price("4470000000"), 1'000);
}

TEST(price_table, the_rest_has_a_price_where_one_is_said) {
    const auto prices = table_of("44,0.04\n", 99);
    EXPECT_EQ(prices->price("+491234567"), 99);
    EXPECT_EQ(prices->price("+441234567"), 40);
    EXPECT_EQ(table_of("", 7)->price("+441234567"), 7);
}

TEST(price_table, a_price_of_nothing_is_a_price) {
    EXPECT_EQ(table_of("44,0\n")->price("+441234567"), 0);
}

TEST(price_table, reads_headers_comments_quotes_marks_and_crlf) {
    const auto prices = table_of("\xEF\xBB\xBFprefix,price\r\n# mobile\r\n\r\n\"+4477\" , \"0.03\"\r\n49,1");
    EXPECT_EQ(prices->size(), 2u);
    EXPECT_EQ(prices->price("+4477123456"), 30);
    EXPECT_EQ(prices->price("+491234567"), 1'000);
}

TEST(price_table, says_each_bad_line_and_then_has_no_table) {
    EXPECT_EQ(problems_of("prefix,price\n44,0.04\n44x,0.05\n45;0.1\n46,0.12345\n47,-1\n1234567890123456,1\n,1\n48,1000001\n49,1,EUR\n"),
              (std::vector<std::string>{
                  "3: \"44x\" is no beginning of a number: write 1 to 15 digits",
                  "4: \"45;0.1\" has one column: write prefix,price",
                  "5: \"0.12345\" is no price: write an amount from 0 to 1000000 with up to three decimals",
                  "6: \"-1\" is no price: write an amount from 0 to 1000000 with up to three decimals",
                  "7: \"1234567890123456\" is no beginning of a number: write 1 to 15 digits",
                  "8: \"\" is no beginning of a number: write 1 to 15 digits",
                  "9: \"1000001\" is no price: write an amount from 0 to 1000000 with up to three decimals",
                  "10: \"49,1,EUR\" has more than two columns: write prefix,price"}));
}

TEST(price_table, says_which_line_had_the_prefix_first) {
    EXPECT_EQ(problems_of("44,1\n49,1\n+44,2\n"),
              (std::vector<std::string>{"3: 44 stands in line 1 already, with \"1\" instead of \"2\""}));
    EXPECT_EQ(table_of("44,1\n+44,1\n")->size(), 1u);
}

TEST(price_table, finds_what_a_map_of_prefixes_finds) {
    EXPECT_TRUE(rc::check([] {
        // Few digits, so that prefixes enclose and touch each other in every way.
        const auto digit = rc::gen::elementOf(std::string("0159"));
        const auto rows = *rc::gen::container<std::map<std::string, thousandths>>(
            rc::gen::mapcat(rc::gen::inRange(1, 7), [=](int n) { return rc::gen::container<std::string>(static_cast<std::size_t>(n), digit); }),
            rc::gen::inRange<thousandths>(0, 4));
        std::string csv;
        for (const auto& [prefix, price] : rows) csv.insert(0, prefix + ',' + amount_text(price) + '\n');
        const auto otherwise = *rc::gen::maybe(rc::gen::inRange<thousandths>(0, 4));
        const auto prices = table_of(csv, otherwise ? std::optional(*otherwise) : std::nullopt);
        RC_ASSERT(prices != nullptr);
        for (int i = 0; i < 40; ++i) {
            const auto number = *rc::gen::resize(9, rc::gen::nonEmpty(rc::gen::container<std::string>(digit)));
            std::optional<thousandths> wanted;
            if (otherwise) wanted = *otherwise;
            for (std::size_t n = 1; n <= number.size(); ++n)
                if (const auto at = rows.find(number.substr(0, n)); at != rows.end()) wanted = at->second;
            RC_ASSERT(prices->price("+" + number) == wanted);
        }
    }));
}

}  // namespace hermod::money
