#include "wire/cimd2/packet.hpp"

#include <gtest/gtest.h>

#include "wire/cimd2/golden_test_data.hpp"

namespace hermod::wire::cimd2 {
namespace {

codec_error refusal(std::string_view text, checksum_rule rule = checksum_rule::if_present) {
    const std::string frame = golden::octets_of(text);
    const auto read = read_packet(frame, rule);
    EXPECT_TRUE(read.has_error()) << text;
    return read.has_error() ? read.error() : codec_error{};
}

}  // namespace

TEST(cimd2_packet, reads_header_parameters_and_checksum) {
    // The sum of this login is known from another implementation: 59.
    const std::string frame = golden::octets_of("^01:001|010:foo|011:bar|59~");
    const auto read = read_packet(frame);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->head, (header{operation::login, 1}));
    EXPECT_TRUE(read->has_checksum);
    EXPECT_EQ(read->given.size(), 2u);
    EXPECT_EQ(read->given.find(parameter::password)->value, "bar");
    EXPECT_EQ(read->given.find(parameter::password)->offset, 12u);
    EXPECT_FALSE(read->given.find(parameter::user_data));
}

TEST(cimd2_packet, takes_small_hexadecimal_and_no_checksum_at_all) {
    const std::string with = golden::octets_of("^51:001|3c~");
    const std::string without = golden::octets_of("^51:001|~");
    EXPECT_TRUE(read_packet(with).has_value());
    ASSERT_TRUE(read_packet(without).has_value());
    EXPECT_FALSE(read_packet(without)->has_checksum);
}

TEST(cimd2_packet, names_each_fault_and_where_it_is) {
    EXPECT_EQ(refusal(""), (codec_error{errc::no_delimiters, "header", 0}));
    EXPECT_EQ(refusal("^"), (codec_error{errc::no_delimiters, "header", 0}));
    EXPECT_EQ(refusal("01:001|~"), (codec_error{errc::no_delimiters, "header", 0}));
    EXPECT_EQ(refusal("^01:001|"), (codec_error{errc::no_delimiters, "header", 0}));
    EXPECT_EQ(refusal("^~"), (codec_error{errc::bad_operation, "header", 1}));
    EXPECT_EQ(refusal("^1:001|~"), (codec_error{errc::bad_operation, "header", 1}));
    EXPECT_EQ(refusal("^AB:001|~"), (codec_error{errc::bad_operation, "header", 1}));
    EXPECT_EQ(refusal("^01~"), (codec_error{errc::bad_packet_number, "header", 3}));
    EXPECT_EQ(refusal("^01;001|~"), (codec_error{errc::bad_packet_number, "header", 3}));
    EXPECT_EQ(refusal("^01:01|~"), (codec_error{errc::bad_packet_number, "header", 3}));
    EXPECT_EQ(refusal("^01:256|~"), (codec_error{errc::bad_packet_number, "header", 3}));
    EXPECT_EQ(refusal("^01:001~"), (codec_error{errc::no_tab, "header", 7}));
    EXPECT_EQ(refusal("^01:001010:a|~"), (codec_error{errc::no_tab, "header", 7}));
    EXPECT_EQ(refusal("^01:001|010:foo|11:bar|~"), (codec_error{errc::bad_parameter, "parameter", 16}));
    EXPECT_EQ(refusal("^01:001||~"), (codec_error{errc::bad_parameter, "parameter", 8}));
    EXPECT_EQ(refusal("^01:001|010=foo|~"), (codec_error{errc::bad_parameter, "parameter", 8}));
    EXPECT_EQ(refusal("^01:001|010:foo~"), (codec_error{errc::bad_trailer, "checksum", 8}));
    EXPECT_EQ(refusal("^01:001|XY~"), (codec_error{errc::bad_trailer, "checksum", 8}));
    EXPECT_EQ(refusal("^01:001|1~"), (codec_error{errc::bad_trailer, "checksum", 8}));
    EXPECT_EQ(refusal("^01:001|010:foo|011:bar|58~"), (codec_error{errc::wrong_checksum, "checksum", 24}));
}

TEST(cimd2_packet, demands_or_ignores_the_checksum_as_it_is_told) {
    EXPECT_EQ(refusal("^01:001|~", checksum_rule::required), (codec_error{errc::missing_checksum, "checksum", 8}));
    EXPECT_EQ(refusal("^01:001|00~", checksum_rule::required), (codec_error{errc::wrong_checksum, "checksum", 8}));
    EXPECT_TRUE(read_packet(golden::octets_of("^01:001|00~"), checksum_rule::ignored).has_value());
    EXPECT_TRUE(read_packet(golden::octets_of("^01:001|010:foo|011:bar|59~"), checksum_rule::required).has_value());
}

TEST(cimd2_packet, gives_the_header_of_a_packet_whose_rest_is_broken) {
    const auto head = read_header(golden::octets_of("^20:254|rubbish~"));
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(*head, (header{operation::deliver_message, 254}));
}

TEST(cimd2_packet, keeps_unknown_parameters_and_colons_in_values) {
    const std::string frame = golden::octets_of("^01:001|010:a:b|777:x|777:|~");
    const auto read = read_packet(frame);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->given.find(parameter::user_identity)->value, "a:b");
    EXPECT_EQ(read->given.count(parameter{777}), 2u);
    EXPECT_EQ(read->given.find(parameter{777})->value, "x");
}

TEST(cimd2_packet, numbers_packets_odd_for_the_application_and_even_for_the_centre) {
    EXPECT_EQ(next_number(first_of_application), 3);
    EXPECT_EQ(next_number(255), 1);
    EXPECT_EQ(next_number(first_of_centre), 2);
    EXPECT_EQ(next_number(254), 0);
    std::uint8_t number = first_of_application;
    for (int i = 0; i < 128; ++i) {
        EXPECT_TRUE(is_application_number(number));
        number = next_number(number);
    }
    EXPECT_EQ(number, first_of_application) << "128 numbers, then again";
}

TEST(cimd2_packet, gives_a_packet_another_number_and_the_checksum_that_goes_with_it) {
    std::string with = golden::octets_of("^01:001|010:foo|011:bar|59~"), without = golden::octets_of("^40:255|~");
    renumber(with, 255);
    renumber(without, 7);
    EXPECT_EQ(without, golden::octets_of("^40:007|~"));
    ASSERT_TRUE(read_packet(with, checksum_rule::required).has_value());
    EXPECT_EQ(read_packet(with)->head, (header{operation::login, 255}));
    renumber(with, 1);
    EXPECT_EQ(with, golden::octets_of("^01:001|010:foo|011:bar|59~"));
}

TEST(cimd2_packet, knows_the_response_of_every_request) {
    for (const operation_row& row : operation_table()) {
        if (is_request(row.code)) {
            EXPECT_EQ(name(response_of(row.code)), std::string(row.name) + "_response");
        }
    }
    EXPECT_EQ(name(operation{77}), "unknown");
}

}  // namespace hermod::wire::cimd2
