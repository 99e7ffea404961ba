#include "wire/at/command.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace hermod::wire::at {

TEST(at_command, is_written_with_its_parameters) {
    EXPECT_EQ(*command("E0").line(), "ATE0\r");
    EXPECT_EQ(*command("+CMGS").number(23).line(), "AT+CMGS=23\r");
    EXPECT_EQ(*command("+CUSD").number(1).string("*100#").number(15).line(), "AT+CUSD=1,\"*100#\",15\r");
    EXPECT_EQ(*command("+CNMI").number(2).nothing().number(0).line(), "AT+CNMI=2,,0\r");
    EXPECT_EQ(*command("+CPIN").word("1234").line(), "AT+CPIN=1234\r");
    EXPECT_EQ(question("+CMGF"), "AT+CMGF?\r");
    EXPECT_EQ(choices("+CNMI"), "AT+CNMI=?\r");
}

TEST(at_command, no_argument_ends_the_command_or_begins_another_one) {
    const auto fault = [](std::uint32_t at) { return codec_error{errc::unsafe_argument, "argument", at}; };
    EXPECT_EQ(command("+CUSD").number(1).string("*100#\rATD112;").line().error(), fault(16));
    EXPECT_EQ(command("+CUSD").number(1).string("\"").line().error(), fault(11));
    EXPECT_EQ(command("+CPIN").word("1234;+CMGD=1,4").line().error(), fault(12));
    EXPECT_EQ(command("+CPIN").word("1,2").line().error(), fault(9));
    EXPECT_EQ(command("+CPIN").word("1\"").line().error(), fault(9));
    for (const char c : {'\r', '\n', '\x1A', '\x1B', '\0', '\x7F', '\x80', '\t'}) {
        EXPECT_EQ(command("+X").string(std::string(1, c)).line().error(), fault(6)) << int{c};
        EXPECT_EQ(command("+X").word(std::string(1, c)).line().error(), fault(5)) << int{c};
        EXPECT_EQ(whole_line("AT+X" + std::string(1, c)).error(), fault(4)) << int{c};
    }
}

TEST(at_command, a_line_of_a_configuration_is_one_line_that_begins_with_at) {
    EXPECT_EQ(*whole_line("AT+CMEE=1;+CREG=2"), "AT+CMEE=1;+CREG=2\r");
    EXPECT_EQ(*whole_line("at&f"), "at&f\r");
    EXPECT_EQ(*whole_line("AT"), "AT\r");
    EXPECT_EQ(*whole_line("AT+COPS=0, 2"), "AT+COPS=0, 2\r");
    EXPECT_EQ(whole_line("AT" + std::string(510, '0'))->size(), max_command + 1);
    EXPECT_EQ(whole_line("RING").error(), (codec_error{errc::wrong_answer, "command", 0}));
    EXPECT_EQ(whole_line("").error(), (codec_error{errc::wrong_answer, "command", 0}));
    EXPECT_EQ(whole_line("AT" + std::string(511, '0')).error(), (codec_error{errc::line_too_long, "command", 512}));
    EXPECT_EQ(command("+X").word(std::string(508, '0')).line().error(), (codec_error{errc::line_too_long, "command", 512}));
    EXPECT_TRUE(command("+X").word(std::string(507, '0')).line().has_value());
}

TEST(at_command, a_pdu_is_hexadecimal_and_ends_with_ctrl_z) {
    EXPECT_EQ(*pdu_text("00A1f"), "00A1f\x1A");
    EXPECT_EQ(pdu_text("00\x1A").error(), (codec_error{errc::not_hex, "pdu", 2}));
    EXPECT_EQ(pdu_text("00 11").error(), (codec_error{errc::not_hex, "pdu", 2}));
    EXPECT_EQ(leave_prompt, "\x1B");
}

RC_GTEST_PROP(at_command, whatever_the_argument_there_is_one_line_end_and_it_is_the_last, (const std::string& argument)) {
    for (const auto& line :
         {command("+X").string(argument).line(), command("+X").word(argument).line(), whole_line("AT" + argument)}) {
        if (!line) continue;
        RC_ASSERT(line->find('\r') == line->size() - 1);
        RC_ASSERT(std::all_of(line->begin(), line->end() - 1, [](char c) { return c >= 0x20 && c < 0x7F; }));
    }
}

}  // namespace hermod::wire::at
