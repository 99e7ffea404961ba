#include "text/carriage.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"
#include "text/national.hpp"
#include "text/udh_elements.hpp"

namespace hermod::text {
namespace {

std::string repeat(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

constexpr language_shift single(language of) {
    return {of, language::none};
}
constexpr language_shift locking(language of) {
    return {language::none, of};
}
constexpr language_shift both(language of) {
    return {of, of};
}

framing shifted(language_shift shift, reference_width width = reference_width::octet) {
    framing out;
    out.shift = shift;
    out.width = width;
    out.reference = 0x1234;
    return out;
}

language_set arbitrary_languages() {
    language_set out;
    for (unsigned nli = 1; nli <= language_count; ++nli)
        if (*rc::gen::inRange(0, 4) == 0) out.insert(static_cast<language>(nli));
    return out;
}

}  // namespace

TEST(shifted_split, holds_the_limits_of_one_shift_and_of_both) {
    struct row {
        language_shift shift;
        reference_width width;
        std::size_t only, of_several;
    };
    for (const row& r : {row{single(language::turkish), reference_width::octet, 155, 149},
                         row{locking(language::turkish), reference_width::octet, 155, 149},
                         row{both(language::turkish), reference_width::octet, 152, 146},
                         row{single(language::turkish), reference_width::two_octets, 155, 148},
                         row{both(language::turkish), reference_width::two_octets, 152, 145}}) {
        const auto count = [&](std::size_t septets) {
            const std::string text(septets, 'a');
            const parts made = split(text, shifted(r.shift, r.width)).value();
            EXPECT_EQ(count_parts(text, shifted(r.shift, r.width)).value(), made.size());
            return made.size();
        };
        EXPECT_EQ(count(r.only), 1u);
        EXPECT_EQ(count(r.only + 1), 2u);
        EXPECT_EQ(count(2 * r.of_several), 2u);
        EXPECT_EQ(count(2 * r.of_several + 1), 3u);
    }
}

TEST(shifted_split, every_part_says_its_languages) {
    const parts one = split("ğ", shifted(single(language::turkish))).value();
    EXPECT_EQ(one[0].user_data(), octets("\x03\x24\x01\x01\x1B\x67"));
    const parts several = split(repeat("ã", 300), shifted(both(language::portuguese))).value();
    ASSERT_EQ(several.size(), 3u);
    for (const part p : several) {
        const udh header = parse_udh(p.header).value();
        EXPECT_EQ(header.size(), 12u);
        EXPECT_EQ(shift_of(header), both(language::portuguese));
        EXPECT_EQ(header.concat()->total, 3);
    }
}

TEST(shifted_split, stands_beside_the_senders_own_header_but_not_beside_its_languages) {
    framing how = shifted(single(language::turkish));
    const octets ports("\x06\x05\x04\x0B\x84\x23\xF0", 7), languages("\x03\x25\x01\x03", 4);
    how.own_header = ports;
    const parts one = split("ğ", how).value();
    EXPECT_EQ(one[0].header, octets("\x09\x24\x01\x01\x05\x04\x0B\x84\x23\xF0", 10));
    how.own_header = languages;
    EXPECT_EQ(split("ğ", how).error(), (fault{errc::already_shifted, 0}));
    EXPECT_EQ(count_parts("ğ", how).error(), (fault{errc::already_shifted, 0}));
    how.shift = {};
    EXPECT_EQ(split("g", how).value()[0].header, languages);
    const octets large = octets("\x89\x70\x87", 3) + octets(0x87, 'q');  // 138 octets: no room for three more
    how.shift = single(language::turkish);
    how.own_header = large;
    EXPECT_EQ(split("", how).error(), (fault{errc::header_too_long, 138}));
}

TEST(shifted_split, other_encodings_have_no_languages) {
    framing how = shifted(both(language::turkish));
    how.coding = encoding::ucs2;
    EXPECT_EQ(split("ğ", how).value()[0].header, "");
    EXPECT_EQ(split(repeat("ğ", 71), how).value()[0].header.size(), 6u);
    how.coding = encoding::binary;
    EXPECT_EQ(split("ğ", how).value()[0].user_data(), "ğ");
}

TEST(shifted_split, refuses_what_the_language_cannot_say) {
    EXPECT_EQ(split("ğж", shifted(single(language::turkish))).error(), (fault{errc::not_in_gsm7, 2}));
    EXPECT_EQ(split("ğ", shifted(locking(language::spanish))).error(), (fault{errc::not_in_gsm7, 0}));
}

TEST(carriage, keeps_what_the_default_tables_say_in_as_few_parts) {
    const carriage plain = choose_shift("hello", {language::turkish, language::portuguese}).value();
    EXPECT_EQ(plain.coding, encoding::gsm7);
    EXPECT_TRUE(plain.shift.empty());
    EXPECT_EQ(plain.fill, (filling{1, 160, 155}));
    EXPECT_TRUE(choose_shift(repeat("^", 80), {language::portuguese}).value().shift.empty());
}

TEST(carriage, takes_a_locking_shift_when_that_saves_a_part) {
    const carriage one = choose_shift(repeat("^", 81), {language::portuguese}).value();
    EXPECT_EQ(one.shift, locking(language::portuguese));
    EXPECT_EQ(one.fill.parts, 1u);
}

TEST(carriage, picks_the_shift_by_how_many_letters_need_it) {
    const language_set turkish{language::turkish};
    const carriage few = choose_shift("Bu sabah erkenden kalktık ve yola çıktık.", turkish).value();
    EXPECT_EQ(few.shift, locking(language::turkish));
    const carriage beside = choose_shift(repeat("a", 80) + "èğ", turkish).value();
    EXPECT_EQ(beside.shift, single(language::turkish)) << "the locking table has lost the e with grave";
    EXPECT_EQ(choose_shift("así fue, más o menos, lo que pasó en aquella época", {language::spanish}).value().shift,
              single(language::spanish));
    EXPECT_EQ(choose_shift("नमस्ते SMS " + repeat("नमस्ते ", 12), {language::hindi}).value().shift, both(language::hindi));
    EXPECT_EQ(choose_shift(repeat("नमस्ते ", 12), {language::hindi}).value().shift, locking(language::hindi));
}

TEST(carriage, stays_with_ucs2_when_that_is_as_cheap_or_the_language_is_not_allowed) {
    EXPECT_EQ(choose_shift("ğ", {language::turkish}).value().coding, encoding::ucs2);
    EXPECT_EQ(choose_shift(repeat("ğ", 100), {language::portuguese}).value().coding, encoding::ucs2);
    EXPECT_EQ(choose_shift(repeat("ğ", 100), {}).value().fill.parts, 2u);
    EXPECT_EQ(choose_shift(repeat("ğ", 100), {language::turkish}).value().fill.parts, 1u);
    EXPECT_EQ(choose_shift(repeat("ğж", 100), {language::turkish}).value().coding, encoding::ucs2);
}

TEST(carriage, an_own_header_with_a_language_leaves_the_default_tables_and_ucs2) {
    framing within;
    const octets languages("\x03\x25\x01\x03", 4), broken("\x05", 1);
    within.own_header = languages;
    EXPECT_EQ(choose_shift(repeat("ğ", 100), {language::turkish}, within).value().coding, encoding::ucs2);
    within.own_header = broken;
    EXPECT_EQ(choose_shift("a", {language::turkish}, within).error().code, errc::truncated_header);
    EXPECT_EQ(choose_septets("a", {language::turkish}, within).error().code, errc::truncated_header);
}

TEST(carriage, septets_at_any_price_or_not_at_all) {
    EXPECT_EQ(choose_septets("ğ", {language::turkish}).value().coding, encoding::gsm7);
    EXPECT_EQ(choose_septets("ağ", {language::spanish}).error(), (fault{errc::not_in_gsm7, 1}));
    EXPECT_EQ(choose_septets("ğ\xFF", {language::spanish}).error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(choose_septets("\xFF", {}).error(), (fault{errc::invalid_utf8, 0}));
    EXPECT_EQ(choose_shift("ğ\xFF", {}).error(), (fault{errc::invalid_utf8, 2}));
}

RC_GTEST_PROP(carriage, nothing_that_was_allowed_is_cheaper_and_split_makes_what_was_said, ()) {
    const auto text = *long_everyday_text();
    const language_set allowed = arbitrary_languages();
    framing within;
    within.width = *rc::gen::element(reference_width::octet, reference_width::two_octets);
    const carriage best = choose_shift(text, allowed, within).value();
    RC_ASSERT(split(text, framing_of(best, within)).value().size() == best.fill.parts);
    RC_ASSERT(best.fill.parts <= count_parts(text, framing_of({encoding::ucs2, {}, 0, {}}, within)).value());
    for (unsigned nli = 1; nli <= language_count; ++nli) {
        const auto one = static_cast<language>(nli);
        RC_ASSERT(allowed.contains(one) || (best.shift.single != one && best.shift.locking != one));
        if (!allowed.contains(one)) continue;
        for (const language_shift shift : {single(one), locking(one), both(one)})
            if (const auto count = count_parts(text, framing_of({encoding::gsm7, shift, 0, {}}, within)))
                RC_ASSERT(best.fill.parts <= *count);
    }
    RC_ASSERT(!is_gsm7(text) || best.coding == encoding::gsm7);
}

RC_GTEST_PROP(shifted_split, parts_joined_are_the_text_and_no_pair_is_cut, ()) {
    const auto one = static_cast<language>(*rc::gen::inRange(1, 14));
    const auto shift = *rc::gen::element(single(one), locking(one), both(one));
    std::vector<char32_t> known;
    for (char32_t c = 0; c <= 0xFFFF; ++c)
        if (gsm7_alphabet(shift).width(c) != 0) known.push_back(c);
    const auto text = *long_text(rc::gen::elementOf(known));
    const framing how = shifted(shift, *rc::gen::element(reference_width::octet, reference_width::two_octets));
    const parts all = split(text, how).value();
    std::string joined;
    for (const part p : all) {
        RC_ASSERT(p.payload.size() <= units_behind_header(encoding::gsm7, p.header.size()));
        RC_ASSERT(p.header.empty() == (shift.empty() && all.size() == 1));
        if (!p.header.empty()) RC_ASSERT(shift_of(parse_udh(p.header).value()).elements() == shift.elements());
        joined += decode_gsm7(p.payload, shift).utf8;
    }
    RC_ASSERT(joined == text);
}

}  // namespace hermod::text
