#include "text/estimate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"

namespace hermod::text::estimate_test {
namespace {

std::string repeat(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

}  // namespace

TEST(detailed_estimate, says_how_a_plain_text_fills_its_parts) {
    const detailed_estimate one = estimate_text("hello", estimate_options{}).value();
    EXPECT_EQ(one.way, (carriage{encoding::gsm7, {}, 5, {1, 160, 155}}));
    EXPECT_EQ(one.text.utf8, "hello");
    const detailed_estimate three = estimate_text(std::string(307, 'a'), estimate_options{}).value();
    EXPECT_EQ(three.way.fill, (filling{3, 153, 152}));
    EXPECT_EQ(estimate_text("", estimate_options{}).value().way.fill, (filling{1, 160, 160}));
    EXPECT_EQ(estimate_text(repeat("ж", 70), estimate_options{}).value().way.fill, (filling{1, 70, 0}));
}

TEST(detailed_estimate, what_a_pair_leaves_at_a_boundary_is_not_room) {
    const detailed_estimate one = estimate_text(std::string(152, 'a') + "€" + std::string(10, 'b'), estimate_options{}).value();
    EXPECT_EQ(one.way.fill, (filling{2, 153, 141}));
}

TEST(detailed_estimate, names_each_character_that_forces_ucs2_once) {
    const detailed_estimate one = estimate_text("a çж ç 😀", estimate_options{}).value();
    EXPECT_EQ(one.forces_ucs2, (std::vector<offender>{{0xE7, 2}, {0x436, 4}, {0x1F600, 10}}));
    EXPECT_FALSE(one.more_offenders);
    estimate_options two;
    two.most_offenders = 2;
    const detailed_estimate fewer = estimate_text("a çж ç 😀", two).value();
    EXPECT_EQ(fewer.forces_ucs2.size(), 2u);
    EXPECT_TRUE(fewer.more_offenders);
    EXPECT_FALSE(estimate_text("a çж ç", two).value().more_offenders);
}

TEST(detailed_estimate, uses_allowed_languages_and_what_rewriting_makes_possible) {
    estimate_options options;
    options.languages = {language::turkish};
    const detailed_estimate turkish = estimate_text(repeat("ğ", 100), options).value();
    EXPECT_EQ(turkish.way.shift, (language_shift{language::none, language::turkish}));
    EXPECT_EQ(turkish.way.fill, (filling{1, 155, 55}));
    EXPECT_TRUE(turkish.forces_ucs2.empty());
    options.smart = true;
    const detailed_estimate smart = estimate_text("“hi” — it’s…", options).value();
    EXPECT_EQ(smart.way.units, 14u);
    EXPECT_EQ(smart.text.changes.size(), 5u);
    EXPECT_EQ(estimate_text("“ж”", options).value().forces_ucs2.size(), 3u);
    options.transliterate = true;
    EXPECT_EQ(estimate_text("“ж”", options).value().text.utf8, "\"zh\"");
}

TEST(detailed_estimate, obeys_a_wanted_encoding) {
    estimate_options options;
    options.wanted = encoding::ucs2;
    options.smart = true;
    const detailed_estimate wide = estimate_text("plain…", options).value();
    EXPECT_EQ(wide.way.coding, encoding::ucs2);
    EXPECT_EQ(wide.text.utf8, "plain…");
    EXPECT_TRUE(wide.forces_ucs2.empty());
    options.wanted = encoding::gsm7;
    EXPECT_EQ(estimate_text("plain…", options).value().text.utf8, "plain...");
    EXPECT_EQ(estimate_text("a ж", options).error(), (fault{errc::not_in_gsm7, 2}));
    options.languages = {language::turkish};
    const detailed_estimate turkish = estimate_text("ğ…", options).value();
    EXPECT_EQ(turkish.text.utf8, "ğ...") << "UCS-2 would be cheaper, but is not wanted";
    EXPECT_EQ(turkish.way.shift, (language_shift{language::none, language::turkish}));
    EXPECT_EQ(estimate_text(repeat("…", 54), options).value().way.fill.parts, 2u) << "one part of UCS-2 is no way out";
    options.wanted = encoding::binary;
    EXPECT_EQ(estimate_text(octets(141, '\xFF'), options).value().way.fill, (filling{2, 134, 127}));
    options.wanted = encoding::ucs2;
    EXPECT_EQ(estimate_text("a\xFF", options).error(), (fault{errc::invalid_utf8, 1}));
}

TEST(detailed_estimate, counts_the_senders_own_header_and_refuses_a_broken_one) {
    const octets ports("\x06\x05\x04\x0B\x84\x23\xF0", 7), broken("\x06\x05", 2);
    estimate_options options;
    options.own_header = ports;
    EXPECT_EQ(estimate_text("a", options).value().way.fill.room, 152u);
    options.own_header = broken;
    EXPECT_EQ(estimate_text("a", options).error().code, errc::truncated_header);
}

TEST(detailed_estimate, counts_beyond_what_can_be_sent) {
    const detailed_estimate huge = estimate_text(std::string(153 * 300, 'a'), estimate_options{}).value();
    EXPECT_EQ(huge.way.fill.parts, 300u);
    EXPECT_FALSE(huge.can_be_sent());
}

RC_GTEST_PROP(detailed_estimate, is_what_split_makes, ()) {
    const auto content = *long_everyday_text();
    const octets ports("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    estimate_options options;
    for (unsigned nli = 1; nli <= language_count; ++nli)
        if (*rc::gen::inRange(0, 4) == 0) options.languages.insert(static_cast<language>(nli));
    options.smart = *rc::gen::arbitrary<bool>();
    options.transliterate = *rc::gen::arbitrary<bool>();
    options.width = *rc::gen::element(reference_width::octet, reference_width::two_octets);
    options.wanted =
        *rc::gen::element<std::optional<encoding>>(std::nullopt, std::nullopt, encoding::gsm7, encoding::ucs2, encoding::binary);
    if (*rc::gen::arbitrary<bool>()) options.own_header = ports;
    const auto guess = estimate_text(content, options);
    if (!guess) {
        RC_ASSERT(options.wanted == encoding::gsm7);
        RC_ASSERT(guess.error().code == errc::not_in_gsm7);
        RC_ASSERT(!is_gsm7(content, options.languages));
        return;
    }
    const parts made = split(guess->text.utf8, framing_of(*guess, options, 7)).value();
    RC_ASSERT(made.size() == guess->way.fill.parts);
    std::size_t units = 0;
    for (const part p : made) units += p.payload.size() / (guess->way.coding == encoding::ucs2 ? 2 : 1);
    RC_ASSERT(units == guess->way.units);
    const part last = made[made.size() - 1];
    RC_ASSERT(guess->way.fill.room == units_behind_header(guess->way.coding, last.header.size()));
    RC_ASSERT(guess->way.fill.left == guess->way.fill.room - last.payload.size() / (guess->way.coding == encoding::ucs2 ? 2 : 1));
    RC_ASSERT(guess->forces_ucs2.empty() == (guess->way.coding != encoding::ucs2 || options.wanted.has_value()));
}

RC_GTEST_PROP(detailed_estimate, without_options_it_is_the_short_one, ()) {
    const auto text = *long_everyday_text();
    const estimate shorter = estimate_text(text).value();
    const detailed_estimate longer = estimate_text(text, estimate_options{}).value();
    RC_ASSERT(longer.way.coding == shorter.coding);
    RC_ASSERT(longer.way.units == shorter.units);
    RC_ASSERT(longer.way.fill.parts == shorter.parts);
    RC_ASSERT((longer.forces_ucs2.empty() ? std::nullopt : std::optional(longer.forces_ucs2.front())) == shorter.forces_ucs2);
}

}  // namespace hermod::text::estimate_test
