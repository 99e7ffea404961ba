#include "text/udh_elements.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "text/split.hpp"

namespace hermod::text {
namespace {

template <std::size_t N>
octets raw(const char (&bytes)[N]) {
    return octets(bytes, N - 1);
}

udh header_of(const octets& data) {
    return parse_udh(data).value();
}

}  // namespace

TEST(udh_elements, reads_the_national_languages) {
    const octets both = raw("\x06\x24\x01\x03\x25\x01\x06");
    EXPECT_EQ(shift_of(header_of(both)), (language_shift{language::portuguese, language::hindi}));
    const octets one = raw("\x03\x24\x01\x01");
    EXPECT_EQ(shift_of(header_of(one)), (language_shift{language::turkish, language::none}));
}

TEST(udh_elements, a_language_that_nobody_knows_or_that_has_no_table_is_none) {
    for (const octets& data : {raw("\x03\x24\x01\x0E"), raw("\x03\x24\x01\x00"), raw("\x03\x25\x01\x02"),
                               raw("\x04\x24\x02\x01\x01"), raw("\x02\x24\x00"), raw("\x00")})
        EXPECT_TRUE(shift_of(header_of(data)).empty()) << testing::PrintToString(data);
}

TEST(udh_elements, of_two_languages_the_last_counts) {
    const octets data = raw("\x06\x24\x01\x01\x24\x01\x03");
    EXPECT_EQ(shift_of(header_of(data)).single, language::portuguese);
}

TEST(udh_elements, writes_the_national_languages) {
    EXPECT_EQ(header_builder().add(language_shift{language::turkish, language::turkish}).build().value(),
              raw("\x06\x24\x01\x01\x25\x01\x01"));
    EXPECT_EQ(header_builder().add(language_shift{language::spanish, language::spanish}).build().value(),
              raw("\x03\x24\x01\x02"));
    EXPECT_EQ(header_builder().add(language_shift{}).build().value(), "");
}

TEST(udh_elements, ports_stand_destination_first) {
    const octets wap_push = raw("\x06\x05\x04\x0B\x84\x23\xF0");
    const application_ports push{port_wap_push, port_wap_push_origin, reference_width::two_octets};
    EXPECT_EQ(ports_of(header_of(wap_push)), push);
    EXPECT_EQ(header_builder().add(push).build().value(), wap_push);
    const octets vcard = raw("\x04\x04\x02\xE2\x00");
    const application_ports narrow{0xE2, 0, reference_width::octet};
    EXPECT_EQ(ports_of(header_of(vcard)), narrow);
    EXPECT_EQ(header_builder().add(narrow).build().value(), vcard);
}

TEST(udh_elements, ports_of_a_wrong_length_are_none) {
    EXPECT_EQ(ports_of(header_of(raw("\x05\x05\x03\x0B\x84\x23"))), std::nullopt);
    EXPECT_EQ(ports_of(header_of(raw("\x03\x04\x01\xE2"))), std::nullopt);
    EXPECT_EQ(ports_of(header_of(raw("\x05\x00\x03\x01\x01\x01"))), std::nullopt);
}

TEST(udh_elements, reads_each_kind_of_waiting_message) {
    const octets data = raw("\x08\x01\x02\x80\x03\x01\x02\x07\xFF");
    std::vector<message_indication> found;
    for (const information_element element : header_of(data)) found.push_back(read_indication(element).value());
    EXPECT_EQ(found, (std::vector<message_indication>{{true, 0, 0, 3}, {false, 7, 0, 255}}));
    const octets short_one = raw("\x03\x01\x01\x80");
    EXPECT_EQ(read_indication(*header_of(short_one).begin()), std::nullopt);
}

TEST(udh_elements, writes_an_indication_alone_and_the_text_may_be_empty) {
    const octets header = header_builder().add(message_indication{true, 2, 1, 4}).build().value();
    EXPECT_EQ(header, raw("\x04\x01\x02\xA2\x04"));
    framing how;
    how.own_header = header;
    const parts made = split("", how).value();
    ASSERT_EQ(made.size(), 1u);
    EXPECT_EQ(made[0].user_data(), header);
}

TEST(udh_elements, keeps_what_it_does_not_know) {
    const octets data = raw("\x0C\x70\x00\x00\x03\x01\x02\x01\x0A\x03\x01\x02\x03");
    const octets rest = header_builder().add_all(header_of(data), iei_concat8).build().value();
    EXPECT_EQ(rest, raw("\x07\x70\x00\x0A\x03\x01\x02\x03"));
    EXPECT_EQ(header_builder().add_all(header_of(data)).build().value(), data);
}

TEST(udh_elements, refuses_a_header_that_no_message_has_room_for) {
    EXPECT_EQ(header_builder().add(0x70, octets(137, 'x')).build().value().size(), 140u);
    EXPECT_EQ(header_builder().add(0x70, octets(138, 'x')).build().error(), (fault{errc::header_too_long, 141}));
    EXPECT_EQ(header_builder().add(0x70, octets(256, 'x')).build().error().code, errc::header_too_long);
}

TEST(udh_elements, takes_the_shift_out_and_leaves_the_rest) {
    const concatenation place{7, 3, 2, reference_width::octet};
    const language_shift turkish{language::turkish, language::turkish};
    octets header = header_builder().add(place).add(turkish).build().value();
    EXPECT_EQ(take_shift(header), turkish);
    EXPECT_EQ(header, concat_header(place));
    EXPECT_TRUE(take_shift(header).empty());
    EXPECT_EQ(header, concat_header(place));
    octets broken = raw("\x03\x24\x05\x01");
    EXPECT_TRUE(take_shift(broken).empty());
    EXPECT_EQ(broken, raw("\x03\x24\x05\x01"));
}

RC_GTEST_PROP(udh_elements, what_was_built_is_read_back, (std::uint16_t destination, std::uint16_t source, std::uint8_t count)) {
    const bool wide = *rc::gen::arbitrary<bool>();
    const std::uint16_t mask = wide ? 0xFFFF : 0xFF;
    const application_ports ports{static_cast<std::uint16_t>(destination & mask), static_cast<std::uint16_t>(source & mask),
                                  wide ? reference_width::two_octets : reference_width::octet};
    const message_indication waiting{*rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint8_t>(0, 32),
                                     *rc::gen::inRange<std::uint8_t>(0, 4), count};
    const language_shift shift{static_cast<language>(*rc::gen::inRange(1, 14)), static_cast<language>(*rc::gen::inRange(3, 14))};
    const concatenation place{7, 3, 2, reference_width::octet};
    const octets data = header_builder().add(place).add(ports).add(shift).add(waiting).add(0x70, "kept").build().value();
    const udh header = header_of(data);
    RC_ASSERT(header.concat() == place);
    RC_ASSERT(ports_of(header) == ports);
    RC_ASSERT(shift_of(header) == shift);
    RC_ASSERT(read_indication(*header.find(iei_indication)) == waiting);
    RC_ASSERT(header.find(0x70)->data == "kept");
}

}  // namespace hermod::text
