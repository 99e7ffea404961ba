#include <gtest/gtest.h>

#include <set>

#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2 {

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
