#include "wire/cimd2/user_data.hpp"

#include <gtest/gtest.h>

#include <set>

#include "text/arbitrary_text.hpp"
#include "wire/cimd2/parameter.hpp"

namespace hermod::wire::cimd2 {
namespace {

constexpr link_form forms[] = {link_form::seven_bit, link_form::latin1};

std::string seven_bit(std::string_view utf8) {
    return *write_user_data(utf8, link_form::seven_bit);
}
std::string latin1(std::string_view utf8) {
    return *write_user_data(utf8, link_form::latin1);
}
std::string from_seven_bit(std::string_view octets) {
    return read_user_data(octets, link_form::seven_bit).utf8;
}
std::string from_latin1(std::string_view octets) {
    return read_user_data(octets, link_form::latin1).utf8;
}

}  // namespace

TEST(cimd2_user_data, writes_the_combinations_of_the_default_conversion) {
    EXPECT_EQ(seven_bit("Hello, world"), "Hello, world");
    EXPECT_EQ(seven_bit("@£$¥èéùìòÇ"), "_Oa_L-$_Y-_e`_e'_u`_i`_o`_C,");
    EXPECT_EQ(seven_bit("Δ_ΦΓΛΩΠΨΣΘΞ"), "_gd_--_gf_gg_gl_go_gp_gi_gs_gt_gx");
    EXPECT_EQ(seven_bit("ÆæßÉ\"¤¡ÄÖÑÜ§¿äöñüà"), "_AE_ae_ss_E'_qq_ox_!!_A\"_O\"_N~_U\"_so_??_a\"_o\"_n~_u\"_a`");
    EXPECT_EQ(seven_bit("ØøÅå\r\n"), "_O/_o/_A*_a*\r\n");
}

TEST(cimd2_user_data, writes_the_extension_behind_the_escape) {
    EXPECT_EQ(seven_bit("{}[]~\\^|€\f"), "_XX(_XX)_XX<_XX>_XX=_XX/_XX_gl_XX_!!_XXe_XX\n");
    EXPECT_EQ(latin1("{}[]~\\^|€\f"), seven_bit("{}[]~\\^|€\f"));
}

TEST(cimd2_user_data, writes_latin1_as_it_stands_on_a_link_of_eight_bits) {
    EXPECT_EQ(latin1("@£$¥èéùìòÇ"), "@\xA3$\xA5\xE8\xE9\xF9\xEC\xF2\xC7");
    EXPECT_EQ(latin1("\"a_b\" Ω ß"), "\"a_--b\" _go \xDF");
}

TEST(cimd2_user_data, reads_a_link_of_seven_bits_as_the_national_letters_that_its_codes_are) {
    EXPECT_EQ(from_seven_bit("@$[\\]^{|}~"), "@$ÄÖÅÜäöåü");
    EXPECT_EQ(from_seven_bit("_Oa_L-_e'_XX_gl_XX_!!"), "@£é^|");
    EXPECT_EQ(from_seven_bit("\xA3\xE9"), "£é") << "Latin-1 may come all the same";
}

TEST(cimd2_user_data, reads_a_link_of_eight_bits_as_latin1) {
    EXPECT_EQ(from_latin1("@$[\\]^{|}~"), "@$[\\]^{|}~");
    EXPECT_EQ(from_latin1("\xA3_L-_XX\xA1_XX("), "££|{");
    EXPECT_EQ(from_latin1("\xE7"), "ç") << "what GSM has not, the centre may still send";
}

TEST(cimd2_user_data, never_refuses_what_a_centre_sends) {
    for (const link_form form : forms) {
        EXPECT_EQ(read_user_data("a_zzb_", form).utf8, "a_zzb_") << "an unknown combination stands as it is";
        EXPECT_EQ(read_user_data("_a0", form).utf8, "_a0") << "the misprint of the specification's example is none of ours";
        EXPECT_FALSE(read_user_data("a_zzb_", form).replaced);
        EXPECT_EQ(read_user_data("x_XX", form).utf8, "x ");
        EXPECT_EQ(read_user_data("_XX_XX", form).utf8, " ");
        EXPECT_EQ(read_user_data("_XXa", form).utf8, "a") << "no extension: the default table's character";
        EXPECT_EQ(read_user_data("a\r\nb", form).utf8, "a\r\nb");
        const auto odd = read_user_data(std::string_view("\0\x01\x1B\x85", 4), form);
        EXPECT_TRUE(odd.replaced);
        EXPECT_EQ(odd.utf8, "\uFFFD\uFFFD\uFFFD\uFFFD");
    }
}

TEST(cimd2_user_data, reads_any_octets_as_valid_text) {
    for (const link_form form : forms) {
        for (int octet = 0; octet < 256; ++octet) {
            for (const std::string_view before : {"", "_", "_X", "_XX", "_XX_", "_g"}) {
                const std::string from = std::string(before) + static_cast<char>(octet);
                EXPECT_TRUE(text::is_utf8(read_user_data(from, form).utf8)) << octet;
            }
        }
    }
}

TEST(cimd2_user_data, says_which_character_cannot_be_said_and_where) {
    for (const link_form form : forms) {
        EXPECT_EQ(write_user_data("añá", form).error(), (unsayable{U'á', 3}));
        EXPECT_EQ(write_user_data("漢", form).error(), (unsayable{U'漢', 0}));
        EXPECT_EQ(write_user_data("tab\t", form).error(), (unsayable{U'\t', 3}));
        EXPECT_EQ(write_user_data("a`", form).error(), (unsayable{U'`', 1}));
        EXPECT_EQ(write_user_data(std::string_view("a\0", 2), form).error(), (unsayable{0, 1}));
        EXPECT_EQ(write_user_data("a\xFF", form).error(), (unsayable{0, 1}));
    }
}

TEST(cimd2_user_data, has_one_combination_for_each_code_at_most) {
    std::set<std::string_view> pairs;
    std::set<int> codes;
    for (const combination& each : combinations()) {
        EXPECT_TRUE(pairs.insert(each.pair).second) << each.pair;
        EXPECT_TRUE(codes.insert(each.code).second) << each.pair;
    }
    EXPECT_EQ(combinations().size(), 43u);
}

TEST(cimd2_user_data, says_every_character_of_the_alphabet_in_both_forms_and_back) {
    const auto& limit = *find_parameter(parameter::user_data);
    for (const char32_t c : text::gsm7_characters()) {
        const std::string utf8 = text::utf8_of({c});
        for (const link_form form : forms) {
            const auto written = write_user_data(utf8, form);
            ASSERT_TRUE(written.has_value()) << utf8;
            EXPECT_EQ(read_user_data(*written, form).utf8, utf8);
            EXPECT_FALSE(fault_of(limit, *written)) << "no octet that a packet must not have";
            EXPECT_LE(written->size(), 3 * text::gsm7_width(c)) << "480 octets hold 160 septets";
        }
        EXPECT_EQ(from_latin1(seven_bit(utf8)), utf8) << "the seven-bit form reads the same on both links";
    }
}

TEST(cimd2_user_data, says_every_code_of_the_alphabet_back) {
    for (int code = 0; code < 128; ++code) {
        if (code == text::gsm7_escape) continue;
        const std::string utf8 = text::decode_gsm7(std::string(1, static_cast<char>(code))).utf8;
        EXPECT_EQ(*text::encode_gsm7(from_seven_bit(seven_bit(utf8))), std::string(1, static_cast<char>(code)));
    }
}

TEST(cimd2_user_data, long_texts_come_back_as_they_were) {
    for (const link_form form : forms) {
        rc::check("a text of the alphabet", [form] {
            const std::string utf8 = *text::long_gsm7_text();
            const auto written = write_user_data(utf8, form);
            RC_ASSERT(written.has_value());
            const auto read = read_user_data(*written, form);
            RC_ASSERT(read.utf8 == utf8);
            RC_ASSERT(!read.replaced);
        });
        rc::check("any text is written whole or its first fault is named", [form] {
            const std::string utf8 = *text::arbitrary_text();
            const auto written = write_user_data(utf8, form);
            const auto reach = text::reach_of_gsm7(utf8);
            RC_ASSERT(written.has_value() == (reach.end == utf8.size()));
            if (written.has_error()) RC_ASSERT(written.error().offset == reach.end);
        });
    }
}

TEST(cimd2_user_data, codes_are_written_as_their_text_is_and_come_back_also_behind_an_escape) {
    for (const link_form form : forms) {
        rc::check("septets of a text", [form] {
            const std::string utf8 = *text::long_gsm7_text();
            const text::octets septets = *text::encode_gsm7(utf8);
            RC_ASSERT(write_septets(septets, form) == *write_user_data(utf8, form));
            RC_ASSERT(read_septets(*write_user_data(utf8, form), form) == septets);
        });
        // No national table is in our alphabet: any pair of codes must survive.
        for (int code = 0; code < 128; ++code) {
            const std::string pair = {static_cast<char>(text::gsm7_escape), static_cast<char>(code), 'a'};
            const text::octets written = write_septets(pair, form);
            EXPECT_EQ(read_septets(written, form), pair) << code;
            EXPECT_LE(written.size(), 9u);
            EXPECT_FALSE(fault_of(*find_parameter(parameter::user_data), written)) << code;
        }
    }
    EXPECT_EQ(read_septets("a\xD0`", link_form::latin1), "a??") << "no character of the alphabet";
}

}  // namespace hermod::wire::cimd2
