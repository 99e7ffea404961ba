#include "app/gateway/tlv_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hermod::app {
namespace {

using api::tlv_form;
using testing::HasSubstr;
using namespace std::string_literals;

const auto names = make_tlv_names({{"entity_id", 0x1400, "string"}, {"charge", 0x1402, "integer2"}});

std::string encoded(std::string_view name, std::string_view value, tlv_form form = tlv_form::as_named) {
    std::string out;
    const auto wrong = names->encode(name, form, value, out);
    EXPECT_TRUE(!wrong || out.empty()) << "nothing is left behind by a fault";
    return wrong.value_or(out);
}

}  // namespace

TEST(tlv_names, encodes_by_configured_name_by_smpps_and_by_tag) {
    EXPECT_EQ(encoded("entity_id", "1101"), "\x14\x00\x00\x04"s + "1101");
    EXPECT_EQ(encoded("0x1400", "1101"), encoded("entity_id", "1101"));
    EXPECT_EQ(encoded("charge", "258"), "\x14\x02\x00\x02\x01\x02"s);
    EXPECT_EQ(encoded("user_message_reference", "7"), "\x02\x04\x00\x02\x00\x07"s);
    EXPECT_EQ(encoded("0x1500", "CAFE", tlv_form::hex), "\x15\x00\x00\x02\xCA\xFE"s);
    EXPECT_EQ(encoded("0x1500", "CAFE", tlv_form::text), "\x15\x00\x00\x04"s + "CAFE");
}

TEST(tlv_names, says_what_is_wrong) {
    EXPECT_THAT(encoded("nonsense", "1"), HasSubstr("\"nonsense\" is no TLV"));
    EXPECT_THAT(encoded("0x1500", "1"), HasSubstr("has no type here"));
    EXPECT_THAT(encoded("message_payload", "1"), HasSubstr("not for applications"));
    EXPECT_THAT(encoded("charge", "65536"), HasSubstr("\"charge\": "));
    EXPECT_THAT(encoded("charge", "x"), HasSubstr("number"));
    EXPECT_THAT(encoded("entity_id", std::string(4093, 'a')), HasSubstr("at most 4096"));
    std::string out;
    EXPECT_FALSE(names->encode("entity_id", tlv_form::as_named, "1", out));
    EXPECT_THAT(*names->encode("5120", tlv_form::as_named, "2", out), HasSubstr("(0x1400) is given twice"));
}

TEST(tlv_names, shows_what_it_encoded_and_what_nobody_named) {
    std::string out;
    EXPECT_FALSE(names->encode("entity_id", tlv_form::as_named, "1101", out));
    EXPECT_FALSE(names->encode("charge", tlv_form::as_named, "258", out));
    EXPECT_FALSE(names->encode("0x1500", tlv_form::hex, "CAFE", out));
    const auto shown = names->decode(out);
    ASSERT_EQ(shown.size(), 3u);
    EXPECT_EQ(shown[0].name + '=' + shown[0].value, "entity_id=1101");
    EXPECT_EQ(shown[1].name + '=' + shown[1].value, "charge=258");
    EXPECT_EQ(shown[2].name, "0x1500");
    EXPECT_EQ(shown[2].form, tlv_form::hex);
    std::string again;
    for (const auto& one : shown) EXPECT_FALSE(names->encode(one.name, one.form, one.value, again));
    EXPECT_EQ(again, out);
}

TEST(tlv_names, shows_a_value_that_its_type_does_not_fit_in_hexadecimal) {
    const auto shown = names->decode("\x14\x02\x00\x01\x07\x14\x00\x00\x01\xFF\x14"s);
    ASSERT_EQ(shown.size(), 2u) << "half a TLV ends the list";
    EXPECT_EQ(shown[0].form, tlv_form::hex);
    EXPECT_EQ(shown[0].value, "07");
    EXPECT_EQ(shown[1].form, tlv_form::hex);
}

}  // namespace hermod::app
