#include "accept/recipient_number.hpp"

#include <gtest/gtest.h>

namespace hermod::accept::recipient_number_test {
namespace {

std::string dialled(std::string_view written, std::string_view in) {
    const auto made = international_number(written, *find_country(in));
    if (const auto* wrong = std::get_if<refusal>(&made)) return wrong->field + ' ' + wrong->code;
    return std::get<std::string>(made);
}

std::string why_not(std::string_view written, std::string_view in) {
    const auto made = international_number(written, *find_country(in));
    return std::holds_alternative<refusal>(made) ? std::get<refusal>(made).detail : "taken as " + std::get<std::string>(made);
}

const std::string refused = "to invalid_number";

TEST(recipient_number, is_international_already) {
    EXPECT_EQ(dialled("+41791234567", "CH"), "+41791234567");
    EXPECT_EQ(dialled("+447700900123", "CH"), "+447700900123");
    EXPECT_EQ(dialled("+44 7700 900-123", "CH"), "+447700900123");
}

TEST(recipient_number, is_international_behind_the_countrys_prefix) {
    EXPECT_EQ(dialled("0041791234567", "CH"), "+41791234567");
    EXPECT_EQ(dialled("00447700900123", "CH"), "+447700900123");
    EXPECT_EQ(dialled("011447700900123", "US"), "+447700900123");
    EXPECT_EQ(dialled("00447700900123", "US"), "+447700900123");
    EXPECT_EQ(dialled("0011 44 7700 900123", "AU"), "+447700900123");
    EXPECT_EQ(dialled("810447700900123", "RU"), "+447700900123");
}

TEST(recipient_number, behind_a_carriers_prefix_leads_home_where_that_fits) {
    EXPECT_EQ(dialled("009447700900123", "CO"), "+447700900123");
    EXPECT_EQ(dialled("00573001234567", "CO"), "+573001234567");
    EXPECT_EQ(dialled("001447700900123", "KR"), "+447700900123");
}

TEST(recipient_number, is_national_behind_the_trunk_prefix) {
    EXPECT_EQ(dialled("0791234567", "CH"), "+41791234567");
    EXPECT_EQ(dialled("079 123 45 67", "CH"), "+41791234567");
    EXPECT_EQ(dialled("0171/1234567", "DE"), "+491711234567");
    EXPECT_EQ(dialled("06 20 123 4567", "HU"), "+36201234567");
    EXPECT_EQ(dialled("8 (916) 123-45-67", "RU"), "+79161234567");
    EXPECT_EQ(dialled("1-212-555-0123", "US"), "+12125550123");
}

TEST(recipient_number, is_national_without_a_prefix_where_its_length_says_so) {
    EXPECT_EQ(dialled("791234567", "CH"), "+41791234567");
    EXPECT_EQ(dialled("(212) 555-0123", "US"), "+12125550123");
    EXPECT_EQ(dialled("20123456", "DK"), "+4520123456");
    EXPECT_EQ(dialled("45123456", "DK"), "+4545123456");
    EXPECT_EQ(dialled("3934567890", "IT"), "+393934567890");
}

TEST(recipient_number, behind_the_countrys_own_code_needs_no_plus) {
    EXPECT_EQ(dialled("41791234567", "CH"), "+41791234567");
    EXPECT_EQ(dialled("4520123456", "DK"), "+4520123456");
    EXPECT_EQ(dialled("393471234567", "IT"), "+393471234567");
}

TEST(recipient_number, has_a_zero_in_brackets_that_is_not_dialled_from_abroad) {
    EXPECT_EQ(dialled("+41 (0)79 123 45 67", "DE"), "+41791234567");
    EXPECT_EQ(dialled("0041 (0)79 123 45 67", "DE"), "+41791234567");
    EXPECT_EQ(dialled("+39 (0)6 12345678", "CH"), "+390612345678");  // Italy's zero is part of the number
    EXPECT_EQ(dialled("(0)79 123 45 67", "CH"), "+41791234567");
}

TEST(recipient_number, that_fits_nothing_is_refused_with_the_ways_out) {
    EXPECT_EQ(why_not("07912345", "CH"),
              "\"07912345\" is no number that is dialled in CH: write it with + and the country's code, with 00, or as it is "
              "dialled in CH: 0 and 9 digits");
    EXPECT_EQ(dialled("447700900123", "CH"), refused);  // whose it is, nothing says
    EXPECT_EQ(dialled("118", "CH"), refused);
    EXPECT_EQ(dialled("079123456789", "CH"), refused);
    EXPECT_EQ(dialled("+4179", "CH"), refused);
    EXPECT_EQ(dialled("+0791234567", "CH"), refused);
    EXPECT_EQ(dialled("00", "CH"), refused);
    EXPECT_EQ(dialled("000791234567", "CH"), refused);
}

TEST(recipient_number, that_can_be_read_in_two_ways_is_refused_with_both) {
    // Austria's mobile numbers have 7 to 13 digits: 43 may be the country or a beginning.
    EXPECT_EQ(why_not("436641234567", "AT"),
              "\"436641234567\" can be read as +43436641234567 and as +436641234567: write one of the two");
}

TEST(recipient_number, of_other_characters_is_refused_whatever_they_are) {
    EXPECT_EQ(dialled("", "CH"), refused);
    EXPECT_EQ(dialled("Shop", "CH"), refused);
    EXPECT_EQ(dialled("079 123 45 6x", "CH"), refused);
    EXPECT_EQ(dialled("+", "CH"), refused);
    EXPECT_EQ(dialled("()", "CH"), refused);
    EXPECT_EQ(dialled("079+1234567", "CH"), refused);
    EXPECT_EQ(dialled(std::string("0791234567\0", 11), "CH"), refused);
    EXPECT_EQ(dialled(std::string(1'000, '7'), "CH"), refused);
}

TEST(recipient_number, once_made_international_stays_as_it_is) {
    for (const country& home : all_countries())
        for (const std::string_view written : {"0791234567", "12125550123", "0041791234567", "791234567", "20123456"}) {
            const auto made = international_number(written, home);
            const auto* number = std::get_if<std::string>(&made);
            if (!number) continue;
            EXPECT_EQ(dialled(*number, home.iso), *number) << home.iso;
        }
}

constexpr account_id shop{1}, other{2};

TEST(number_rules, take_the_longest_beginning_and_an_accounts_own_first) {
    const number_rules rules({{{}, "41", "42"}, {{}, "4179", "4178"}, {shop, "4", "5"}});
    ASSERT_NE(rules.find(other, "+41791234567"), nullptr);
    EXPECT_EQ(rules.find(other, "+41791234567")->to, "4178");
    EXPECT_EQ(rules.find(other, "+41761234567")->to, "42");
    EXPECT_EQ(rules.find(shop, "+41761234567")->to, "5");
    EXPECT_EQ(rules.find(other, "+447700900123"), nullptr);
    EXPECT_EQ(number_rules().find(shop, "+41"), nullptr);
}

TEST(number_rules, may_name_a_whole_number) {
    const number_rules rules({{{}, "41791234567", "41790000000"}});
    ASSERT_NE(rules.find(shop, "+41791234567"), nullptr);
    EXPECT_EQ(rules.find(shop, "+4179123456"), nullptr);
}

}  // namespace
}  // namespace hermod::accept::recipient_number_test
