#include "text/packing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace hermod::text {
namespace {

rc::Gen<octets> septets() {
    return rc::gen::container<octets>(rc::gen::map(rc::gen::inRange(0, 128), [](int v) { return static_cast<char>(v); }));
}

}  // namespace

TEST(packing, known_vectors) {
    EXPECT_EQ(pack_septets("hellohello"), octets("\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37"));
    EXPECT_EQ(pack_septets(""), "");
    EXPECT_EQ(pack_septets("a"), "a");
    EXPECT_EQ(pack_septets("12345678"), octets("\x31\xD9\x8C\x56\xB3\xDD\x70"));
    EXPECT_EQ(unpack_septets("\xE8\x32\x9B\xFD\x46\x97\xD9\xEC\x37", 10).value(), "hellohello");
}

TEST(packing, eight_septets_are_seven_octets_and_160_are_140) {
    EXPECT_EQ(pack_septets(octets(8, 'x')).size(), 7u);
    EXPECT_EQ(pack_septets(octets(160, 'x')).size(), 140u);
    EXPECT_EQ(pack_septets(octets(153, 'x'), 1).size(), 134u);
    EXPECT_EQ(pack_septets(octets(152, 'x'), 0).size(), 133u);
}

TEST(packing, fill_bits_bring_the_text_to_a_septet_boundary) {
    EXPECT_EQ(fill_bits_behind_header(0), 0u);
    EXPECT_EQ(fill_bits_behind_header(6), 1u);
    EXPECT_EQ(fill_bits_behind_header(7), 0u);
    EXPECT_EQ(septets_under_header(6), 7u);
    EXPECT_EQ(septets_under_header(7), 8u);
    for (std::size_t header = 0; header <= 140; ++header) {
        EXPECT_LE(fill_bits_behind_header(header), 6u);
        EXPECT_EQ((header * 8 + fill_bits_behind_header(header)) % 7, 0u);
    }
    EXPECT_EQ(pack_septets("a", 1), "\xC2");
    EXPECT_EQ(unpack_septets("\xC2", 1, 1).value(), "a");
}

TEST(packing, the_count_decides_whether_seven_zero_bits_are_an_at_sign) {
    const octets packed = pack_septets("1234567");
    ASSERT_EQ(packed.size(), 7u);
    EXPECT_EQ(unpack_septets(packed, 7).value(), "1234567");
    EXPECT_EQ(unpack_septets(packed, 8).value(), std::string("1234567\0", 8));
}

TEST(packing, refuses_more_septets_than_there_are) {
    EXPECT_EQ(unpack_septets("abcdefg", 9).error(), (fault{errc::too_few_octets, 7}));
    EXPECT_EQ(unpack_septets("abcdefg", 8, 1).error(), (fault{errc::too_few_octets, 7}));
    EXPECT_EQ(unpack_septets("", 1).error(), (fault{errc::too_few_octets, 0}));
    EXPECT_EQ(unpack_septets("", 0, 6).value(), "");
    EXPECT_EQ(unpack_septets("a", ~std::size_t{0}).error(), (fault{errc::too_few_octets, 1}));
}

TEST(packing, the_high_bit_of_a_septet_does_not_leak_into_its_neighbour) {
    EXPECT_EQ(pack_septets("\xE1\x80"), pack_septets(std::string("\x61\0", 2)));
}

RC_GTEST_PROP(packing, unpacking_gives_back_what_was_packed, ()) {
    const auto text = *septets();
    const auto fill = *rc::gen::inRange(0u, 7u);
    const octets packed = pack_septets(text, fill);
    RC_ASSERT(packed.size() == (text.empty() ? 0 : (text.size() * 7 + fill + 7) / 8));
    RC_ASSERT(unpack_septets(packed, text.size(), fill).value() == text);
}

}  // namespace hermod::text
