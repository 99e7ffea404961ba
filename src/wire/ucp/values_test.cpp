#include "wire/ucp/values.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::ucp {

TEST(ucp_values, error_codes_have_one_row_each_in_order) {
    unsigned last = 0;
    for (const error_row& row : error_table()) {
        EXPECT_GT(row.code, last);
        last = row.code;
        EXPECT_EQ(find_error(static_cast<error_code>(row.code)), &row);
        EXPECT_STRNE(row.text, "");
    }
    EXPECT_EQ(last, 99u);
    EXPECT_STREQ(find_error(error_code::adc_invalid)->name, "adc_invalid");
    EXPECT_STREQ(find_error(error_code::system_error)->name, "system_error");
    EXPECT_EQ(find_error(error_code{29}), nullptr);
    EXPECT_EQ(find_error(error_code::none), nullptr);
    EXPECT_EQ(find_error(error_code{200}), nullptr);
}

TEST(ucp_values, reads_and_writes_an_error_code) {
    EXPECT_EQ(ec(error_code::checksum_error), "01");
    EXPECT_EQ(ec(error_code{99}), "99");
    EXPECT_EQ(read_ec("04"), error_code::operation_not_allowed);
    EXPECT_EQ(read_ec("4"), error_code::operation_not_allowed);
    for (const char* text : {"", "004", "x4", "4x", "-4"}) EXPECT_EQ(read_ec(text), std::nullopt) << text;
}

TEST(ucp_values, puts_values_into_words) {
    EXPECT_EQ(words(meaning::pid, "0539"), "PC over TCP/IP");
    EXPECT_EQ(words(meaning::nt, "0"), "none");
    EXPECT_EQ(words(meaning::nt, "3"), "delivery, failure");
    EXPECT_EQ(words(meaning::nt, "7"), "delivery, failure, buffered");
    EXPECT_EQ(words(meaning::dst, "2"), "not delivered");
    EXPECT_EQ(words(meaning::rsn, "107"), "absent subscriber");
    EXPECT_EQ(words(meaning::rsn, "000"), "unknown subscriber");
    EXPECT_EQ(words(meaning::rsn, "99"), "");
    EXPECT_EQ(words(meaning::ec, "27"), "message not found in the centre");
    EXPECT_EQ(words(meaning::ec, "29"), "");
    EXPECT_EQ(words(meaning::styp, "1"), "open session");
    EXPECT_EQ(words(meaning::list_styp, "4"), "add to mt-list");
    EXPECT_EQ(words(meaning::plain, "1"), "");
    EXPECT_EQ(words(meaning::pid, "x"), "");
}

TEST(ucp_values, reads_numbers_of_up_to_four_digits) {
    EXPECT_EQ(number_of("0"), 0u);
    EXPECT_EQ(number_of("1120"), 1120u);
    for (const char* text : {"", "12345", "1x", "-1"}) EXPECT_EQ(number_of(text), std::nullopt) << text;
    EXPECT_EQ(state_of("1"), delivery_state::buffered);
    for (const char* text : {"", "3", "00", "x"}) EXPECT_EQ(state_of(text), std::nullopt) << text;
}

}  // namespace hermod::wire::ucp
