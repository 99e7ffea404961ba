#include "route/prefix_tables.hpp"

#include <gtest/gtest.h>

namespace hermod::route {
namespace {

std::string faults_of(const prefix_rows& rows) {
    std::string out;
    for (const auto& one : rows.faults) out += std::to_string(one.line) + ": " + one.what + "\n";
    return out;
}

}  // namespace

TEST(prefix_csv, reads_headings_quotes_comments_and_both_line_ends) {
    const auto rows = read_prefix_rows(
        "\xEF\xBB\xBFprefix,network\r\n"
        "# Swiss\r\n"
        "\r\n"
        "+4179,228-01\r\n"
        "\"4178\", \"Salt, or so\"\n"
        "  4176 , 228-02  ");
    EXPECT_EQ(faults_of(rows), "");
    ASSERT_EQ(rows.rows.size(), 3u);
    EXPECT_EQ(unpacked(rows.rows[0].key), "4176");
    EXPECT_EQ(rows.rows[0].value, "228-02");
    EXPECT_EQ(rows.rows[0].line, 6u);
    EXPECT_EQ(rows.rows[1].value, "Salt, or so");
    EXPECT_EQ(rows.rows[2].value, "228-01");
}

TEST(prefix_csv, reports_each_wrong_line_with_its_number) {
    const auto rows = read_prefix_rows(
        "4179,228-01\n"
        "prefix,label\n"
        "41 78,228-02\n"
        "4177\n"
        "4176,\n"
        "4175,a,b\n"
        "\"4174,a\n"
        "12345678901234567,a\n"
        "4179,228-01\n"
        "4179,228-03\n");
    EXPECT_EQ(faults_of(rows),
              "2: \"prefix\" is no beginning of a number: 1 to 16 digits are wanted\n"
              "3: \"41 78\" is no beginning of a number: 1 to 16 digits are wanted\n"
              "4: there is no comma behind the prefix\n"
              "5: there is nothing behind the comma\n"
              "6: there are more than two fields\n"
              "7: a quote is not closed, or something stands behind it\n"
              "8: \"12345678901234567\" is no beginning of a number: 1 to 16 digits are wanted\n"
              "10: 4179 stands in line 1 already, with \"228-01\" instead of \"228-03\"\n");
}

TEST(prefix_csv, reports_a_bounded_number_of_lines) {
    std::string text;
    for (int i = 0; i < 1'000; ++i) text += "x\n";
    const auto rows = read_prefix_rows(text);
    EXPECT_EQ(rows.faults.size(), 20u);
    EXPECT_EQ(rows.more_faults, 980u);
}

TEST(label_table, tells_the_label_of_the_longest_prefix) {
    const label_table networks("networks", read_prefix_rows("41,CH\n4179,228-01\n41791234567,228-03\n43,AT\n"));
    EXPECT_EQ(networks.label_of("+41791111111"), "228-01");
    EXPECT_EQ(networks.label_of("+41791234567"), "228-03");
    EXPECT_EQ(networks.label_of("+41440000000"), "CH");
    EXPECT_EQ(networks.label_of("+49151"), "");
    EXPECT_EQ(networks.labels()[networks.place_of("AT")], "AT");
    EXPECT_EQ(networks.place_of("DE"), label_table::none);
    EXPECT_EQ(networks.size(), 4u);
}

TEST(cost_table, reads_prices_in_units_and_reports_what_is_none) {
    auto rows = read_prefix_rows("prefix,price\n41,0.035\n4179,2\n4178,1.5\n44,1000000\n46,0\n");
    const cost_table costs(rows);
    EXPECT_TRUE(rows.faults.empty());
    EXPECT_EQ(costs.find(packed_number("+41791234567")), 2000);
    EXPECT_EQ(costs.find(packed_number("+41780000000")), 1500);
    EXPECT_EQ(costs.find(packed_number("+41760000000")), 35);
    EXPECT_EQ(costs.find(packed_number("+44")), 1'000'000'000);
    EXPECT_EQ(costs.find(packed_number("+46")), 0);
    EXPECT_EQ(costs.find(packed_number("+43")), std::nullopt);
    auto bad = read_prefix_rows("41,cheap\n42,-1\n43,0.0351\n44,1000000.001\n45,.5\n46,1.\n47,1e3\n");
    const cost_table none(bad);
    EXPECT_EQ(bad.faults.size(), 7u);
}

}  // namespace hermod::route
