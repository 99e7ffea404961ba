#include "connectors/ucp/remote_id.hpp"

#include <gtest/gtest.h>

namespace hermod::connectors::ucp {

TEST(ucp_remote_id, is_one_name_for_all_spellings_of_a_number) {
    for (const char* adc : {"447700900123", "+447700900123", "00447700900123", "0447700900123", " 447700900123", "44 7700 900123"})
        EXPECT_EQ(remote_id(adc, "231126152730", false), "447700900123:231126152730") << adc;
    for (const char* sm : {"447700900123:231126152730", "+447700900123:231126152730", "00447700900123: 231126152730 "})
        EXPECT_EQ(remote_id_of(sm, "447700900123", false), "447700900123:231126152730") << sm;
}

TEST(ucp_remote_id, national_and_international_forms_are_one_name_only_where_the_dialect_says_so) {
    EXPECT_NE(remote_id("07700900123", "231126152730", false), remote_id("447700900123", "231126152730", false));
    for (const char* adc : {"07700900123", "+447700900123", "7700900123", "00447700900123"})
        EXPECT_EQ(remote_id(adc, "231126152730", true), "0900123:231126152730") << adc;
    EXPECT_EQ(remote_id("88222", "231126152730", true), "88222:231126152730");
}

TEST(ucp_remote_id, second_alone_goes_with_the_number_that_we_wrote) {
    EXPECT_EQ(remote_id_of("231126152730", "00447700900123", false), "447700900123:231126152730");
    EXPECT_EQ(remote_id_of(" 231126152730 ", "447700900123", false), "447700900123:231126152730");
}

TEST(ucp_remote_id, text_that_names_no_second_stays_as_it_is) {
    EXPECT_EQ(remote_id_of("accepted", "447700900123", false), "accepted");
    EXPECT_EQ(remote_id_of("", "447700900123", false), "");
    EXPECT_EQ(remote_id_of("447700900123:991399999999", "1", false), "447700900123:991399999999");
    EXPECT_EQ(remote_id_of("Shop:231126152730", "1", false), "Shop:231126152730");
}

}  // namespace hermod::connectors::ucp
