#include "text/national.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"
#include "text/language_tables.hpp"

namespace hermod::text::national_test {
namespace {

constexpr language_shift single(language of) {
    return {of, language::none};
}
constexpr language_shift locking(language of) {
    return {language::none, of};
}
constexpr language_shift both(language of) {
    return {of, of};
}

std::vector<language_shift> all_shifts() {
    std::vector<language_shift> out;
    for (unsigned a = 0; a <= language_count; ++a)
        for (unsigned b = 0; b <= language_count; ++b) out.push_back({static_cast<language>(a), static_cast<language>(b)});
    return out;
}

std::vector<char32_t> characters_of(language_shift shift) {
    std::vector<char32_t> out;
    const gsm7_alphabet alphabet(shift);
    for (char32_t c = 0; c <= 0xFFFF; ++c)
        if (alphabet.width(c) != 0) out.push_back(c);
    return out;
}

}  // namespace

TEST(national, turkish_letters_are_pairs_behind_a_single_shift_and_septets_behind_a_locking_one) {
    EXPECT_EQ(encode_gsm7("ğış", single(language::turkish)).value(), "\x1B\x67\x1B\x69\x1B\x73");
    EXPECT_EQ(encode_gsm7("ğış", locking(language::turkish)).value(), "\x0C\x07\x1D");
    EXPECT_EQ(encode_gsm7("ğış{", both(language::turkish)).value(), "\x0C\x07\x1D\x1B\x28");
    EXPECT_EQ(encode_gsm7("ğ").error(), (fault{errc::not_in_gsm7, 0}));
}

TEST(national, spanish_accents_are_pairs_and_there_is_nothing_to_lock) {
    EXPECT_EQ(encode_gsm7("así", single(language::spanish)).value(), "as\x1B\x69");
    EXPECT_EQ(encode_gsm7("así", locking(language::spanish)).error(), (fault{errc::not_in_gsm7, 2}));
    EXPECT_TRUE(locking(language::spanish).empty());
    EXPECT_EQ(both(language::spanish).elements(), 1u);
}

TEST(national, portuguese_locking_says_the_tilde_in_one_septet) {
    EXPECT_EQ(encode_gsm7("não|", locking(language::portuguese)).value(), "n\x7Bo\x1A");
    EXPECT_EQ(encode_gsm7("não|", single(language::portuguese)).value(), "n\x1B\x7Bo\x1B\x40");
}

TEST(national, hindi_needs_its_locking_table_for_letters_and_its_single_one_for_capitals) {
    EXPECT_EQ(encode_gsm7("नमस्ते", locking(language::hindi)).value(), octets("\x2F\x42\x4C\x5F\x27\x59"));
    EXPECT_EQ(encode_gsm7("नSMS", locking(language::hindi)).error(), (fault{errc::not_in_gsm7, 3}));
    EXPECT_EQ(encode_gsm7("नSMS", both(language::hindi)).value(), octets("\x2F\x1B\x53\x1B\x4D\x1B\x53"));
    EXPECT_EQ(decode_gsm7(octets("\x2F\x42\x4C\x5F\x27\x59"), locking(language::hindi)).utf8, "नमस्ते");
}

TEST(national, a_locking_shift_alone_keeps_the_usual_extensions) {
    EXPECT_EQ(encode_gsm7("ı€[", locking(language::turkish)).value(), octets("\x07\x04\x1B\x3C"));
    EXPECT_EQ(decode_gsm7("\x1B\x3C\x1B\x65", locking(language::hindi)).utf8, "[€");
}

TEST(national, every_cell_goes_both_ways) {
    for (unsigned nli = 1; nli <= language_count; ++nli) {
        const auto one = static_cast<language>(nli);
        for (unsigned code = 0; code < 128; ++code) {
            if (const language_table* table = locking_shift_table(one); table != nullptr && (*table)[code] != 0) {
                const octets septet(1, static_cast<char>(code));
                const std::string utf8 = utf8_of({(*table)[code]});
                EXPECT_EQ(decode_gsm7(septet, locking(one)).utf8, utf8) << nli << ' ' << code;
                EXPECT_EQ(decode_gsm7(encode_gsm7(utf8, locking(one)).value(), locking(one)).utf8, utf8);
            }
            const char16_t character = (*single_shift_table(one))[code];
            if (character == 0) continue;
            const octets pair = {'\x1B', static_cast<char>(code)};
            const std::string utf8 = utf8_of({character});
            EXPECT_EQ(decode_gsm7(pair, single(one)).utf8, utf8) << nli << ' ' << code;
            EXPECT_EQ(decode_gsm7(encode_gsm7(utf8, single(one)).value(), single(one)).utf8, utf8);
        }
    }
}

TEST(national, an_unknown_code_behind_escape_shows_what_stands_there_without_it) {
    EXPECT_EQ(decode_gsm7("\x1B\x41", single(language::turkish)).utf8, "A");
    EXPECT_EQ(decode_gsm7("\x1B\x07", locking(language::turkish)).utf8, "ı");
    EXPECT_EQ(decode_gsm7("\x1B\x07", both(language::turkish)).utf8, "ı");
    EXPECT_EQ(decode_gsm7("\x1B\x1B", both(language::turkish)).utf8, " ");
    EXPECT_EQ(decode_gsm7("\x1B", locking(language::urdu)).utf8, " ");
}

TEST(national, a_cell_without_a_character_and_an_octet_that_is_no_septet_are_replaced) {
    const decoded_text empty_cell = decode_gsm7(octets("\x0C", 1), locking(language::bengali));
    EXPECT_EQ(empty_cell.utf8, "\xEF\xBF\xBD");
    EXPECT_TRUE(empty_cell.replaced);
    EXPECT_TRUE(decode_gsm7("\xC3", single(language::turkish)).replaced);
    EXPECT_FALSE(decode_gsm7(octets("\x00", 1), locking(language::bengali)).replaced);
}

TEST(national, says_which_character_it_cannot_say) {
    EXPECT_EQ(encode_gsm7("ğж", single(language::turkish)).error(), (fault{errc::not_in_gsm7, 2}));
    EXPECT_EQ(septet_count("ğ\xC3", single(language::turkish)).error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(reach_of_gsm7("ğж", single(language::turkish)).septets, 2u);
}

TEST(national, an_empty_shift_is_the_default_tables) {
    for (char32_t c = 0; c < 0x11000; ++c) ASSERT_EQ(gsm7_alphabet({}).septets(c), gsm7_septets(c)) << std::uint32_t{c};
    EXPECT_EQ(gsm7_alphabet({}).width(0x1F600), 0u);
    EXPECT_EQ(decode_gsm7("\x1B\x65\x09", language_shift{}).utf8, "€Ç");
}

RC_GTEST_PROP(national, text_survives_the_way_there_and_back_under_every_pair_of_tables, ()) {
    const auto shift = *rc::gen::elementOf(all_shifts());
    const auto text = *rc::gen::map(rc::gen::container<std::vector<char32_t>>(rc::gen::elementOf(characters_of(shift))), utf8_of);
    const octets septets = encode_gsm7(text, shift).value();
    RC_ASSERT(septets.size() == septet_count(text, shift).value());
    const decoded_text back = decode_gsm7(septets, shift);
    RC_ASSERT(back.utf8 == text);
    RC_ASSERT(!back.replaced);
}

RC_GTEST_PROP(national, whatever_comes_in_valid_utf8_goes_out, (const std::string& noise)) {
    const auto shift = *rc::gen::elementOf(all_shifts());
    RC_ASSERT(is_utf8(decode_gsm7(noise, shift).utf8));
}

RC_GTEST_PROP(national, what_it_can_say_encodes_and_nothing_else_does, ()) {
    const auto shift = *rc::gen::elementOf(all_shifts());
    const auto text = *arbitrary_text();
    RC_ASSERT(is_gsm7(text, shift) == encode_gsm7(text, shift).has_value());
}

}  // namespace hermod::text::national_test
