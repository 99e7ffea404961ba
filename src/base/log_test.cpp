#include "base/log.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

namespace hermod {
namespace {

struct collecting_sink final : log_sink {
    void write(log_level level, std::string_view fields) noexcept override {
        levels.push_back(level);
        lines.emplace_back(fields);
    }
    std::vector<log_level> levels;
    std::vector<std::string> lines;
};

class log_test : public testing::Test {
protected:
    log_test() { set_log_sink(&sink_); }
    ~log_test() override {
        set_log_sink(nullptr);
        set_log_switches({});
    }
    collecting_sink sink_;
};

std::string escaped(std::string_view text) {
    std::string out;
    append_percent(out, text);
    return out;
}

}  // namespace

TEST_F(log_test, writes_each_type_of_field_as_json) {
    log_line(log_level::warning, "event_name")
        .field("text", "a\"b")
        .field("yes", true)
        .field("least", std::numeric_limits<std::int64_t>::min())
        .field("most", std::numeric_limits<std::uint64_t>::max())
        .field("octet", std::uint8_t{200})
        .field("half", 0.5)
        .field("none", std::numeric_limits<double>::infinity())
        .field("error", make_error_code(boost::system::errc::connection_refused));
    ASSERT_EQ(sink_.lines.size(), 1u);
    EXPECT_EQ(sink_.lines[0],
              R"("level":"warning","event":"event_name","text":"a\"b","yes":true,"least":-9223372036854775808,)"
              R"("most":18446744073709551615,"octet":200,"half":0.5,"none":null,"error":"Connection refused")");
    EXPECT_EQ(sink_.levels[0], log_level::warning);
}

TEST_F(log_test, drops_lines_below_the_level) {
    set_log_switches({.level = log_level::warning});
    log_line(log_level::info, "quiet").field("a", 1);
    log_line(log_level::error, "loud");
    ASSERT_EQ(sink_.lines.size(), 1u);
    EXPECT_EQ(sink_.lines[0], R"("level":"error","event":"loud")");
    set_log_switches({.level = log_level::off});
    log_line(log_level::error, "quiet");
    EXPECT_EQ(sink_.lines.size(), 1u);
}

TEST_F(log_test, switches_access_and_pdu_lines_one_by_one_whatever_the_level) {
    set_log_switches({.level = log_level::off, .access = true});
    log_line(log_category::access, "accepted");
    log_line(log_category::pdu, "submit_sm");
    set_log_switches({.level = log_level::off, .pdus = true});
    log_line(log_category::access, "accepted");
    log_line(log_category::pdu, "submit_sm");
    EXPECT_EQ(sink_.lines, (std::vector<std::string>{R"("level":"info","log":"access","event":"accepted")",
                                                     R"("level":"info","log":"pdu","event":"submit_sm")"}));
}

TEST_F(log_test, a_line_may_be_written_while_another_is_being_built) {
    const auto inner = [] {
        log_line(log_level::info, "inner").field("n", 1);
        return 7;
    };
    log_line(log_level::info, "outer").field("first", 0).field("result", inner()).field("last", 2);
    ASSERT_EQ(sink_.lines.size(), 2u);
    EXPECT_EQ(sink_.lines[0], R"("level":"info","event":"inner","n":1)");
    EXPECT_EQ(sink_.lines[1], R"("level":"info","event":"outer","first":0,"result":7,"last":2)");
}

TEST_F(log_test, masks_numbers_only_when_configured) {
    log_line(log_level::info, "a").number("to", "+447700900123");
    set_log_switches({.mask_numbers = true});
    log_line(log_level::info, "a").number("to", "+447700900123");
    EXPECT_EQ(sink_.lines[0], R"("level":"info","event":"a","to":"+447700900123")");
    EXPECT_EQ(sink_.lines[1], R"("level":"info","event":"a","to":"+4477******23")");
}

TEST_F(log_test, cuts_a_long_value_between_characters) {
    std::string text(4095, 'x');
    text += "\u20ac tail";  // the euro sign's three octets stand on the limit
    log_line(log_level::info, "a").field("text", text);
    EXPECT_EQ(sink_.lines[0], R"("level":"info","event":"a","text":")" + std::string(4095, 'x') + "...\"");
}

TEST(log_mask, keeps_the_country_and_two_digits_of_a_subscriber_and_all_of_anything_else) {
    EXPECT_EQ(masked("+447700900123"), "+4477******23");
    EXPECT_EQ(masked("447700900123"), "4477******23");
    EXPECT_EQ(masked("1234567"), "1234*67");
    EXPECT_EQ(masked("123456"), "123456");
    EXPECT_EQ(masked("Shop 24 x"), "Shop 24 x");
    EXPECT_EQ(masked(""), "");
}

TEST(log_escape, no_peer_can_forge_a_line_or_colour_a_terminal) {
    EXPECT_EQ(escaped("a\r\n\t\\\"b"), R"(a\r\n\t\\\"b)");
    EXPECT_EQ(escaped(std::string_view("\0\x1b[31m\x7f", 7)), R"(\u0000\u001b[31m\u007f)");
    EXPECT_EQ(escaped("\u009b31m"), R"(\u009b31m)");           // CSI of C1
    EXPECT_EQ(escaped("\u202eabc\u2066\u200f"), R"(\u202eabc\u2066\u200f)");
    EXPECT_EQ(escaped("\u2028\u2029\ufeff"), R"(\u2028\u2029\ufeff)");
}

TEST(log_escape, leaves_readable_text_of_any_script_as_it_is) {
    for (const char* text : {"caf\u00e9 \u20ac", "\u0416\u05d0\u0627\u4e2d", "\U0001f600", "\U0010fffd"}) EXPECT_EQ(escaped(text), text);
}

TEST(log_escape, replaces_each_octet_that_is_no_utf8) {
    EXPECT_EQ(escaped("\xff"), R"(\ufffd)");
    EXPECT_EQ(escaped("a\xc3"), R"(a\ufffd)");                          // cut
    EXPECT_EQ(escaped("\xc0\xaf"), R"(\ufffd\ufffd)");                  // overlong
    EXPECT_EQ(escaped("\xe0\x80\xaf"), R"(\ufffd\ufffd\ufffd)");        // overlong
    EXPECT_EQ(escaped("\xed\xa0\x80"), R"(\ufffd\ufffd\ufffd)");        // surrogate
    EXPECT_EQ(escaped("\xf4\x90\x80\x80"), R"(\ufffd\ufffd\ufffd\ufffd)");  // above U+10FFFF
    EXPECT_EQ(escaped("\xe2\x82" "a"), R"(\ufffd\ufffda)");
}

}  // namespace hermod
