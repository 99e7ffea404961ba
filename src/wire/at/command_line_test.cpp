#include "wire/at/command_line.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/at/command.hpp"

namespace hermod::wire::at {

using form = command_form;
using all = std::vector<given_command>;

TEST(at_command_line, is_cut_into_its_commands) {
    EXPECT_EQ(*read_command_line("AT"), all{});
    EXPECT_EQ(*read_command_line("at+cmgf?"), (all{{"+CMGF", form::read, ""}}));
    EXPECT_EQ(*read_command_line("AT+CMGF=?"), (all{{"+CMGF", form::test, ""}}));
    EXPECT_EQ(*read_command_line("AT+CMGL"), (all{{"+CMGL", form::execute, ""}}));
    EXPECT_EQ(*read_command_line("AT+CPMS=\"SM\",\"sm\""), (all{{"+CPMS", form::set, "\"SM\",\"sm\""}}));
    EXPECT_EQ(*read_command_line("AT+CMEE=1;+CREG=2"), (all{{"+CMEE", form::set, "1"}, {"+CREG", form::set, "2"}}));
    EXPECT_EQ(*read_command_line("AT^CURC=0"), (all{{"^CURC", form::set, "0"}}));
}

TEST(at_command_line, holds_basic_commands_side_by_side) {
    EXPECT_EQ(*read_command_line("ATZ"), (all{{"Z", form::execute, ""}}));
    EXPECT_EQ(*read_command_line("ATE0V1 &F S0=0;+CMEE=2"), (all{{"E", form::set, "0"},
                                                                 {"V", form::set, "1"},
                                                                 {"&F", form::execute, ""},
                                                                 {"S0", form::set, "0"},
                                                                 {"+CMEE", form::set, "2"}}));
    EXPECT_EQ(*read_command_line("ATD+4915112;"), (all{{"D", form::set, "+4915112;"}}));
    EXPECT_EQ(*read_command_line("ATS7?"), (all{{"S7", form::read, ""}}));
}

TEST(at_command_line, a_semicolon_in_a_string_ends_nothing) {
    EXPECT_EQ(*read_command_line("AT+CUSD=1,\"*1;2#\",15;+CSQ"),
              (all{{"+CUSD", form::set, "1,\"*1;2#\",15"}, {"+CSQ", form::execute, ""}}));
}

TEST(at_command_line, says_where_no_command_begins) {
    EXPECT_EQ(read_command_line("").error().code, errc::wrong_answer);
    EXPECT_EQ(read_command_line("BT+CSQ").error().code, errc::wrong_answer);
    EXPECT_EQ(read_command_line("AT+").error(), (codec_error{errc::unsafe_argument, "command", 3}));
    EXPECT_EQ(read_command_line("ATE0\"").error(), (codec_error{errc::unsafe_argument, "command", 4}));
    EXPECT_EQ(read_command_line("ATS=0").error().code, errc::unsafe_argument);
}

RC_GTEST_PROP(at_command_line, reads_what_command_writes, (unsigned number, std::string text)) {
    std::erase_if(text, [](char c) { return c < 0x20 || c >= 0x7F || c == '"'; });
    RC_PRE(text.size() < 400u);
    const std::string line = *command("+X").number(number).string(text).line();
    const auto read = read_command_line(std::string_view(line).substr(0, line.size() - 1));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == (all{{"+X", form::set, std::to_string(number) + ",\"" + text + "\""}}));
}

RC_GTEST_PROP(at_command_line, any_line_is_read_or_refused, (std::string text)) {
    if (const auto read = read_command_line("AT" + text)) {
        for (const given_command& one : *read) RC_ASSERT(!one.name.empty());
    }
}

}  // namespace hermod::wire::at
