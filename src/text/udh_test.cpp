#include "text/udh.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace hermod::text::udh_test {
namespace {

template <std::size_t N>
octets raw(const char (&bytes)[N]) {
    return octets(bytes, N - 1);
}

std::optional<concatenation> concat_of(const octets& header) { return parse_udh(header).value().concat(); }

}  // namespace

TEST(udh, reads_an_8_bit_concatenation_and_leaves_the_text) {
    const octets data = raw("\x05\x00\x03\xA7\x03\x02Hello");
    const udh header = parse_udh(data).value();
    EXPECT_EQ(header.size(), 6u);
    EXPECT_EQ(header.octets(), data.substr(0, 6));
    EXPECT_EQ(header.concat(), (concatenation{0xA7, 3, 2, reference_width::octet}));
}

TEST(udh, reads_a_16_bit_concatenation) {
    EXPECT_EQ(concat_of(raw("\x06\x08\x04\x12\x34\x05\x05")), (concatenation{0x1234, 5, 5, reference_width::two_octets}));
}

TEST(udh, walks_over_elements_that_nobody_knows) {
    const octets data = raw("\x0D\x70\x00\x05\x04\x0B\x84\x23\xF0\x00\x03\x01\x02\x01\xEE");
    const udh header = parse_udh(octet_view(data).substr(0, 14)).value();
    std::vector<int> identifiers;
    for (const information_element element : header) identifiers.push_back(element.identifier);
    EXPECT_EQ(identifiers, (std::vector<int>{0x70, 0x05, 0x00}));
    EXPECT_EQ(header.find(0x05)->data, raw("\x0B\x84\x23\xF0"));
    EXPECT_EQ(header.find(0x70)->data, "");
    EXPECT_FALSE(header.find(0x24));
    EXPECT_EQ(header.concat(), (concatenation{1, 2, 1, reference_width::octet}));
}

TEST(udh, an_impossible_concatenation_is_none) {
    EXPECT_FALSE(concat_of(raw("\x05\x00\x03\x01\x00\x00")));          // 0 of 0
    EXPECT_FALSE(concat_of(raw("\x05\x00\x03\x01\x00\x01")));          // 1 of 0
    EXPECT_FALSE(concat_of(raw("\x05\x00\x03\x01\x02\x00")));          // 0 of 2
    EXPECT_FALSE(concat_of(raw("\x05\x00\x03\x01\x02\x03")));          // 3 of 2
    EXPECT_FALSE(concat_of(raw("\x06\x08\x04\x00\x01\x02\x03")));      // 3 of 2, 16-bit
    EXPECT_FALSE(concat_of(raw("\x04\x00\x02\x01\x01")));              // too short
    EXPECT_FALSE(concat_of(raw("\x06\x00\x04\x00\x01\x02\x01")));      // a 16-bit one's length
    EXPECT_FALSE(concat_of(raw("\x05\x08\x03\x01\x02\x01")));          // an 8-bit one's length
    EXPECT_FALSE(concat_of(raw("\x07\x08\x05\x00\x01\x02\x01\x01")));  // too long
    EXPECT_FALSE(concat_of(raw("\x00")));
    EXPECT_TRUE(concat_of(raw("\x05\x00\x03\x00\xFF\xFF")));
}

TEST(udh, of_repeated_elements_the_last_one_counts_and_an_impossible_one_does_not) {
    EXPECT_EQ(concat_of(raw("\x0A\x00\x03\x01\x02\x01\x00\x03\x02\x03\x03")), (concatenation{2, 3, 3, reference_width::octet}));
    EXPECT_EQ(concat_of(raw("\x0A\x00\x03\x01\x02\x01\x00\x03\x02\x00\x03")), (concatenation{1, 2, 1, reference_width::octet}));
    EXPECT_EQ(parse_udh(raw("\x06\x24\x01\x01\x24\x01\x02")).value().find(0x24)->data, "\x02");
}

TEST(udh, an_empty_header_is_a_header) {
    const octets data = raw("\x00text");
    const udh header = parse_udh(data).value();
    EXPECT_EQ(header.size(), 1u);
    EXPECT_EQ(header.begin(), header.end());
}

TEST(udh, refuses_truncation_and_says_where) {
    EXPECT_EQ(parse_udh("").error(), (fault{errc::truncated_header, 0}));
    EXPECT_EQ(parse_udh(raw("\x05\x00\x03\x01\x02")).error(), (fault{errc::truncated_header, 5}));
    EXPECT_EQ(parse_udh(raw("\x05\x00\x04\x01\x02\x01")).error(), (fault{errc::truncated_element, 1}));
    EXPECT_EQ(parse_udh(raw("\x05\x70\x00\x00\x03\x01\x01")).error(), (fault{errc::truncated_element, 3}));
    EXPECT_EQ(parse_udh(raw("\x06\x00\x03\x01\x02\x01\x70 text")).error(), (fault{errc::truncated_element, 6}));
    EXPECT_EQ(parse_udh(raw("\xFF")).error(), (fault{errc::truncated_header, 1}));
}

TEST(udh, writes_the_concatenation_alone) {
    EXPECT_EQ(concat_header({0xA7, 3, 2, reference_width::octet}), raw("\x05\x00\x03\xA7\x03\x02"));
    EXPECT_EQ(concat_header({0x12A7, 3, 2, reference_width::octet}), raw("\x05\x00\x03\xA7\x03\x02"));
    EXPECT_EQ(concat_header({0x12A7, 3, 2, reference_width::two_octets}), raw("\x06\x08\x04\x12\xA7\x03\x02"));
}

RC_GTEST_PROP(udh, a_concatenation_survives_the_way_there_and_back, ()) {
    concatenation value;
    value.width = *rc::gen::element(reference_width::octet, reference_width::two_octets);
    value.reference = *rc::gen::inRange<std::uint16_t>(0, value.width == reference_width::octet ? 256 : 65535);
    value.total = *rc::gen::inRange<std::uint8_t>(1, 255);
    value.sequence = *rc::gen::inRange<std::uint8_t>(1, value.total + 1);
    const octets header = concat_header(value);
    RC_ASSERT(header.size() == 1 + concat_element_size(value.width));
    RC_ASSERT(concat_of(header) == value);
}

RC_GTEST_PROP(udh, the_elements_fill_the_header_exactly, (const std::vector<std::pair<std::uint8_t, std::string>>& elements)) {
    octets data(1, '\0');
    for (const auto& [identifier, bytes] : elements) {
        if (data.size() + 2 + bytes.size() > 256) break;
        data += static_cast<char>(identifier);
        data += static_cast<char>(bytes.size());
        data += bytes;
    }
    data[0] = static_cast<char>(data.size() - 1);
    const octets with_text = data + "text";
    const udh header = parse_udh(with_text).value();
    RC_ASSERT(header.octets() == data);
    std::size_t seen = 0;
    for (const information_element element : header) {
        RC_ASSERT(element.identifier == elements[seen].first);
        RC_ASSERT(element.data == elements[seen].second);
        ++seen;
    }
}

}  // namespace hermod::text::udh_test
