#include "wire/at/line_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/at/transcripts_test_data.hpp"

namespace hermod::wire::at {
namespace {

using transcripts::step;

std::string shown(const line& l) {
    static constexpr const char* names[] = {"final", "intermediate", "unsolicited", "prompt", "echo", "overlong", "garbage"};
    std::string out = std::string(names[static_cast<unsigned>(l.kind)]) + " " + l.text;
    if (!l.pdu.empty()) out += " | " + l.pdu;
    if (l.lacks_pdu) out += " | (none)";
    return out;
}

void send(line_reader& reader, const step& s) {
    if (s.sends.starts_with('>')) return reader.sent_pdu(std::string(s.sends.substr(1)) + "\x1A");
    if (!s.sends.empty()) {
        reader.sent(std::string(s.sends) + "\r", s.prompt ? line_reader::prompt_wish::wanted : line_reader::prompt_wish::none);
    }
}

void drain(line_reader& reader, std::vector<std::string>& out) {
    while (const auto l = reader.next()) out.push_back(shown(*l));
}

std::vector<std::string> wanted(const step& s) {
    return {s.lines.begin(), s.lines.end()};
}

// All in one piece, with nothing sent.
std::vector<std::string> heard(std::string_view octets) {
    line_reader reader;
    reader.feed(octets);
    std::vector<std::string> out;
    drain(reader, out);
    return out;
}

using lines = std::vector<std::string>;

}  // namespace

TEST(at_line_reader, hears_every_family_whole_and_cut_at_every_point) {
    for (const auto& t : transcripts::all()) {
        std::size_t longest = 0;
        for (const step& s : t.steps) longest = std::max(longest, s.hears.size());
        for (std::size_t cut = 0; cut <= longest; ++cut) {
            line_reader reader;
            for (const step& s : t.steps) {
                lines out;
                send(reader, s);
                reader.feed(s.hears.substr(0, cut));
                drain(reader, out);
                if (cut < s.hears.size()) reader.feed(s.hears.substr(cut));
                drain(reader, out);
                ASSERT_EQ(out, wanted(s)) << t.name << ", cut at " << cut << ", behind " << s.sends;
            }
            EXPECT_EQ(reader.control_octets(), 0u);
        }
    }
}

TEST(at_line_reader, hears_every_family_octet_by_octet) {
    for (const auto& t : transcripts::all()) {
        line_reader reader;
        for (const step& s : t.steps) {
            lines out;
            send(reader, s);
            for (const char c : s.hears) {
                reader.feed({&c, 1});
                drain(reader, out);
            }
            ASSERT_EQ(out, wanted(s)) << t.name << ", behind " << s.sends;
        }
    }
}

TEST(at_line_reader, an_answer_ends_with_its_final_result) {
    line_reader reader;
    EXPECT_FALSE(reader.answering());
    reader.sent("AT+CSQ\r");
    EXPECT_TRUE(reader.answering());
    reader.feed("+CSQ: 1,99\r\nOK\r\n+CSQ: 2,99\r\n");
    EXPECT_EQ(reader.next()->kind, line_kind::intermediate);
    EXPECT_EQ(reader.next()->kind, line_kind::final);
    EXPECT_FALSE(reader.answering());
    EXPECT_EQ(reader.next()->kind, line_kind::unsolicited);
}

TEST(at_line_reader, an_error_brings_its_number_whether_written_in_digits_or_words) {
    line_reader reader;
    reader.feed("+CMS ERROR: 38\r\n+CME ERROR: sim NOT inserted\r\n+CMS ERROR: 515\r\n+CME ERROR: gone fishing\r\nERROR\r\n");
    EXPECT_EQ(reader.next()->result, (final_result{result_code::cms_error, 38, "38"}));
    EXPECT_EQ(reader.next()->result, (final_result{result_code::cme_error, 10, "sim NOT inserted"}));
    EXPECT_EQ(reader.next()->result, (final_result{result_code::cms_error, 515, "515"}));
    EXPECT_EQ(reader.next()->result, (final_result{result_code::cme_error, std::nullopt, "gone fishing"}));
    EXPECT_EQ(reader.next()->result, (final_result{result_code::error, std::nullopt, "ERROR"}));
}

TEST(at_line_reader, a_prompt_is_heard_before_its_line_ends_and_only_when_it_is_waited_for) {
    line_reader reader;
    reader.sent("AT+CMGS=20\r", line_reader::prompt_wish::wanted);
    reader.feed("\r\n>");
    EXPECT_EQ(shown(reader.next().value()), "prompt >");
    reader.feed(" \r\n+CMGS: 1\r\n");
    EXPECT_EQ(shown(reader.next().value()), "intermediate +CMGS: 1");
    EXPECT_EQ(heard("> text\r\n"), (lines{"unsolicited > text"}));
    EXPECT_EQ(heard("> \r\n"), (lines{"prompt >"})) << "an old one";
}

TEST(at_line_reader, a_pdu_echoed_behind_the_prompt_is_an_echo) {
    line_reader reader;
    reader.sent("AT+CMGS=1\r", line_reader::prompt_wish::wanted);
    reader.feed("\r\n> ");
    EXPECT_EQ(reader.next()->kind, line_kind::prompt);
    reader.sent_pdu("00FF\x1A");
    reader.feed("00FF\x1A\r\n");
    EXPECT_EQ(shown(reader.next().value()), "echo 00FF");
    reader.sent("AT+CMGS=1\r", line_reader::prompt_wish::wanted);
    reader.sent_pdu("00FF\x1A");
    reader.feed("\r\n> 00FF\x1A\r\n");
    EXPECT_EQ(shown(reader.next().value()), "echo 00FF") << "the driver did not wait";
}

TEST(at_line_reader, a_refusal_instead_of_the_prompt_ends_the_wait) {
    line_reader reader;
    reader.sent("AT+CMGS=20\r", line_reader::prompt_wish::wanted);
    reader.feed("\r\n+CMS ERROR: 304\r\n> \r\n");
    EXPECT_EQ(reader.next()->result.number, 304u);
    EXPECT_FALSE(reader.answering());
    EXPECT_EQ(shown(reader.next().value()), "prompt >");
}

TEST(at_line_reader, an_answer_that_looks_like_another_command_is_no_echo) {
    line_reader reader;
    reader.sent("AT+CGMM\r");
    reader.feed("AT+CGMI\r\nOK\r\n");
    EXPECT_EQ(shown(reader.next().value()), "intermediate AT+CGMI");
    EXPECT_EQ(reader.next()->kind, line_kind::final);
    reader.sent("AT\r");
    reader.feed("FLAT\r\n");
    EXPECT_EQ(shown(reader.next().value()), "intermediate FLAT") << "two letters may end any line";
}

TEST(at_line_reader, an_echo_is_taken_once) {
    line_reader reader;
    reader.sent("AT\r");
    reader.feed("AT\rAT\r\r\nOK\r\n");
    lines out;
    drain(reader, out);
    EXPECT_EQ(out, (lines{"echo AT", "intermediate AT", "final OK"}));
}

TEST(at_line_reader, only_the_last_four_things_sent_are_looked_for_as_echoes) {
    line_reader reader;
    for (const char* command : {"AT+A", "AT+B", "AT+C", "AT+D"}) reader.sent(command);
    reader.sent_pdu("00FF\x1A");
    reader.feed("AT+A\r\nAT+B\r\n00FF\r\n");
    lines out;
    drain(reader, out);
    EXPECT_EQ(out, (lines{"intermediate AT+A", "echo AT+B", "echo 00FF"}));
    for (const char* command : {"AT+E", "AT+F", "AT+G"}) reader.sent(command);
    reader.feed("AT+C\r\nAT+D\r\n");
    out.clear();
    drain(reader, out);
    EXPECT_EQ(out, (lines{"intermediate AT+C", "echo AT+D"}));
}

TEST(at_line_reader, who_gives_up_looks_for_no_echo_either) {
    line_reader reader;
    reader.sent("AT+CSQ\r");
    reader.forget();
    reader.feed("AT+CSQ\r\n");
    EXPECT_EQ(shown(reader.next().value()), "unsolicited AT+CSQ");
}

TEST(at_line_reader, nothing_is_held_once_its_lines_were_given) {
    line_reader reader;
    reader.feed("OK\r\n+CS");
    EXPECT_EQ(reader.held(), 7u);
    while (reader.next()) {
    }
    EXPECT_EQ(reader.held(), 3u);
    reader.feed("Q: 1,1\r\n");
    while (reader.next()) {
    }
    EXPECT_EQ(reader.held(), 0u);
}

TEST(at_line_reader, a_line_above_its_bound_is_cut_and_the_next_one_is_whole) {
    line_reader reader(line_limits{16});
    reader.feed(std::string(1000, 'x') + "\r\n+CSQ: 1,2\r\n");
    EXPECT_EQ(shown(reader.next().value()), "overlong " + std::string(16, 'x'));
    EXPECT_EQ(shown(reader.next().value()), "unsolicited +CSQ: 1,2");
    reader.feed("+CUSD: 0,\"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\",15\nOK\n");
    EXPECT_EQ(reader.next()->kind, line_kind::overlong);
    lines out;
    drain(reader, out);
    EXPECT_EQ(out.back(), "final OK");
}

TEST(at_line_reader, control_octets_are_dropped_and_counted_and_garbage_is_named) {
    line_reader reader;
    reader.feed(std::string_view("\0\0\x11OK\r\n\xFF\xFE~\r\n\x7F\r\nOK\r\n", 19));
    EXPECT_EQ(shown(reader.next().value()), "final OK");
    EXPECT_EQ(shown(reader.next().value()), "garbage \xFF\xFE~");
    EXPECT_EQ(shown(reader.next().value()), "final OK");
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.control_octets(), 4u);
}

TEST(at_line_reader, news_between_a_header_and_its_pdu_do_not_part_them) {
    const std::string pdu(transcripts::deliver);
    EXPECT_EQ(heard("+CMT: ,28\r\n^RSSI:3\r\n" + pdu + "\r\n"), (lines{"unsolicited ^RSSI:3", "unsolicited +CMT: ,28 | " + pdu}));
    EXPECT_EQ(heard("+CMT: ,28\r\n+CDS: 25\r\n" + pdu + "\r\n"),
              (lines{"unsolicited +CMT: ,28 | (none)", "unsolicited +CDS: 25 | " + pdu}));
}

TEST(at_line_reader, an_echo_is_known_with_its_blanks_and_a_whole_pdu_while_an_answer_is_awaited) {
    line_reader reader;
    reader.sent("AT+CPIN=\"1 2\"\r");
    const std::string pdu(transcripts::deliver.substr(16));  // without its SMSC part
    reader.feed("AT+CPIN=\"1 2\"\r\n+CMT: ,28\r\n" + pdu + "\r\n");
    lines out;
    drain(reader, out);
    EXPECT_EQ(out, (lines{"echo AT+CPIN=\"1 2\"", "unsolicited +CMT: ,28 | " + pdu}));
}

TEST(at_line_reader, a_line_of_a_ussd_string_may_look_like_a_heading) {
    EXPECT_EQ(heard("+CUSD: 0,\"Your account\r\nBonus: 3\r\n+46: none\",15\r\n"),
              (lines{"unsolicited +CUSD: 0,\"Your account\nBonus: 3\n+46: none\",15"}));
}

TEST(at_line_reader, a_serial_number_is_not_taken_for_a_pdu_that_never_came) {
    line_reader reader;
    reader.sent("AT+CGSN\r");
    reader.feed("+CMT: ,28\r\n353456789012345\r\nOK\r\n");
    lines out;
    drain(reader, out);
    EXPECT_EQ(out, (lines{"unsolicited +CMT: ,28 | (none)", "intermediate 353456789012345", "final OK"}));
}

TEST(at_line_reader, what_never_ends_can_be_had_when_patience_is_over) {
    line_reader reader;
    reader.feed("+CUSD: 0,\"half a text\r\n");
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(shown(reader.flush().value()), "unsolicited +CUSD: 0,\"half a text");
    reader.feed("+CMT: ,28\r\n");
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(shown(reader.flush().value()), "unsolicited +CMT: ,28 | (none)");
    reader.feed("OK");
    EXPECT_EQ(shown(reader.flush().value()), "final OK");
    EXPECT_FALSE(reader.flush());
}

TEST(at_line_reader, who_gives_up_hears_no_more_answers) {
    line_reader reader;
    reader.sent("AT+CMGS=20\r", line_reader::prompt_wish::wanted);
    reader.forget();
    reader.feed("\r\n> \r\n+CMGS: 4\r\n");
    EXPECT_EQ(shown(reader.next().value()), "prompt >");
    EXPECT_EQ(shown(reader.next().value()), "unsolicited +CMGS: 4") << "a late answer";
}

// Whatever comes, however it is cut.
RC_GTEST_PROP(at_line_reader, any_octets_cut_anywhere_give_the_same_lines, ()) {
    static const std::string alphabet = "\r\n\r\n\"\"+:,>  OK12AFCMTUSDGLx\x1A\xFF";
    const auto octets = *rc::gen::container<std::string>(rc::gen::elementOf(alphabet));
    const auto cut = *rc::gen::inRange<std::size_t>(0, octets.size() + 1);
    const auto hear = [&](std::size_t at) {
        line_reader reader;
        reader.sent("AT+CMGS=1", line_reader::prompt_wish::wanted);
        lines out;
        reader.feed(std::string_view(octets).substr(0, at));
        drain(reader, out);
        reader.feed(std::string_view(octets).substr(at));
        drain(reader, out);
        while (const auto l = reader.flush()) out.push_back(shown(*l));
        return out;
    };
    RC_ASSERT(hear(cut) == hear(0));
}

}  // namespace hermod::wire::at
