#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2 {
namespace {

using row = std::vector<std::string>;

// The rows of the document's tables that begin with a number, by that number: "010", and "01" and "51" of "01, 51".
std::map<std::string, row> documented(std::size_t digits) {
    std::map<std::string, row> out;
    std::ifstream file(HERMOD_DOCS "/protocols/cimd2.md");
    for (std::string line; std::getline(file, line);) {
        row cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, '|');) cells.push_back(cell);
        if (cells.size() < 5 || cells[1].size() < 3 || !std::isdigit(static_cast<unsigned char>(cells[1][1]))) continue;
        std::istringstream numbers(cells[1]);
        for (std::string number; numbers >> number;) {
            if (number.back() == ',') number.pop_back();
            if (number.size() == digits) out.emplace(number, cells);
        }
    }
    return out;
}

std::string padded(unsigned number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
}

bool says(const std::string& cell, const std::string& word) {
    std::istringstream in(cell);
    for (std::string each; in >> each;)
        if (each == word) return true;
    return false;
}

}  // namespace

TEST(cimd2_tables, are_in_the_document_parameter_by_parameter) {
    const auto rows = documented(3);
    EXPECT_EQ(rows.size(), parameter_table().size());
    for (const parameter_row& each : parameter_table()) {
        const auto at = rows.find(padded(static_cast<unsigned>(each.id), 3));
        ASSERT_NE(at, rows.end()) << each.name;
        EXPECT_EQ(at->second[2], " " + std::string(each.name) + " ");
        if (each.type == kind::integer) {
            EXPECT_TRUE(says(at->second[4], std::to_string(each.most)) || says(at->second[4], std::to_string(each.most) + ","))
                << each.name;
        } else {
            EXPECT_TRUE(says(at->second[4], std::to_string(each.max_length)) ||
                        says(at->second[4], std::to_string(each.max_length) + ","))
                << each.name;
        }
    }
}

TEST(cimd2_tables, are_in_the_document_operation_by_operation) {
    const auto rows = documented(2);
    for (const operation_row& each : operation_table()) {
        const auto at = rows.find(padded(static_cast<unsigned>(each.code), 2));
        ASSERT_NE(at, rows.end()) << each.name;
        for (const rule& one : rules_of(each.code).parameters) {
            const bool error = one.id == parameter::error_code || one.id == parameter::error_text;
            if (error || !is_request(each.code)) continue;
            const std::string number = padded(static_cast<unsigned>(one.id), 3);
            const std::string mark = one.how == presence::must ? "+" : one.how == presence::some ? "+*" : "";
            const std::string& cell = at->second[4];
            EXPECT_TRUE(says(cell, number + mark) || says(cell, "[" + number + "]") || says(cell, number + mark + ",") ||
                        says(cell, number + mark + ";"))
                << each.name << " " << number;
        }
    }
}

TEST(cimd2_tables, name_the_codes_of_status_and_error) {
    EXPECT_EQ(status_code_words(4), "delivery successful");
    EXPECT_EQ(status_error_words(29), "absent subscriber");
    EXPECT_EQ(error_code_words(302), "syntax error in user data");
    EXPECT_EQ(status_code_words(0), "");
    EXPECT_EQ(status_error_words(999), "");
    EXPECT_EQ(error_code_words(-1), "");
    EXPECT_EQ(status_codes().size(), 9u);
    EXPECT_EQ(status_error_codes().size(), 34u);
    EXPECT_EQ(error_codes().size(), 54u);
}

TEST(cimd2_tables, list_every_parameter_in_an_operation_but_for_069) {
    std::set<parameter> used;
    for (const operation_row& row : operation_table()) {
        for (const rule& each : rules_of(row.code).parameters) {
            EXPECT_NE(find_parameter(each.id), nullptr);
            used.insert(each.id);
        }
    }
    for (const parameter_row& row : parameter_table()) {
        // No source says which operation has the service centre's address.
        EXPECT_EQ(used.contains(row.id), row.id != parameter::service_centre_address) << row.name;
    }
    EXPECT_EQ(parameter_table().size(), 37u);
}

TEST(cimd2_tables, let_every_limit_hold_every_value_of_its_range) {
    for (const parameter_row& row : parameter_table()) {
        if (row.type != kind::integer) continue;
        EXPECT_FALSE(fault_of(row, std::to_string(row.least))) << row.name;
        EXPECT_FALSE(fault_of(row, std::to_string(row.most))) << row.name;
        EXPECT_TRUE(fault_of(row, std::to_string(row.most + 1))) << row.name;
        EXPECT_TRUE(fault_of(row, std::to_string(row.least - 1))) << row.name;
    }
}

TEST(cimd2_tables, know_who_must_and_who_may) {
    const operation_rules rules = rules_of(operation::login);
    EXPECT_EQ(rules.find(parameter::password)->how, presence::must);
    EXPECT_EQ(rules.find(parameter::window_size)->how, presence::may);
    EXPECT_EQ(rules.find(parameter::user_data), nullptr);
    EXPECT_FALSE(rules.may_fail);
    EXPECT_TRUE(rules_of(operation::login_response).may_fail);
    EXPECT_EQ(rules_of(operation::submit_message).find(parameter::destination_address)->how, presence::some);
    EXPECT_EQ(rules_of(operation::submit_message_response).find(parameter::destination_address)->how, presence::any);
    EXPECT_TRUE(rules_of(operation{77}).parameters.empty());
}

TEST(cimd2_tables, read_integers_whole_or_not_at_all) {
    EXPECT_EQ(integer_of("007"), 7);
    EXPECT_EQ(integer_of("-1"), -1);
    for (const std::string_view text : {"", "-", "+1", " 1", "1 ", "1x", "2147483648"}) EXPECT_FALSE(integer_of(text)) << text;
}

TEST(cimd2_tables, turn_octets_into_hexadecimal_and_back) {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    EXPECT_EQ(from_hex(to_hex(all)), all);
    EXPECT_EQ(from_hex("0a1B"), "\x0A\x1B");
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
}

}  // namespace hermod::wire::cimd2
