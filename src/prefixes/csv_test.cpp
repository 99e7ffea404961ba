#include "prefixes/csv.hpp"

#include <gtest/gtest.h>

#include "prefixes/index.hpp"

namespace hermod::prefixes {
namespace {

std::string faults_of(const prefix_rows& rows) {
    std::string out;
    for (const auto& one : rows.faults.listed()) out += std::to_string(one.line) + ": " + one.what + "\n";
    return out;
}

std::string all_of(const prefix_rows& rows) {
    std::string out;
    for (const auto& one : rows.rows) out += unpacked(one.key) + '=' + std::string(one.value) + ' ';
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

TEST(prefix_csv, reports_each_wrong_line_with_its_number_and_what_to_write) {
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
        "4179,228-03\n"
        ",a\n"
        "4173,\"a\" b\n");
    EXPECT_EQ(faults_of(rows),
              "2: \"prefix\" is no beginning of a number: write 1 to 16 digits\n"
              "3: \"41 78\" is no beginning of a number: write 1 to 16 digits\n"
              "4: \"4177\" has one column: write prefix,label\n"
              "5: \"4176,\" has nothing behind the comma: write prefix,label\n"
              "6: \"4175,a,b\" has more than two columns: write prefix,label\n"
              "7: \"\"4174,a\" has a quote that is not closed, or something behind one: write prefix,label\n"
              "8: \"12345678901234567\" is no beginning of a number: write 1 to 16 digits\n"
              "10: 4179 stands in line 1 already, with \"228-01\" instead of \"228-03\"\n"
              "11: \"\" is no beginning of a number: write 1 to 16 digits\n"
              "12: \"4173,\"a\" b\" has a quote that is not closed, or something behind one: write prefix,label\n");
}

TEST(prefix_csv, says_what_the_second_column_is_and_how_long_a_prefix_may_be) {
    const csv_form prices{.value = "price", .most_digits = 15};
    EXPECT_EQ(faults_of(read_prefix_rows("45;0.1\n1234567890123456,1\n+123456789012345,1\n", prices)),
              "1: \"45;0.1\" has one column: write prefix,price\n"
              "2: \"1234567890123456\" is no beginning of a number: write 1 to 15 digits\n");
}

TEST(prefix_csv, column_names_stand_in_the_first_line_only_and_have_no_digit) {
    for (const char* heading : {"prefix,mcc2\n", "Number\n", "destination,rate\n", "# rates\n\n\"Destination\",\"Rate\"\n"}) {
        const std::string text = std::string(heading) + "41,a\n";
        const auto rows = read_prefix_rows(text);
        EXPECT_EQ(faults_of(rows), "") << heading;
        EXPECT_EQ(all_of(rows), "41=a ") << heading;
    }
    EXPECT_EQ(read_prefix_rows("x,1\n").faults.listed().size(), 1u);
    EXPECT_EQ(read_prefix_rows("x\n").faults.listed().size(), 1u);
    EXPECT_EQ(read_prefix_rows("41,a\ndestination,rate\n").faults.listed().size(), 1u);
}

TEST(prefix_csv, a_prefix_has_several_lines_only_where_it_may) {
    const std::string_view text = "43,b\n41,b\n43,c\n41,a\n+43,b\n";
    const auto rows = read_prefix_rows(text, {.several = true});
    EXPECT_EQ(faults_of(rows), "");
    EXPECT_EQ(all_of(rows), "41=b 41=a 43=b 43=c 43=b ");
    EXPECT_EQ(rows.keys().size(), 5u);
    EXPECT_EQ(all_of(read_prefix_rows("43,b\n41,b\n+43,b\n")), "41=b 43=b ");
    EXPECT_EQ(faults_of(read_prefix_rows(text)),
              "3: 43 stands in line 1 already, with \"b\" instead of \"c\"\n"
              "4: 41 stands in line 2 already, with \"b\" instead of \"a\"\n");
}

TEST(prefix_csv, reports_the_first_hundred_lines_and_counts_the_others) {
    std::string text = "41,a\n";
    for (int i = 0; i < 1'000; ++i) text += "x\n";
    text += "41,b\n";
    auto rows = read_prefix_rows(text);
    EXPECT_EQ(rows.faults.listed().size(), 100u);
    EXPECT_EQ(rows.faults.listed().back().line, 101u);
    EXPECT_EQ(rows.faults.more(), 901u);
    rows.faults.add(1, "earlier than all others");
    EXPECT_EQ(rows.faults.listed().front().line, 1u);
    EXPECT_EQ(rows.faults.listed().back().line, 100u);
    EXPECT_EQ(rows.faults.more(), 902u);
}

TEST(shown, is_of_bounded_length_and_breaks_no_line_and_no_character) {
    EXPECT_EQ(shown("a\x1b[2J\x7f"), "\"a?[2J?\"");
    EXPECT_EQ(shown("München"), "\"München\"");
    EXPECT_EQ(shown(std::string(39, 'x') + "ü"), '"' + std::string(39, 'x') + "...\"");
    EXPECT_EQ(shown(std::string(40, 'x')), '"' + std::string(40, 'x') + '"');
}

}  // namespace hermod::prefixes
