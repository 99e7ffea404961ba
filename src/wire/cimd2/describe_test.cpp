#include "wire/cimd2/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::wire::cimd2 {
namespace {

using golden::octets_of;
using testing::HasSubstr;
using testing::Not;

std::string line(std::string_view text) {
    return describe(octets_of(text));
}

}  // namespace

TEST(cimd2_describe, says_a_packet_in_one_line) {
    EXPECT_EQ(line("^03:005|021:46701234567|033:Hello_Oa|056:14|~"),
              "submit_message 03:005 destination_address=46701234567 user_data=\"Hello@\" status_report_request=14");
    EXPECT_EQ(line("^23:254|021:467|060:261125190923|061:4|062:0|~"),
              "deliver_status_report 23:254 destination_address=467 service_centre_timestamp=261125190923"
              " status_code=4 (delivery successful) status_error_code=0");
    EXPECT_EQ(line("^51:001|900:100|901:invalid login|A6~"),
              "login_response 51:001 error_code=100 (invalid login) error_text=\"invalid login\" checksum=A6");
}

TEST(cimd2_describe, escapes_quotation_marks_inside_of_quotation_marks) {
    EXPECT_EQ(line("^98:001|901:say \"a\\b\"|~"), R"(general_error_response 98:001 error_text="say \x22a\x5Cb\x22")");
    EXPECT_THAT(line("^20:000|021:1|023:2|060:261125190923|033:_qqé|~"), HasSubstr(R"(user_data="\x22)"));
}

TEST(cimd2_describe, shows_every_golden_packet_without_a_fault) {
    for (const auto& e : golden::examples()) {
        const std::string text = line(e.text);
        EXPECT_THAT(text, Not(HasSubstr("fault:"))) << e.name;
        EXPECT_THAT(text, Not(HasSubstr("odd:"))) << e.name;
        EXPECT_THAT(text, HasSubstr("checksum=")) << e.name;
    }
}

TEST(cimd2_describe, shows_stars_for_passwords_unless_asked) {
    const std::string frame = octets_of("^01:001|010:foo|011:geheim|~");
    EXPECT_THAT(describe(frame), HasSubstr("password=***"));
    EXPECT_THAT(describe(frame), Not(HasSubstr("geheim")));
    EXPECT_THAT(describe(frame, {.show_password = true}), HasSubstr("password=geheim"));
}

TEST(cimd2_describe, shows_no_password_of_a_broken_packet_either) {
    for (const std::string_view text :
         {"^01:001|010:foo|011:geheim~", "^01:001|010:foo|11:geheim|~", "^01:001|011:geheim|00~", "^01:001|x|011:geheim|~",
          "01:001|011:geheim|~", "^01:001|011:geheim", "^01:00|011:geheim|~"}) {
        EXPECT_THAT(line(text), Not(HasSubstr("geheim"))) << text;
        EXPECT_THAT(line(text), HasSubstr("fault: ")) << text;
    }
}

TEST(cimd2_describe, goes_as_far_as_a_broken_packet_makes_sense_and_names_the_fault) {
    EXPECT_EQ(line("^03:001|021:467|nonsense|~"),
              "submit_message 03:001 destination_address=467; fault: parameter at octet 16: a parameter must be three digits, a "
              "colon and a value");
    EXPECT_EQ(line("^01:001|00~"), "login 01:001 checksum=00; fault: checksum at octet 8: the checksum differs");
    EXPECT_EQ(line("^77:001|801:x|~"), "unknown 77:001 801=\"x\"; fault: header at octet 1: unknown operation");
    EXPECT_EQ(line("garbage"), "unreadable, 7 octets; fault: header at octet 0: not a packet from STX to ETX");
    EXPECT_EQ(describe({}), "unreadable, 0 octets; fault: header at octet 0: not a packet from STX to ETX");
}

TEST(cimd2_describe, names_oddities) {
    EXPECT_THAT(line("^03:002|021:467|801:x|~"), HasSubstr("; odd: unknown parameter; odd: packet number of the other side"));
    for (std::size_t i = 0; i < oddity_count; ++i) EXPECT_NE(words(static_cast<oddity>(i)), "unknown oddity");
}

TEST(cimd2_describe, lets_no_control_character_through) {
    // An escape sequence for a terminal, a C1 control, and a right-to-left override in UTF-8, which is Latin-1 here.
    const std::string text = line("^20:000|021:\x1B]0;\x07|023:2|033:a\x1B[2J\x9B\xE2\x80\xAE\r\n|801:\x7F|~");
    for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) << int(c);
    EXPECT_THAT(text, HasSubstr("\\x0D\\x0A"));
}

}  // namespace hermod::wire::cimd2
