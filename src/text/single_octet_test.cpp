#include "text/single_octet.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"

namespace hermod::text {
namespace {

constexpr single_octet all[] = {single_octet::ascii, single_octet::latin1, single_octet::cyrillic, single_octet::hebrew};

}  // namespace

TEST(single_octet, data_coding_names_four_of_them) {
    EXPECT_EQ(single_octet_of(1), single_octet::ascii);
    EXPECT_EQ(single_octet_of(3), single_octet::latin1);
    EXPECT_EQ(single_octet_of(6), single_octet::cyrillic);
    EXPECT_EQ(single_octet_of(7), single_octet::hebrew);
    for (const std::uint8_t other : {0, 2, 4, 5, 8, 9, 10, 13, 14, 0xF1}) EXPECT_EQ(single_octet_of(other), std::nullopt);
}

TEST(single_octet, reads_and_writes_words) {
    EXPECT_EQ(decode_single_octet("\xBF\xE0\xD8\xD2\xD5\xE2 \xF0 5", single_octet::cyrillic).utf8, "Привет № 5");
    EXPECT_EQ(encode_single_octet("Привет № 5", single_octet::cyrillic).value(), "\xBF\xE0\xD8\xD2\xD5\xE2 \xF0 5");
    EXPECT_EQ(decode_single_octet("\xF9\xEC\xE5\xED", single_octet::hebrew).utf8, "שלום");
    EXPECT_EQ(encode_single_octet("שלום", single_octet::hebrew).value(), "\xF9\xEC\xE5\xED");
    EXPECT_EQ(encode_single_octet("Grüße", single_octet::latin1).value(),
              "Gr\xFC\xDF"
              "e");
}

TEST(single_octet, the_odd_places_are_right) {
    EXPECT_EQ(decode_single_octet("\xA1\xAD\xFD\xFF", single_octet::cyrillic).utf8, "Ё\u00AD§џ");
    EXPECT_EQ(decode_single_octet("\xAA\xBA\xDF\xFD\xFE", single_octet::hebrew).utf8, "×÷‗\u200E\u200F");
    const decoded_text hole = decode_single_octet("a\xA1\xD0\xFF", single_octet::hebrew);
    EXPECT_EQ(hole.utf8, "a\uFFFD\uFFFD\uFFFD");
    EXPECT_TRUE(hole.replaced);
}

TEST(single_octet, says_which_character_is_not_there) {
    EXPECT_EQ(encode_single_octet("aж", single_octet::ascii).error(), (fault{errc::not_in_alphabet, 1}));
    EXPECT_EQ(encode_single_octet("é", single_octet::ascii).error(), (fault{errc::not_in_alphabet, 0}));
    EXPECT_EQ(encode_single_octet("1 €", single_octet::latin1).error(), (fault{errc::not_in_alphabet, 2}));
    EXPECT_EQ(encode_single_octet("a\xC3", single_octet::latin1).error(), (fault{errc::invalid_utf8, 1}));
    EXPECT_EQ(encode_single_octet("\uFFFD", single_octet::hebrew).error(), (fault{errc::not_in_alphabet, 0}));
}

TEST(single_octet, every_octet_that_is_a_character_comes_back) {
    for (const single_octet in : all)
        for (unsigned octet = 0; octet < 256; ++octet) {
            const octets one(1, static_cast<char>(octet));
            const decoded_text read = decode_single_octet(one, in);
            if (read.replaced)
                EXPECT_EQ(encode_single_octet(read.utf8, in).error().code, errc::not_in_alphabet);
            else
                EXPECT_EQ(encode_single_octet(read.utf8, in).value(), one) << octet;
        }
}

RC_GTEST_PROP(single_octet, agrees_with_the_readers_that_were_there_before, (const std::string& noise)) {
    RC_ASSERT(decode_single_octet(noise, single_octet::latin1).utf8 == decode_latin1(noise).utf8);
    RC_ASSERT(decode_single_octet(noise, single_octet::ascii).utf8 == decode_ascii(noise).utf8);
    RC_ASSERT(decode_single_octet(noise, single_octet::ascii).replaced == decode_ascii(noise).replaced);
}

RC_GTEST_PROP(single_octet, what_is_written_reads_the_same, ()) {
    const auto text = *arbitrary_text();
    for (const single_octet in : all)
        if (const auto written = encode_single_octet(text, in)) RC_ASSERT(decode_single_octet(*written, in).utf8 == text);
}

}  // namespace hermod::text
