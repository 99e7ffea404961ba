#include "text/utf.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"

namespace hermod::text {
namespace {

octets units(std::initializer_list<unsigned> values) {
    octets out;
    for (const unsigned v : values) {
        out.push_back(static_cast<char>(v >> 8));
        out.push_back(static_cast<char>(v & 0xFF));
    }
    return out;
}

}  // namespace

TEST(utf8, accepts_the_first_and_last_sequence_of_each_length) {
    for (const char* text : {"", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_utf8(text)) << testing::PrintToString(std::string(text));
}

TEST(utf8, refuses_overlong_surrogate_too_large_and_broken_sequences_and_says_where) {
    const char* const bad[] = {"\x80", "\xBF", "\xFE", "\xFF",                                    // no lead octet
                               "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",  // overlong
                               "\xED\xA0\x80", "\xED\xBF\xBF",                                    // surrogates
                               "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",                            // above U+10FFFF
                               "\xC3", "\xE2\x82", "\xF0\x9F\x98",                                // cut short
                               "\xC3\x28", "\xE2\x28\xA1", "\xE2\x82\x28", "\xF0\x28\x8C\xBC", "\xF0\x90\x28\xBC",
                               "\xF0\x90\x8C\x28"};
    for (const char* sequence : bad) {
        const std::string label = testing::PrintToString(std::string(sequence));
        EXPECT_EQ(first_utf8_fault(sequence), 0u) << label;
        EXPECT_EQ(first_utf8_fault(std::string("abc\xC3\xA9") + sequence), 5u) << label;
        EXPECT_EQ(first_utf8_fault(std::string(17, 'x') + sequence + std::string(17, 'y')), 17u) << label;
        EXPECT_EQ(encode_utf16be(std::string("12") + sequence).error(), (fault{errc::invalid_utf8, 2})) << label;
    }
}

TEST(utf8, a_zero_octet_is_a_character_like_any_other) {
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
    EXPECT_EQ(encode_utf16be(std::string_view("a\0b", 3)).value(), units({'a', 0, 'b'}));
}

TEST(utf8, ascii_is_told_from_everything_else_at_every_place) {
    for (std::size_t size = 1; size < 40; ++size) {
        std::string text(size, 'a');
        EXPECT_TRUE(is_ascii(text));
        for (std::size_t at = 0; at < size; ++at) {
            text[at] = '\x80';
            EXPECT_FALSE(is_ascii(text)) << size << ' ' << at;
            EXPECT_EQ(first_utf8_fault(text), at);
            text[at] = 'a';
        }
    }
}

TEST(utf8, never_writes_what_is_no_character) {
    for (const char32_t bad : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
        std::string out;
        append_utf8(out, bad);
        EXPECT_EQ(out, "\xEF\xBF\xBD");
    }
}

TEST(utf16, writes_big_endian_units_and_surrogate_pairs) {
    EXPECT_EQ(encode_utf16be("aж€😀").value(), units({0x61, 0x0436, 0x20AC, 0xD83D, 0xDE00}));
    EXPECT_EQ(encode_utf16be("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF").value(), units({0xD800, 0xDC00, 0xDBFF, 0xDFFF}));
    EXPECT_EQ(utf16_units("aж€😀").value(), 5u);
}

TEST(utf16, lone_surrogates_become_replacement_characters) {
    for (const auto& input : {units({'a', 0xD83D, 'b'}), units({'a', 0xDE00, 'b'})}) {
        const decoded_text out = decode_utf16be(input);
        EXPECT_EQ(out.utf8, "a\xEF\xBF\xBD" "b");
        EXPECT_TRUE(out.replaced);
        EXPECT_FALSE(out.odd_length);
    }
    EXPECT_EQ(decode_utf16be(units({0xD83D})).utf8, "\xEF\xBF\xBD");
    EXPECT_EQ(decode_utf16be(units({0xD83D, 0xD83D, 0xDE00})).utf8, "\xEF\xBF\xBD😀");
    EXPECT_EQ(decode_utf16be(units({0xDE00, 0xD83D})).utf8, "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(utf16, half_a_unit_at_the_end_is_dropped_and_told) {
    const decoded_text out = decode_utf16be(units({'a', 'b'}) + '\0');
    EXPECT_EQ(out.utf8, "ab");
    EXPECT_TRUE(out.odd_length);
    EXPECT_FALSE(out.replaced);
    EXPECT_TRUE(decode_utf16be("x").odd_length);
    EXPECT_TRUE(decode_utf16be(units({0xD83D}) + '\xDE').replaced);
}

TEST(utf16, a_byte_order_mark_is_dropped_at_the_beginning_only) {
    EXPECT_EQ(decode_utf16be(units({0xFEFF, 'h', 'i'})).utf8, "hi");
    EXPECT_EQ(decode_utf16be(units({'h', 0xFEFF, 'i'})).utf8, "h\xEF\xBB\xBFi");
    EXPECT_EQ(decode_utf16be("\xFE").utf8, "");
    EXPECT_EQ(decode_utf16be("").utf8, "");
}

TEST(utf16, a_true_replacement_character_is_no_damage) {
    const decoded_text out = decode_utf16be(units({0xFFFD}));
    EXPECT_EQ(out.utf8, "\xEF\xBF\xBD");
    EXPECT_FALSE(out.replaced);
}

TEST(latin1, every_octet_is_its_own_code_point) {
    octets all;
    std::vector<char32_t> expected;
    for (unsigned c = 0; c < 256; ++c) {
        all.push_back(static_cast<char>(c));
        expected.push_back(c);
    }
    EXPECT_EQ(decode_latin1(all).utf8, utf8_of(expected));
    EXPECT_FALSE(decode_latin1(all).replaced);
}

TEST(ascii, the_high_bit_is_damage) {
    EXPECT_EQ(decode_ascii("plain").utf8, "plain");
    EXPECT_FALSE(decode_ascii("plain").replaced);
    EXPECT_EQ(decode_ascii("p\xE4ris").utf8, "p\xEF\xBF\xBDris");
    EXPECT_TRUE(decode_ascii("p\xE4ris").replaced);
}

RC_GTEST_PROP(utf8, decoding_gives_back_what_was_written, ()) {
    const auto c = *arbitrary_code_point();
    std::string text = "..";
    append_utf8(text, c);
    const code_point read = code_point_at(text, 2);
    RC_ASSERT(read.value == c);
    RC_ASSERT(read.length == text.size() - 2);
    RC_ASSERT(is_utf8(text));
}

RC_GTEST_PROP(utf16, text_survives_the_way_there_and_back, ()) {
    const auto text = *arbitrary_text();
    RC_PRE(text.substr(0, 3) != "\xEF\xBB\xBF");
    const octets encoded = encode_utf16be(text).value();
    RC_ASSERT(encoded.size() == utf16_units(text).value() * 2);
    const decoded_text back = decode_utf16be(encoded);
    RC_ASSERT(back.utf8 == text);
    RC_ASSERT(!back.replaced);
    RC_ASSERT(!back.odd_length);
}

TEST(utf16, halves_of_a_pair_are_seen_at_both_ends) {
    const octets pair = encode_utf16be("\xF0\x9F\x98\x80").value();
    EXPECT_EQ(halves_of(pair), (pair_halves{}));
    EXPECT_EQ(halves_of(pair.substr(0, 2)), (pair_halves{0, 0xD83D}));
    EXPECT_EQ(halves_of(pair.substr(2)), (pair_halves{0xDE00, 0}));
    EXPECT_EQ(halves_of(pair.substr(0, 3)), (pair_halves{}));
    EXPECT_EQ(halves_of({}), (pair_halves{}));
}

RC_GTEST_PROP(utf16, whatever_comes_in_valid_utf8_goes_out, (const std::string& noise)) {
    RC_ASSERT(is_utf8(decode_utf16be(noise).utf8));
    RC_ASSERT(is_utf8(decode_latin1(noise).utf8));
    RC_ASSERT(is_utf8(decode_ascii(noise).utf8));
}

}  // namespace hermod::text
