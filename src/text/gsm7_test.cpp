#include "text/gsm7.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "text/arbitrary_text.hpp"
#include "text/encoding.hpp"

namespace hermod::text {
namespace {

// The default alphabet once more, by code point, as TS 23.038 section 6.2.1 prints it, column by column of 16.
constexpr char32_t alphabet[128] = {
    0x40,  0xA3, 0x24,  0xA5,  0xE8,  0xE9,  0xF9,  0xEC,  0xF2,  0xC7,  0x0A,  0xD8, 0xF8, 0x0D, 0xC5, 0xE5,  // 00
    0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0,    0xC6, 0xE6, 0xDF, 0xC9,  // 10
    0x20,  0x21, 0x22,  0x23,  0xA4,  0x25,  0x26,  0x27,  0x28,  0x29,  0x2A,  0x2B, 0x2C, 0x2D, 0x2E, 0x2F,  // 20
    0x30,  0x31, 0x32,  0x33,  0x34,  0x35,  0x36,  0x37,  0x38,  0x39,  0x3A,  0x3B, 0x3C, 0x3D, 0x3E, 0x3F,  // 30
    0xA1,  0x41, 0x42,  0x43,  0x44,  0x45,  0x46,  0x47,  0x48,  0x49,  0x4A,  0x4B, 0x4C, 0x4D, 0x4E, 0x4F,  // 40
    0x50,  0x51, 0x52,  0x53,  0x54,  0x55,  0x56,  0x57,  0x58,  0x59,  0x5A,  0xC4, 0xD6, 0xD1, 0xDC, 0xA7,  // 50
    0xBF,  0x61, 0x62,  0x63,  0x64,  0x65,  0x66,  0x67,  0x68,  0x69,  0x6A,  0x6B, 0x6C, 0x6D, 0x6E, 0x6F,  // 60
    0x70,  0x71, 0x72,  0x73,  0x74,  0x75,  0x76,  0x77,  0x78,  0x79,  0x7A,  0xE4, 0xF6, 0xF1, 0xFC, 0xE0,  // 70
};

struct pair {
    char code;
    const char* character;
};
constexpr pair extensions[] = {{0x0A, "\f"}, {0x14, "^"}, {0x28, "{"}, {0x29, "}"}, {0x2F, "\\"},
                               {0x3C, "["},  {0x3D, "~"}, {0x3E, "]"}, {0x40, "|"}, {0x65, "€"}};

octets pair_of(char code) { return {'\x1B', code}; }

}  // namespace

TEST(gsm7, every_code_of_the_default_table_goes_both_ways) {
    for (unsigned code = 0; code < 128; ++code) {
        if (code == gsm7_escape) continue;
        const std::string utf8 = utf8_of({alphabet[code]});
        const octets septet(1, static_cast<char>(code));
        EXPECT_EQ(encode_gsm7(utf8).value(), septet) << code;
        EXPECT_EQ(decode_gsm7(septet).utf8, utf8) << code;
    }
}

TEST(gsm7, every_code_of_the_extension_table_goes_both_ways) {
    for (const pair& e : extensions) {
        EXPECT_EQ(encode_gsm7(e.character).value(), pair_of(e.code));
        EXPECT_EQ(decode_gsm7(pair_of(e.code)).utf8, e.character);
        EXPECT_EQ(septet_count(e.character).value(), 2u);
    }
}

TEST(gsm7, nothing_else_in_unicode_is_in_the_tables) {
    std::set<char32_t> known(std::begin(alphabet), std::end(alphabet));
    known.erase(0);
    for (const pair& e : extensions) known.insert(code_point_at(e.character, 0).value);
    ASSERT_EQ(known.size(), 127u + 10u);
    for (char32_t c = 0; c < 0x110000; ++c) ASSERT_EQ(gsm7_width(c) != 0, known.count(c) != 0) << std::uint32_t{c};
}

TEST(gsm7, code_9_is_the_capital_c_with_cedilla) {
    EXPECT_EQ(decode_gsm7("\x09").utf8, "Ç");
    EXPECT_TRUE(is_gsm7("Ç"));
    EXPECT_FALSE(is_gsm7("ç"));
}

TEST(gsm7, an_unknown_code_behind_escape_shows_the_default_character) {
    for (unsigned code = 0; code < 128; ++code) {
        const bool known =
            std::any_of(std::begin(extensions), std::end(extensions), [&](const pair& e) { return e.code == int(code); });
        if (known || code == gsm7_escape) continue;
        const decoded_text out = decode_gsm7(pair_of(static_cast<char>(code)));
        EXPECT_EQ(out.utf8, utf8_of({alphabet[code]})) << code;
        EXPECT_FALSE(out.replaced);
    }
}

TEST(gsm7, two_escapes_are_one_space_and_so_is_one_at_the_end) {
    EXPECT_EQ(decode_gsm7("a\x1B\x1B" "b").utf8, "a b");
    EXPECT_EQ(decode_gsm7("a\x1B").utf8, "a ");
    EXPECT_EQ(decode_gsm7("\x1B\x1B\x1B\x65").utf8, " €");
}

TEST(gsm7, an_octet_that_is_no_septet_is_replaced) {
    const decoded_text out = decode_gsm7("a\xE4" "b\x1B\xFF");
    EXPECT_EQ(out.utf8, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
    EXPECT_TRUE(out.replaced);
}

TEST(gsm7, says_which_character_it_cannot_say) {
    EXPECT_EQ(encode_gsm7("1€ für çava").error(), (fault{errc::not_in_gsm7, 10}));
    EXPECT_EQ(encode_gsm7("tab\there").error(), (fault{errc::not_in_gsm7, 3}));
    EXPECT_EQ(encode_gsm7("ab\xC3").error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(septet_count("ab\xE2\x82").error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(encode_gsm7("\x1B").error(), (fault{errc::not_in_gsm7, 0}));
    EXPECT_EQ(reach_of_gsm7("[ж").septets, 2u);
    EXPECT_EQ(reach_of_gsm7("[ж").end, 1u);
}

TEST(gsm7, is_chosen_when_every_character_is_in_the_tables) {
    for (const char* text : {"", "hello", "Ç", "€ {}", "1\n2\r3\f", "ΔΦΓΛΩΠΨΣΘΞ", "@£$¥èéùìò"})
        EXPECT_EQ(choose(text), encoding::gsm7) << text;
    for (const char* text : {"ç", "\t", "`", "ж", "😀", "“hi” — it’s…", "Α", "á", "\u2126", "\u00A0"})
        EXPECT_EQ(choose(text), encoding::ucs2) << text;
}

TEST(gsm7, errors_have_words) {
    EXPECT_EQ(make_error_code(errc::not_in_gsm7).message(), "a character is not in the GSM 7-bit alphabet");
    EXPECT_STREQ(make_error_code(errc::not_in_gsm7).category().name(), "hermod.text");
    EXPECT_THROW(encode_gsm7("ж").value(), boost::system::system_error);
}

RC_GTEST_PROP(gsm7, text_survives_the_way_there_and_back, ()) {
    const auto text = *long_gsm7_text();
    const octets septets = encode_gsm7(text).value();
    RC_ASSERT(septets.size() == septet_count(text).value());
    RC_ASSERT(decode_gsm7(septets).utf8 == text);
    RC_ASSERT(choose(text) == encoding::gsm7);
}

RC_GTEST_PROP(gsm7, what_it_calls_gsm7_encodes_and_nothing_else_does, ()) {
    const auto text = *arbitrary_text();
    RC_ASSERT(is_gsm7(text) == encode_gsm7(text).has_value());
    RC_ASSERT(is_gsm7(text) == septet_count(text).has_value());
}

}  // namespace hermod::text
