#include "wire/smpp/tlv_value.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/smpp/golden_test_data.hpp"

namespace hermod::wire::smpp {
namespace {

using bytes = std::vector<std::uint8_t>;
using reason = value_error::reason;
using golden::from_hex;

constexpr value_kind kinds[] = {value_kind::integer1, value_kind::integer2, value_kind::integer4, value_kind::integer8,
                                value_kind::c_string, value_kind::string,   value_kind::octets};

bytes value_of(value_kind kind, std::string_view text) {
    const auto value = parse_value(kind, text);
    EXPECT_TRUE(value) << text;
    return value ? *value : bytes{};
}

value_error refusal(value_kind kind, std::string_view text) {
    const auto value = parse_value(kind, text);
    EXPECT_FALSE(value) << text;
    return value ? value_error{} : value.error();
}

}  // namespace

TEST(smpp_tlv_value, reads_integers_of_each_width_in_decimal_and_hexadecimal) {
    EXPECT_EQ(value_of(value_kind::integer1, "12"), from_hex("0C"));
    EXPECT_EQ(value_of(value_kind::integer1, "255"), from_hex("FF"));
    EXPECT_EQ(value_of(value_kind::integer2, "0x12AB"), from_hex("12AB"));
    EXPECT_EQ(value_of(value_kind::integer4, "3600"), from_hex("00000E10"));
    EXPECT_EQ(value_of(value_kind::integer8, "18446744073709551615"), from_hex("FFFFFFFFFFFFFFFF"));
    EXPECT_EQ(value_of(value_kind::integer8, "1"), from_hex("0000000000000001"));
}

TEST(smpp_tlv_value, reads_strings_with_and_without_a_nul_and_octets_from_hexadecimal) {
    EXPECT_EQ(value_of(value_kind::c_string, "hello"), from_hex("68656C6C6F00"));
    EXPECT_EQ(value_of(value_kind::c_string, ""), from_hex("00"));
    EXPECT_EQ(value_of(value_kind::string, "110100001"), from_hex("313130313030303031"));
    EXPECT_EQ(value_of(value_kind::string, ""), bytes{});
    EXPECT_EQ(value_of(value_kind::octets, "CAfe01"), from_hex("CAFE01"));
    EXPECT_EQ(value_of(value_kind::octets, "ca fe:01"), from_hex("CAFE01"));
    EXPECT_EQ(value_of(value_kind::octets, ""), bytes{});
}

TEST(smpp_tlv_value, says_what_is_wrong_and_where) {
    EXPECT_EQ(refusal(value_kind::integer1, "256"), (value_error{reason::too_large, 0}));
    EXPECT_EQ(refusal(value_kind::integer2, "0x10000"), (value_error{reason::too_large, 0}));
    EXPECT_EQ(refusal(value_kind::integer8, "18446744073709551616"), (value_error{reason::too_large, 0}));
    EXPECT_EQ(refusal(value_kind::integer1, ""), (value_error{reason::not_a_number, 0}));
    EXPECT_EQ(refusal(value_kind::integer1, "-1"), (value_error{reason::not_a_number, 0}));
    EXPECT_EQ(refusal(value_kind::integer1, "0x"), (value_error{reason::not_a_number, 2}));
    EXPECT_EQ(refusal(value_kind::integer4, "12 "), (value_error{reason::not_a_number, 2}));
    EXPECT_EQ(refusal(value_kind::octets, "0g"), (value_error{reason::not_hex, 1}));
    EXPECT_EQ(refusal(value_kind::octets, "CAF"), (value_error{reason::half_an_octet, 3}));
    EXPECT_EQ(refusal(value_kind::c_string, std::string_view("a\0b", 3)), (value_error{reason::contains_nul, 1}));
    EXPECT_EQ(refusal(value_kind::c_string, std::string(65535, 'x')), (value_error{reason::too_long, 0}));
    EXPECT_EQ(words(refusal(value_kind::octets, "0g")), "no hexadecimal digit at character 2");
    EXPECT_EQ(words(refusal(value_kind::octets, "CAF")), "an odd number of hexadecimal digits: two make an octet");
    EXPECT_EQ(words(refusal(value_kind::integer1, "x")),
              "not a whole number at character 1: decimal digits, or 0x and hexadecimal ones");
    EXPECT_THROW(parse_value(value_kind::integer1, "x").value(), std::invalid_argument);
}

TEST(smpp_tlv_value, writes_back_the_text_that_it_reads) {
    EXPECT_EQ(value_text(value_kind::integer2, golden::raw("12AB")), "4779");
    EXPECT_EQ(value_text(value_kind::integer8, golden::raw("FFFFFFFFFFFFFFFF")), "18446744073709551615");
    EXPECT_EQ(value_text(value_kind::c_string, golden::raw("414200")), "AB");
    EXPECT_EQ(value_text(value_kind::c_string, golden::raw("4142")), "AB") << "a peer forgot the NUL";
    EXPECT_EQ(value_text(value_kind::string, golden::raw("4142")), "AB");
    EXPECT_EQ(value_text(value_kind::octets, golden::raw("CAFE")), "CAFE");
    EXPECT_EQ(value_text(value_kind::integer2, golden::raw("12")), std::nullopt);
    EXPECT_EQ(value_text(value_kind::integer1, {}), std::nullopt);
}

TEST(smpp_tlv_value, comes_back_as_it_was_for_any_value) {
    EXPECT_TRUE(rc::check([](std::uint64_t number, const bytes& raw) {
        const std::string decimal = std::to_string(number);
        RC_ASSERT(value_text(value_kind::integer8, *parse_value(value_kind::integer8, decimal)) == decimal);
        for (const value_kind kind : {value_kind::string, value_kind::octets}) {
            RC_ASSERT(*parse_value(kind, *value_text(kind, raw)) == raw);
        }
    }));
}

TEST(smpp_tlv_value, any_text_is_read_or_refused_in_words) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        for (const value_kind kind : kinds) {
            if (const auto value = parse_value(kind, text)) {
                RC_ASSERT(value_text(kind, *value).has_value());
            } else {
                RC_ASSERT(!words(value.error()).empty());
                RC_ASSERT(value.error().at <= text.size());
            }
        }
    }));
}

TEST(smpp_tlv_value, appends_whole_tlvs_and_leaves_the_buffer_when_refused) {
    bytes out;
    EXPECT_TRUE(append_value(out, tlv_tag{0x1400}, value_kind::string, "1101").has_value());
    EXPECT_TRUE(append_value(out, tlv_tag{0x1401}, value_kind::c_string, "1107").has_value());
    EXPECT_TRUE(append_value(out, tlv_tag{0x1402}, value_kind::octets, "").has_value());
    EXPECT_EQ(out, from_hex("1400 0004 31313031 1401 0005 3131303700 1402 0000"));
    const bytes before = out;
    EXPECT_EQ(append_value(out, tlv_tag::user_message_reference, value_kind::integer1, "7").error(),
              (value_error{reason::forbidden_length, 0}));
    EXPECT_EQ(append_value(out, tlv_tag{0x1402}, value_kind::integer1, "x").error().why, reason::not_a_number);
    EXPECT_EQ(out, before);
}

TEST(smpp_tlv_value, names_kinds_and_knows_those_of_the_specification) {
    for (const value_kind kind : kinds) EXPECT_EQ(value_kind_named(name(kind)), kind);
    EXPECT_EQ(value_kind_named("integer3"), std::nullopt);
    EXPECT_EQ(value_kind_of(tlv_tag::qos_time_to_live), value_kind::integer4);
    EXPECT_EQ(value_kind_of(tlv_tag::source_port), value_kind::integer2);
    EXPECT_EQ(value_kind_of(tlv_tag::ussd_service_op), value_kind::integer1);
    EXPECT_EQ(value_kind_of(tlv_tag::receipted_message_id), value_kind::c_string);
    EXPECT_EQ(value_kind_of(tlv_tag::callback_num), value_kind::octets);
    EXPECT_EQ(value_kind_of(tlv_tag{0x1400}), std::nullopt);
    for (const tlv_row& row : tlv_table()) {
        const bool whole = row.kind != tlv_kind::integer || row.least == row.most;
        EXPECT_TRUE(whole && (row.kind != tlv_kind::integer || row.most == 1 || row.most == 2 || row.most == 4)) << row.name;
    }
}

}  // namespace hermod::wire::smpp
