#include "message/remote_id.hpp"

#include <gtest/gtest.h>

namespace hermod {

TEST(remote_id, canonical_form_forgets_case_zeros_and_blanks) {
    EXPECT_EQ(canonical_remote_id("000024"), "24");
    EXPECT_EQ(canonical_remote_id("00AbC "), "abc");
    EXPECT_EQ(canonical_remote_id("0000"), "0");
    EXPECT_EQ(canonical_remote_id(""), "");
    EXPECT_EQ(canonical_remote_id("9f1c-77AA"), "9f1c-77aa");
}

// Each row: what submit_sm_resp said, what the receipt said.
TEST(remote_id, a_receipt_finds_every_usual_spelling) {
    const std::pair<const char*, const char*> rows[] = {
        {"24", "000024"}, {"ff", "FF"},       {"FF", "255"},        {"255", "ff"},   {"255", "00FF"},
        {"00FF", "0255"}, {"0000", "0"},      {"18446744073709551615", "FFFFFFFFFFFFFFFF"},
        {"1-2-x", "1-2-X"}, {"abcdefabcdefabcdefabcdef", "ABCDEFABCDEFABCDEFABCDEF"}};
    for (const auto& [sent, told] : rows) {
        const auto spellings = remote_id_spellings(told);
        EXPECT_NE(std::find(spellings.begin(), spellings.end(), canonical_remote_id(sent)), spellings.end()) << sent << " " << told;
    }
}

TEST(remote_id, the_literal_spelling_is_tried_first) {
    EXPECT_EQ(remote_id_spellings("16").front(), "16");
    EXPECT_EQ(remote_id_spellings("10"), (std::vector<std::string>{"10", "a", "16"}));
    EXPECT_EQ(remote_id_spellings("7"), (std::vector<std::string>{"7"}));
}

TEST(remote_id, keys_differ_by_connector) {
    EXPECT_NE(remote_key(connector_id{1}, "24"), remote_key(connector_id{2}, "24"));
}

TEST(remote_id, keys_of_a_shared_id_differ_by_subscriber_however_the_number_is_written) {
    const auto key = [](std::string_view to) { return remote_key(connector_id{1}, "24", to); };
    EXPECT_EQ(key("+447700900123"), key("07700 900123"));
    EXPECT_EQ(key("+447700900123"), key("0900123"));
    EXPECT_NE(key("+447700900123"), key("+447700900124"));
    EXPECT_NE(key("+447700900123"), key("00123")) << "shorter than what is compared";
    EXPECT_NE(key(""), remote_key(connector_id{1}, "24"));
}

TEST(remote_id, national_and_international_numbers_are_one_subscriber) {
    EXPECT_TRUE(same_subscriber("+447700900123", "07700900123"));
    EXPECT_TRUE(same_subscriber("", "07700900123"));
    EXPECT_FALSE(same_subscriber("+447700900123", "+447700900124"));
}

}  // namespace hermod
