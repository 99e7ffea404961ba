#include "text/language_tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "text/gsm7.hpp"
#include "text/utf.hpp"

namespace hermod::text {
namespace {

std::vector<language> all_languages() {
    std::vector<language> out;
    for (unsigned nli = 1; nli <= language_count; ++nli) out.push_back(*language_of(static_cast<std::uint8_t>(nli)));
    return out;
}

std::vector<language> indic_and_urdu() {
    std::vector<language> out = all_languages();
    out.erase(out.begin(), out.begin() + 3);
    return out;
}

unsigned characters_in(const language_table& table) {
    return static_cast<unsigned>(std::count_if(table.begin(), table.end(), [](char16_t c) { return c != 0; }));
}

// FNV-1a over the units, high octet first: one changed cell changes it.
std::uint32_t fingerprint(const language_table& table) {
    std::uint32_t hash = 2166136261u;
    for (const char16_t c : table)
        for (const unsigned octet : {c >> 8, c & 0xFF}) hash = (hash ^ octet) * 16777619u;
    return hash;
}

}  // namespace

TEST(language_tables, every_language_has_a_single_shift_table_and_all_but_spanish_a_locking_one) {
    for (const language one : all_languages()) {
        EXPECT_NE(single_shift_table(one), nullptr) << name_of(one);
        EXPECT_EQ(locking_shift_table(one) != nullptr, one != language::spanish) << name_of(one);
        EXPECT_EQ(has_locking_shift(one), one != language::spanish);
    }
    EXPECT_EQ(single_shift_table(language::none), nullptr);
    EXPECT_EQ(locking_shift_table(language::none), nullptr);
    EXPECT_EQ(locking_shift_table(static_cast<language>(14)), nullptr);
}

TEST(language_tables, languages_have_the_numbers_and_names_of_the_standard) {
    EXPECT_EQ(language_of(1), language::turkish);
    EXPECT_EQ(language_of(13), language::urdu);
    EXPECT_EQ(language_of(0), std::nullopt);
    EXPECT_EQ(language_of(14), std::nullopt);
    EXPECT_EQ(language_of(255), std::nullopt);
    for (const language one : all_languages()) EXPECT_EQ(language_named(name_of(one)), one);
    EXPECT_EQ(name_of(language::tamil), "tamil");
    EXPECT_EQ(name_of(language::none), "");
    EXPECT_EQ(language_named(""), std::nullopt);
    EXPECT_EQ(language_named("klingon"), std::nullopt);
}

TEST(language_tables, a_set_holds_what_was_put_in) {
    language_set set{language::turkish, language::urdu, language::none, static_cast<language>(15)};
    for (const language one : all_languages()) EXPECT_EQ(set.contains(one), one == language::turkish || one == language::urdu);
    EXPECT_FALSE(set.contains(language::none));
    EXPECT_TRUE(language_set{}.empty());
    EXPECT_FALSE(set.empty());
}

TEST(language_tables, line_ends_escape_space_digits_and_small_letters_stand_where_they_always_do) {
    for (const language one : all_languages()) {
        const language_table* table = locking_shift_table(one);
        if (table == nullptr) continue;
        SCOPED_TRACE(name_of(one));
        EXPECT_EQ((*table)[0x0A], u'\n');
        EXPECT_EQ((*table)[0x0D], u'\r');
        EXPECT_EQ((*table)[gsm7_escape], 0);
        for (char16_t c = u' '; c <= u'!'; ++c) EXPECT_EQ((*table)[c], c);
        for (char16_t c = u'0'; c <= u';'; ++c) EXPECT_EQ((*table)[c], c);
        for (char16_t c = u'a'; c <= u'z'; ++c) EXPECT_EQ((*table)[c], c);
        EXPECT_EQ((*table)[0x2C], u',');
        EXPECT_EQ((*table)[0x2E], u'.');
        EXPECT_EQ((*table)[0x3F], u'?');
    }
}

TEST(language_tables, the_usual_extensions_are_in_every_single_shift_table) {
    for (const language one : all_languages()) {
        const language_table& table = *single_shift_table(one);
        SCOPED_TRACE(name_of(one));
        for (const auto& [code, character] : std::initializer_list<std::pair<int, char16_t>>{{0x14, u'^'},
                                                                                             {0x28, u'{'},
                                                                                             {0x29, u'}'},
                                                                                             {0x2F, u'\\'},
                                                                                             {0x3C, u'['},
                                                                                             {0x3D, u'~'},
                                                                                             {0x3E, u']'},
                                                                                             {0x40, u'|'},
                                                                                             {0x65, 0x20AC}})
            EXPECT_EQ(table[code], character) << code;
        EXPECT_EQ(table[0x0A], u'\f');
        EXPECT_EQ(table[0x0D], 0);
        EXPECT_EQ(table[gsm7_escape], 0);
    }
    for (const language one : indic_and_urdu())
        for (char16_t c = u'A'; c <= u'Z'; ++c) EXPECT_EQ((*single_shift_table(one))[c], c) << name_of(one);
}

TEST(language_tables, letters_come_from_the_script_of_the_language) {
    struct block {
        language of;
        char16_t first, last;
    };
    for (const block& b :
         {block{language::bengali, 0x980, 0x9FF}, block{language::gujarati, 0xA80, 0xAFF}, block{language::hindi, 0x900, 0x97F},
          block{language::kannada, 0xC80, 0xCFF}, block{language::malayalam, 0xD00, 0xD7F}, block{language::oriya, 0xB00, 0xB7F},
          block{language::punjabi, 0xA00, 0xA7F}, block{language::tamil, 0xB80, 0xBFF}, block{language::telugu, 0xC00, 0xC7F},
          block{language::urdu, 0x600, 0x6FF}}) {
        for (const language_table* table : {single_shift_table(b.of), locking_shift_table(b.of)})
            for (unsigned code = 0; code < 128; ++code) {
                const char16_t c = (*table)[code];
                if (c < 0x100 || c == 0x20AC) continue;
                const bool danda = c == 0x964 || c == 0x965;  // shared by the scripts of India
                EXPECT_TRUE((c >= b.first && c <= b.last) || danda) << name_of(b.of) << ' ' << code << ' ' << unsigned{c};
            }
    }
}

// The cells where public copies of the tables contradict each other, and what is right (docs/text.md).
TEST(language_tables, cells_that_copies_have_wrong_are_right_here) {
    for (const language one : indic_and_urdu()) EXPECT_EQ((*locking_shift_table(one))[0x2C], u',') << name_of(one);
    EXPECT_EQ((*single_shift_table(language::telugu))[0x65], 0x20AC);
    EXPECT_EQ((*locking_shift_table(language::hindi))[0x00], 0x0901);
    EXPECT_EQ((*locking_shift_table(language::hindi))[0x01], 0x0902);
    EXPECT_EQ((*locking_shift_table(language::hindi))[0x02], 0x0903);
    EXPECT_EQ((*locking_shift_table(language::oriya))[0x47], 0x0B33);
    EXPECT_EQ((*single_shift_table(language::punjabi))[0x23], 0x0A6D);
    EXPECT_EQ((*single_shift_table(language::tamil))[0x24], 0x0BEE);
    EXPECT_EQ((*single_shift_table(language::telugu))[0x22], 0x0C6C);
    EXPECT_EQ((*single_shift_table(language::telugu))[0x23], 0x0C6D);
    EXPECT_EQ((*locking_shift_table(language::turkish))[0x1F], 0x00C9);
    // The standard prints 0CAA at both places; handsets have 0CA1 at the first.
    EXPECT_EQ((*locking_shift_table(language::kannada))[0x24], 0x0CA1);
    EXPECT_EQ((*locking_shift_table(language::kannada))[0x3D], 0x0CAA);
}

TEST(language_tables, no_character_stands_twice_but_two_signs_of_the_single_shifts) {
    for (const language one : all_languages())
        for (const language_table* table : {single_shift_table(one), locking_shift_table(one)}) {
            if (table == nullptr) continue;
            for (unsigned code = 0; code < 128; ++code) {
                const char16_t c = (*table)[code];
                const bool twice = table == single_shift_table(one) && (c == u'*' || c == 0xA1);
                if (c == 0 || twice) continue;
                EXPECT_EQ(std::count(table->begin(), table->end(), c), 1) << name_of(one) << ' ' << code;
            }
        }
}

TEST(language_tables, all_cells_are_those_that_were_compared) {
    struct row {
        language of;
        unsigned single;
        std::uint32_t single_print;
        unsigned locking;
        std::uint32_t locking_print;
    };
    for (const row& r : {
             row{language::turkish, 17, 0x2D5E2A97, 127, 0x3AE2B4DF},
             row{language::spanish, 19, 0xC3FF7B48, 0, 0},
             row{language::portuguese, 37, 0x2D395652, 127, 0xBBC5278D},
             row{language::bengali, 82, 0x5CA2FFCF, 114, 0xCAB2EE4E},
             row{language::gujarati, 70, 0x632BA21B, 120, 0x1FF981E3},
             row{language::hindi, 88, 0x47B966B8, 127, 0x44CC1E66},
             row{language::kannada, 73, 0x52DE7370, 120, 0x97F3626B},
             row{language::malayalam, 82, 0xF42E13DB, 120, 0x8D8A9F01},
             row{language::oriya, 75, 0x7095554D, 116, 0x70F69C62},
             row{language::punjabi, 76, 0x42141602, 110, 0x0C626E95},
             row{language::tamil, 77, 0xF8889D5F, 102, 0xAEE45EDC},
             row{language::telugu, 78, 0xF7203FFB, 120, 0x863CEC14},
             row{language::urdu, 90, 0xC8E67690, 127, 0xB755CB9A},
         }) {
        EXPECT_EQ(characters_in(*single_shift_table(r.of)), r.single) << name_of(r.of);
        EXPECT_EQ(fingerprint(*single_shift_table(r.of)), r.single_print) << name_of(r.of);
        if (!has_locking_shift(r.of)) continue;
        EXPECT_EQ(characters_in(*locking_shift_table(r.of)), r.locking) << name_of(r.of);
        EXPECT_EQ(fingerprint(*locking_shift_table(r.of)), r.locking_print) << name_of(r.of);
    }
}

}  // namespace hermod::text
