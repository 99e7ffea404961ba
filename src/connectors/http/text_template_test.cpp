#include "connectors/http/text_template.hpp"

#include <gtest/gtest.h>

#include "connectors/http/configured.hpp"

namespace hermod::connectors::http {
namespace {

const constants fixed{{"account", "A/1"}, {"base", "https://x/y"}};

std::string rendered(std::string_view text, standing where, message_ptr what = a_message("a&b \"c\" <d>\n\xC3\xA9")) {
    text_template made;
    const auto fault = made.add(text, where, fixed);
    EXPECT_FALSE(fault) << fault->what;
    const value_options options;
    part_values values(options);
    EXPECT_TRUE(values.begin(what, 1, false, wall_time{}));
    std::string out;
    std::string_view refused;
    EXPECT_TRUE(made.render(out, values, refused)) << refused;
    return out;
}

std::string fault_of(std::string_view text, standing where = standing::raw) {
    text_template made;
    const auto fault = made.add(text, where, fixed);
    return fault ? std::to_string(fault->at) + ": " + fault->what : "";
}

}  // namespace

TEST(text_template, each_value_is_escaped_for_where_it_stands) {
    EXPECT_EQ(rendered("t={text}", standing::url), "t=a%26b%20%22c%22%20%3Cd%3E%0A%C3%A9");
    EXPECT_EQ(rendered("t={text}", standing::form), "t=a%26b+%22c%22+%3Cd%3E%0A%C3%A9");
    EXPECT_EQ(rendered("{text}", standing::json), "a&b \\\"c\\\" <d>\\n\xC3\xA9");
    EXPECT_EQ(rendered("<t>{text}</t>", standing::xml), "<t>a&amp;b &quot;c&quot; &lt;d&gt;&#10;\xC3\xA9</t>");
    EXPECT_EQ(rendered("[{text}]", standing::raw), "[a&b \"c\" <d>\n\xC3\xA9]");
}

TEST(text_template, no_value_can_break_out_of_its_place) {
    const auto evil = a_message("\",\"to\":\"1\"}\x01</t><x/>&to=2#?\r\nX: y\xFF");
    const std::string json = rendered("{text}", standing::json, evil);
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] == '"') {
            EXPECT_EQ(json[i - 1], '\\');
        }
    }
    const std::string url = rendered("{text}", standing::url, evil);
    EXPECT_EQ(url.find_first_of("&#?\r\n\"<> "), std::string::npos);
    const std::string xml = rendered("{text}", standing::xml, evil);
    EXPECT_EQ(xml.find_first_of("<>\"\x01\r\n"), std::string::npos);
}

TEST(text_template, a_header_refuses_what_would_split_it) {
    text_template made;
    ASSERT_FALSE(made.add("x-{text}", standing::header, fixed));
    const value_options options;
    part_values values(options);
    ASSERT_TRUE(values.begin(a_message("a\r\nEvil: 1"), 1, false, wall_time{}));
    std::string out;
    std::string_view refused;
    EXPECT_FALSE(made.render(out, values, refused));
    EXPECT_EQ(refused, "text");
}

TEST(text_template, doubled_braces_are_braces) {
    EXPECT_EQ(rendered("{{\"to\":\"{to}\"}}", standing::json), "{\"to\":\"+447700900123\"}");
    EXPECT_EQ(rendered("}}{{", standing::raw), "}{");
}

TEST(text_template, constants_are_escaped_unless_they_are_wanted_as_they_are) {
    EXPECT_EQ(rendered("/a/{account}/", standing::url), "/a/A%2F1/");
    EXPECT_EQ(rendered("{=base}/z", standing::url), "https://x/y/z");
}

TEST(text_template, a_mistake_says_where_and_what) {
    EXPECT_EQ(fault_of("ab{tex}"), "2: unknown placeholder \"tex\", did you mean \"text\"?");
    EXPECT_EQ(fault_of("{acount}"), "0: unknown placeholder \"acount\", did you mean \"account\"?");
    EXPECT_EQ(fault_of("a{to"), "1: a \"{\" that is not closed: write \"{{\" for a brace");
    EXPECT_EQ(fault_of("a{to{from}"), "1: a \"{\" that is not closed: write \"{{\" for a brace");
    EXPECT_EQ(fault_of("a}b"), "1: a \"}\" that closes nothing: write \"}}\" for a brace");
    EXPECT_EQ(fault_of("{=text}"), "0: \"text\" is a message's: it is always escaped, write {text}");
    EXPECT_EQ(fault_of("{text_octets}", standing::json), "0: \"text_octets\" is octets, which cannot stand here: use its hexadecimal form");
}

TEST(part_values, every_placeholder_has_its_value) {
    auto m = std::make_shared<message>(*a_message("h\xC3\xA9"));
    m->data_coding = 0xF0;
    m->client_ref = "r1";
    m->concat_ref = 42;
    m->udh = std::string("\x05\x00\x03\x01\x02\x03", 6);
    m->parts = 3;
    value_options options;
    options.plus = false;
    options.inbound_url = "https://us/in";
    part_values values(options);
    ASSERT_TRUE(values.begin(m, 1, true, wall_time{} + std::chrono::hours{23}));
    values.set_receipt_url("https://us/r");
    const std::map<value, std::string> expected{
        {value::to, "447700900123"}, {value::from, "Shop"}, {value::text, "h\xC3\xA9"}, {value::text_hex, "6805"}, {value::text_base64, "aAU="},
        {value::text_octets, "h\x05"}, {value::udh, "050003010203"}, {value::udh_octets, m->udh}, {value::user_data_hex, "0500030102036805"},
        {value::data_coding, "240"}, {value::esm_class, "64"}, {value::coding, "gsm7"}, {value::message_class, "0"}, {value::id, "m06HZ3V0CG0001"},
        {value::part, "1"}, {value::parts, "3"}, {value::reference, "42"}, {value::client_ref, "r1"}, {value::receipt, "true"},
        {value::receipt_url, "https://us/r"}, {value::inbound_url, "https://us/in"}, {value::now, "1970-01-01T23:00:00.000000Z"},
        {value::now_unix, "82800"}, {value::expires, "1970-01-02T00:00:00.000000Z"}, {value::validity_ms, "3600000"},
        {value::validity_seconds, "3600"}, {value::validity_minutes, "60"}, {value::validity_hours, "1"}, {value::duplicate, "true"}};
    EXPECT_EQ(expected.size(), static_cast<std::size_t>(value::count));
    for (const auto& [which, text] : expected) {
        EXPECT_EQ(values.get(which), text) << row_of(which).name;
        EXPECT_EQ(find_value(row_of(which).name), which);
    }
}

TEST(part_values, a_part_of_a_unicode_message_is_its_own_text_and_header) {
    auto m = std::make_shared<message>(*a_message(""));
    m->coding = encoding::ucs2;
    for (int i = 0; i < 100; ++i) m->body += "\xD0\x96";
    m->parts = 2;
    m->concat_ref = 7;
    value_options options;
    options.whole = false;
    part_values values(options);
    ASSERT_TRUE(values.begin(m, 2, false, wall_time{}));
    EXPECT_EQ(values.get(value::text).size(), 66u);  // 33 letters of two octets
    EXPECT_EQ(values.get(value::udh), "050003070202");
    EXPECT_EQ(values.get(value::data_coding), "8");
    EXPECT_EQ(values.get(value::text_hex).substr(0, 8), "04160416");
}

}  // namespace hermod::connectors::http
