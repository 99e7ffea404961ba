#include "text/rewrite.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"
#include "text/rewrite_tables.hpp"

namespace hermod::text::rewrite_test {
namespace {

std::string repeat(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

std::string smart(std::string_view utf8) {
    return smart_encode(utf8).utf8;
}
std::string latin(std::string_view utf8) {
    return transliterate(utf8).utf8;
}

std::string applied(std::string_view original, const std::vector<change>& changes) {
    std::string out;
    std::size_t at = 0;
    for (const change& one : changes) {
        out.append(original.substr(at, one.offset - at));
        out += one.replacement;
        at = one.offset + one.length;
    }
    return out.append(original.substr(at));
}

}  // namespace

TEST(smart, typographic_signs_become_their_plain_likes) {
    EXPECT_EQ(smart("“hi” — it’s…"), "\"hi\" - it's...");
    EXPECT_EQ(smart("\u201Etief\u201C, \u00ABgauche\u00BB \u2039x\u203A"), "\"tief\", \"gauche\" 'x'");
    EXPECT_EQ(smart("a\u00A0b\u2009c\u202Fd\u3000e\tf"), "a b c d e f");
    EXPECT_EQ(smart("\u2022 one\u2028\u2022 two"), "* one\n* two");
    EXPECT_EQ(smart("\uFB01ne \uFB03"), "fine ffi");
    EXPECT_EQ(smart("co\u00ADop\u200B\uFEFF\u2060"), "coop");
    EXPECT_EQ(smart("2 \u00D7 3 \u2212 1 \u2264 6 \u2192"), "2 x 3 - 1 <= 6 ->");
    EXPECT_EQ(smart("\u2126 \u212B"), "Ω Å");
}

TEST(smart, says_what_it_changed_and_where) {
    const altered_text out = smart_encode("é “x”…");
    EXPECT_EQ(out.utf8, "é \"x\"...");
    EXPECT_EQ(out.changes, (std::vector<change>{{0x201C, 3, 3, "\""}, {0x201D, 7, 3, "\""}, {0x2026, 10, 3, "..."}}));
}

TEST(smart, a_letter_and_its_accent_become_the_letter_of_the_alphabet) {
    const altered_text out = smart_encode("caffe\u0300 A\u030Are");
    EXPECT_EQ(out.utf8, "caffè Åre");
    EXPECT_EQ(out.changes, (std::vector<change>{{0x300, 4, 3, "è"}, {0x30A, 8, 3, "Å"}}));
    EXPECT_TRUE(smart_encode("c\u0327a").changes.empty()) << "a small c with cedilla is not in the default alphabet";
    EXPECT_EQ(smart_encode("c\u0327a " + repeat("a", 40), {language::turkish}).utf8, "ça " + repeat("a", 40));
}

TEST(smart, leaves_gsm_text_alone_and_text_that_stays_ucs2) {
    for (const char* text : {"", "plain ^{}[]~|€ àèìòù", "Ω", "“ж”", "😀 …", "“\xFF"}) {
        EXPECT_EQ(smart(text), text);
        EXPECT_TRUE(smart_encode(text).changes.empty());
    }
    EXPECT_EQ(smart("çava…"), "çava…");
    EXPECT_EQ(smart_encode("çava… " + repeat("a", 40), {language::turkish}).utf8, "çava... " + repeat("a", 40));
}

TEST(smart, never_makes_more_parts) {
    EXPECT_EQ(smart(repeat("…", 53)), repeat("...", 53));
    EXPECT_EQ(smart(repeat("…", 54)), repeat("…", 54)) << "162 septets are two parts, 54 units one";
}

TEST(smart, joiners_are_spelling_and_stay) {
    EXPECT_EQ(smart("a\u200Cb"),
              "a\u200C"
              "b");
}

TEST(transliterate, latin_letters_lose_what_gsm_has_not) {
    EXPECT_EQ(latin("Zażółć gęślą jaźń"), "Zazolc gesla jazn");
    EXPECT_EQ(latin("Příliš žluťoučký kůň"), "Prilis zlutoucky kun");
    EXPECT_EQ(latin("İstanbul'da ığdır"), "Istanbul'da igdir");
    EXPECT_EQ(latin("Nguyễn Đăng Chiểu"), "Nguyen Dang Chieu");
    EXPECT_EQ(latin("Œuvre ça þing Ĳ ẞ"), "OEuvre ca thing IJ SS");
    EXPECT_EQ(latin("März, é, ñ, å und ç"), "März, é, ñ, å und c") << "what GSM has stays";
    EXPECT_EQ(latin("e\u0301z\u030C"), "ez");
}

TEST(transliterate, greek_becomes_capitals_that_gsm_has) {
    EXPECT_EQ(latin("Καλημέρα Ελλάδα"), "KAΛHMEPA EΛΛAΔA");
    EXPECT_EQ(latin("ψάξε τους φίλους"), "ΨAΞE TOYΣ ΦIΛOYΣ");
    EXPECT_EQ(latin("ΐΰϊϋώ"), "IYIYΩ");
}

TEST(transliterate, cyrillic_is_spelt_as_in_passports) {
    EXPECT_EQ(latin("Щукин и Юлия Жданова"), "Shchukin i Iuliia Zhdanova");
    EXPECT_EQ(latin("ЩУКА, ЩИ"), "SHCHUKA, SHCHI");
    EXPECT_EQ(latin("ПЛАЩ Щ"), "PLASHCH Shch");
    EXPECT_EQ(latin("Київ, Ґанок, є"), "Kiiv, Ganok, ie");
    EXPECT_EQ(latin("подъезд день"), "podieezd den");
    EXPECT_EQ(latin("Љубљана Џеп ћ"), "Ljubljana Dzep c");
}

TEST(transliterate, full_width_forms_and_signs_have_plain_ones) {
    EXPECT_EQ(latin("ＳＭＳ　"), "ＳＭＳ　") << "the ideographic space is for smart encoding";
    EXPECT_EQ(latin("ＳＭＳ１２！"), "SMS12!");
    EXPECT_EQ(latin("½ m² © ™ № ₹5"), "1/2 m2 (C) TM No Rs5");
}

TEST(transliterate, says_what_it_changed_and_keeps_what_an_allowed_language_has) {
    EXPECT_EQ(transliterate("aж").changes, (std::vector<change>{{0x436, 1, 2, "zh"}}));
    const std::string tail = repeat("a", 60);
    EXPECT_EQ(transliterate("ğ ł" + tail, {language::turkish}).utf8, "ğ l" + tail);
    EXPECT_EQ(transliterate("ğ ł" + tail).utf8, "g l" + tail);
    EXPECT_TRUE(transliterate("ğ" + tail, {language::turkish}).changes.empty());
}

TEST(transliterate, is_all_or_nothing_and_never_makes_more_parts) {
    EXPECT_EQ(latin("Привет 😀"), "Привет 😀");
    EXPECT_EQ(latin("Привет “мир”"), "Привет “мир”");
    EXPECT_EQ(rewrite("Привет “мир”", {true, true, {}}).utf8, "Privet \"mir\"");
    EXPECT_EQ(latin(repeat("щ", 40)), repeat("shch", 40));
    EXPECT_EQ(latin(repeat("щ", 41)), repeat("щ", 41));
}

TEST(rewrite, does_nothing_unasked_and_prefers_smart_alone) {
    EXPECT_EQ(rewrite("“ж”", {}).utf8, "“ж”");
    const altered_text both = rewrite("“½”", {true, true, {}});
    EXPECT_EQ(both.utf8, "\"1/2\"");
    EXPECT_EQ(rewrite("“a”", {true, true, {}}).changes.size(), 2u);
}

TEST(rewrite, every_replacement_is_in_the_default_tables_and_none_is_for_what_is_there) {
    std::size_t signs = 0, letters = 0;
    for (char32_t c = 0; c < 0x11000; ++c) {
        if (const auto like = typographic_like(c)) {
            ++signs;
            EXPECT_EQ(gsm7_width(c), 0u) << std::uint32_t{c};
            EXPECT_TRUE(is_gsm7(*like)) << std::uint32_t{c};
        }
        if (const auto instead = transliteration_of(c, 0, 0)) {
            ++letters;
            EXPECT_TRUE(is_gsm7(*instead)) << std::uint32_t{c};
            EXPECT_FALSE(typographic_like(c)) << std::uint32_t{c} << " is in both tables";
            const bool full_width = c >= 0xFF01 && c <= 0xFF5E;
            EXPECT_TRUE(gsm7_width(c) == 0 || full_width) << std::uint32_t{c};
        }
    }
    EXPECT_EQ(signs, 178u);
    EXPECT_EQ(letters, 1070u);
}

RC_GTEST_PROP(rewrite, its_changes_lead_from_the_original_to_the_text_which_is_gsm_in_no_more_parts, ()) {
    const auto text = *long_everyday_text();
    const auto languages =
        *rc::gen::element(language_set{}, language_set{language::turkish}, language_set{language::portuguese, language::hindi});
    const rewriting how{*rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>(), languages};
    const altered_text out = rewrite(text, how);
    RC_ASSERT(applied(text, out.changes) == out.utf8);
    if (out.changes.empty()) return;
    RC_ASSERT(how.smart || how.transliterate);
    RC_ASSERT(!is_gsm7(text, languages));
    RC_ASSERT(is_gsm7(out.utf8, languages));
    RC_ASSERT(choose_shift(out.utf8, languages).value().coding == encoding::gsm7);
    RC_ASSERT(choose_shift(out.utf8, languages).value().fill.parts <= choose_shift(text, languages).value().fill.parts);
    RC_ASSERT(rewrite(out.utf8, how).changes.empty());
}

RC_GTEST_PROP(rewrite, survives_any_octets, (const std::string& noise)) {
    const altered_text out = rewrite(noise, {true, true, {language::turkish}});
    if (!is_utf8(noise)) RC_ASSERT(out.utf8 == noise);
    RC_ASSERT(applied(noise, out.changes) == out.utf8);
}

}  // namespace hermod::text::rewrite_test
