#include "text/split.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/arbitrary_text.hpp"

namespace hermod::text::split_test {
namespace {

std::string repeat(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

framing as(encoding coding, reference_width width = reference_width::octet, std::uint16_t reference = 0x1234) {
    return {coding, width, reference, {}};
}

constexpr reference_width both_widths[] = {reference_width::octet, reference_width::two_octets};

std::size_t parts_of(std::string_view utf8) { return split(utf8, as(choose(utf8))).value().size(); }

// What every split must keep, whatever went in.
void check_parts(std::string_view content, const framing& how, const octets& encoded, std::size_t multi) {
    const parts all = split(content, how).value();
    RC_ASSERT(count_parts(content, how).value() == all.size());
    const std::size_t unit = how.coding == encoding::ucs2 ? 2 : 1;
    octets joined;
    std::size_t sequence = 0;
    for (const part one : all) {
        ++sequence;
        joined += one.payload;
        RC_ASSERT(one.user_data() == octets(one.header) + octets(one.payload));
        if (all.size() == 1) {
            RC_ASSERT(one.header.empty());
            continue;
        }
        RC_ASSERT(one.payload.size() <= multi * unit);
        RC_ASSERT(sequence == all.size() || one.payload.size() >= (multi - 1) * unit);
        const auto place = parse_udh(one.header).value().concat();
        RC_ASSERT(place.has_value());
        RC_ASSERT(place->sequence == sequence);
        RC_ASSERT(place->total == all.size());
        RC_ASSERT(place->width == how.width);
        RC_ASSERT(place->reference == (how.width == reference_width::octet ? how.reference & 0xFF : how.reference));
    }
    RC_ASSERT(joined == encoded);
}

}  // namespace

TEST(split, agrees_with_the_segment_oracle) {
    EXPECT_EQ(parts_of(repeat("a", 160)), 1u);
    EXPECT_EQ(parts_of(repeat("a", 161)), 2u);
    EXPECT_EQ(parts_of(repeat("a", 306)), 2u);
    EXPECT_EQ(parts_of(repeat("a", 307)), 3u);
    EXPECT_EQ(parts_of(repeat("€", 80)), 1u);
    EXPECT_EQ(parts_of(repeat("€", 81)), 2u);
    EXPECT_EQ(parts_of(repeat("ж", 70)), 1u);
    EXPECT_EQ(parts_of(repeat("ж", 71)), 2u);
    EXPECT_EQ(parts_of(repeat("😀", 35)), 1u);
    EXPECT_EQ(parts_of(repeat("😀", 36)), 2u);
}

TEST(split, holds_the_limits_of_each_encoding_and_reference) {
    struct row {
        encoding coding;
        reference_width width;
        const char* character;
        std::size_t single, multi;
    };
    for (const row& r : {row{encoding::gsm7, reference_width::octet, "a", 160, 153},
                         row{encoding::gsm7, reference_width::two_octets, "a", 160, 152},
                         row{encoding::ucs2, reference_width::octet, "ж", 70, 67},
                         row{encoding::ucs2, reference_width::two_octets, "ж", 70, 66},
                         row{encoding::binary, reference_width::octet, "\xFF", 140, 134},
                         row{encoding::binary, reference_width::two_octets, "\xFF", 140, 133}}) {
        const framing how = as(r.coding, r.width);
        const auto count = [&](std::size_t units) {
            const std::string content = repeat(r.character, units);
            EXPECT_EQ(count_parts(content, how).value(), split(content, how).value().size());
            return count_parts(content, how).value();
        };
        SCOPED_TRACE(testing::Message() << int(r.coding) << ' ' << int(r.width));
        EXPECT_EQ(count(0), 1u);
        EXPECT_EQ(count(r.single), 1u);
        EXPECT_EQ(count(r.single + 1), 2u);
        for (std::size_t n = 2; n < max_parts; n += n < 5 ? 1 : 50) {
            EXPECT_EQ(count(n * r.multi), n);
            EXPECT_EQ(count(n * r.multi + 1), n + 1);
        }
        EXPECT_EQ(count(max_parts * r.multi), max_parts);
        const std::string too_long = repeat(r.character, max_parts * r.multi + 1);
        EXPECT_EQ(split(too_long, how).error(), (fault{errc::too_many_parts, too_long.size()}));
        EXPECT_EQ(count_parts(too_long, how).error(), (fault{errc::too_many_parts, too_long.size()}));
    }
}

TEST(split, an_escape_pair_moves_to_the_next_part_whole) {
    const std::string text = repeat("a", 152) + "€" + repeat("b", 20);
    const parts all = split(text, as(encoding::gsm7)).value();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].payload, repeat("a", 152));
    EXPECT_EQ(all[1].payload, "\x1B\x65" + repeat("b", 20));
    // 154 septets of pairs a part would be 77; the odd limit of 153 leaves room for 76.
    EXPECT_EQ(split(repeat("€", 76 * 3), as(encoding::gsm7)).value().size(), 3u);
    EXPECT_EQ(split(repeat("€", 76 * 3 + 1), as(encoding::gsm7)).value().size(), 4u);
}

TEST(split, a_surrogate_pair_moves_to_the_next_part_whole) {
    const std::string text = repeat("ж", 66) + "😀" + repeat("ж", 10);
    const parts all = split(text, as(encoding::ucs2)).value();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(decode_utf16be(all[0].payload).utf8, repeat("ж", 66));
    EXPECT_EQ(decode_utf16be(all[1].payload).utf8, "😀" + repeat("ж", 10));
}

TEST(split, a_single_part_has_no_header_and_several_say_their_place) {
    const parts one = split("Hello", as(encoding::gsm7)).value();
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].header, "");
    EXPECT_EQ(one[0].payload, "Hello");
    const parts two = split(repeat("x", 200), as(encoding::gsm7)).value();
    EXPECT_EQ(two[0].header, octets("\x05\x00\x03\x34\x02\x01", 6));
    EXPECT_EQ(two[1].header, octets("\x05\x00\x03\x34\x02\x02", 6));
    EXPECT_EQ(two[1].user_data(), octets("\x05\x00\x03\x34\x02\x02", 6) + repeat("x", 47));
    const parts wide = split(repeat("x", 200), as(encoding::gsm7, reference_width::two_octets)).value();
    EXPECT_EQ(wide[1].header, octets("\x06\x08\x04\x12\x34\x02\x02", 7));
}

TEST(split, parts_stay_good_when_they_are_moved) {
    parts first = split("short", as(encoding::gsm7)).value();
    const parts moved = std::move(first);
    EXPECT_EQ(moved[0].payload, "short");
    parts others = split(repeat("y", 400), as(encoding::gsm7)).value();
    const parts moved_too = std::move(others);
    EXPECT_EQ(moved_too[2].payload, repeat("y", 400 - 2 * 153));
}

TEST(split, carries_the_senders_own_header_on_every_part) {
    const octets ports("\x06\x05\x04\x0B\x84\x23\xF0", 7);
    framing how = as(encoding::binary);
    how.own_header = ports;
    const parts one = split(repeat("z", 133), how).value();
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].header, ports);
    const parts two = split(repeat("z", 134), how).value();
    ASSERT_EQ(two.size(), 2u);
    for (const part p : two) {
        const udh header = parse_udh(p.header).value();
        EXPECT_EQ(header.find(0x05)->data, octets("\x0B\x84\x23\xF0"));
        EXPECT_EQ(header.concat()->total, 2);
        EXPECT_LE(p.user_data().size(), 140u);
    }
    EXPECT_EQ(two[0].payload.size(), 128u);
}

TEST(split, knows_what_language_shifts_leave) {
    EXPECT_EQ(units_behind_header(encoding::gsm7, 4), 155u);
    EXPECT_EQ(units_behind_header(encoding::gsm7, 7), 152u);
    EXPECT_EQ(units_behind_header(encoding::gsm7, 9), 149u);
    EXPECT_EQ(units_behind_header(encoding::gsm7, 12), 146u);
    EXPECT_EQ(units_behind_header(encoding::ucs2, 141), 0u);
}

TEST(split, refuses_a_header_that_cannot_be_carried) {
    framing how = as(encoding::binary);
    const auto error_of = [&how](const octets& header, std::size_t size) {
        how.own_header = header;
        EXPECT_EQ(count_parts(std::string(size, 'x'), how).error(), split(std::string(size, 'x'), how).error());
        return split(std::string(size, 'x'), how).error();
    };
    EXPECT_EQ(error_of("\x05", 1), (fault{errc::truncated_header, 1}));
    EXPECT_EQ(error_of(octets("\x02\x70\x01", 3), 1), (fault{errc::truncated_element, 1}));
    EXPECT_EQ(error_of(octets("\x00junk", 5), 1), (fault{errc::truncated_header, 1}));
    EXPECT_EQ(error_of(octets("\x05\x00\x03\x01\x02\x01", 6), 135), (fault{errc::already_split, 0}));
    const octets large = octets("\x89\x70\x87", 3) + octets(0x87, 'q');  // 138 octets
    EXPECT_EQ(error_of(large, 3), (fault{errc::header_too_long, 138}));
    const octets huge = octets("\x96\x70\x94", 3) + octets(0x94, 'q');
    EXPECT_EQ(error_of(huge, 0), (fault{errc::header_too_long, huge.size()}));
    how.own_header = large;
    EXPECT_EQ(split("xx", how).value().size(), 1u);
    const octets mine("\x05\x00\x03\x01\x02\x01", 6);
    how.own_header = mine;
    EXPECT_EQ(split(std::string(134, 'x'), how).value()[0].user_data().size(), 140u);
}

TEST(split, refuses_what_the_encoding_cannot_say) {
    EXPECT_EQ(split("ab ж", as(encoding::gsm7)).error(), (fault{errc::not_in_gsm7, 3}));
    EXPECT_EQ(count_parts("ab ж", as(encoding::gsm7)).error(), (fault{errc::not_in_gsm7, 3}));
    EXPECT_EQ(split("ab\xFF", as(encoding::ucs2)).error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(split("ab\xFF", as(encoding::binary)).value()[0].payload, "ab\xFF");
}

TEST(estimate, says_which_character_forces_ucs2) {
    const estimate plain = estimate_text("1€ für Ça").value();
    EXPECT_EQ(plain.coding, encoding::gsm7);
    EXPECT_EQ(plain.units, 10u);
    EXPECT_EQ(plain.parts, 1u);
    EXPECT_FALSE(plain.forces_ucs2);
    const estimate wide = estimate_text("1€ für ça 😀").value();
    EXPECT_EQ(wide.coding, encoding::ucs2);
    EXPECT_EQ(wide.units, 12u);
    EXPECT_EQ(wide.parts, 1u);
    EXPECT_EQ(wide.forces_ucs2, (offender{0xE7, 10}));
    EXPECT_EQ(estimate_text("tab\t").value().forces_ucs2, (offender{'\t', 3}));
}

TEST(estimate, counts_beyond_what_can_be_sent_and_refuses_broken_text) {
    EXPECT_EQ(estimate_text(std::string(153 * 300, 'a')).value().parts, 300u);
    EXPECT_EQ(estimate_text(std::string(152 * 4, 'a'), reference_width::two_octets).value().parts, 4u);
    EXPECT_EQ(estimate_text("ж\xFF").error(), (fault{errc::invalid_utf8, 2}));
    EXPECT_EQ(estimate_text("\xFF").error(), (fault{errc::invalid_utf8, 0}));
}

RC_GTEST_PROP(split, gsm7_parts_joined_are_the_text_and_no_pair_is_cut, ()) {
    const auto text = *long_gsm7_text();
    const octets encoded = encode_gsm7(text).value();
    for (const reference_width width : both_widths) {
        const framing how = as(encoding::gsm7, width);
        check_parts(text, how, encoded, width == reference_width::octet ? 153 : 152);
        std::string joined;
        for (const part one : split(text, how).value()) joined += decode_gsm7(one.payload).utf8;
        RC_ASSERT(joined == text);  // an ESC cut from its code would read as a space
    }
}

RC_GTEST_PROP(split, ucs2_parts_joined_are_the_text_and_no_pair_is_cut, ()) {
    const auto text = *long_ucs2_text();
    const octets encoded = encode_utf16be(text).value();
    for (const reference_width width : both_widths) {
        const framing how = as(encoding::ucs2, width);
        check_parts(text, how, encoded, width == reference_width::octet ? 67 : 66);
        for (const part one : split(text, how).value()) RC_ASSERT(!decode_utf16be(one.payload).replaced);
    }
}

RC_GTEST_PROP(split, binary_parts_joined_are_the_octets, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(0, 2000);
    const auto content = *rc::gen::container<octets>(size, rc::gen::arbitrary<char>());
    for (const reference_width width : both_widths)
        check_parts(content, as(encoding::binary, width), content, width == reference_width::octet ? 134 : 133);
}

RC_GTEST_PROP(estimate, is_what_split_makes, ()) {
    const auto text = *rc::gen::oneOf(long_gsm7_text(), long_ucs2_text());
    const auto width = *rc::gen::element(reference_width::octet, reference_width::two_octets);
    const estimate guess = estimate_text(text, width).value();
    RC_ASSERT(guess.coding == choose(text));
    RC_ASSERT(guess.parts == split(text, as(guess.coding, width)).value().size());
    RC_ASSERT(guess.forces_ucs2.has_value() == (guess.coding == encoding::ucs2));
}

}  // namespace hermod::text::split_test
