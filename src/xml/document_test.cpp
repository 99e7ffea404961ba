#include "xml/document.hpp"

#include <gtest/gtest.h>

namespace hermod::xml {
namespace {

using value = std::optional<std::string>;

errc why_not(std::string_view text, const limits& within = {}) {
    const auto read = document::parse(text, within);
    EXPECT_FALSE(read) << text;
    return read ? errc{} : static_cast<errc>(read.error().value());
}

}  // namespace

TEST(xml_document, elements_are_found_by_local_name_whatever_their_prefix) {
    const auto read = document::parse(
        R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="urn:x"><s:Body><ns1:sendSmsResponse ns1:kind="one">
           <result> 42 &amp; &#x41;<![CDATA[<b>]]></result><result>43</result></ns1:sendSmsResponse></s:Body></s:Envelope>)");
    ASSERT_TRUE(read);
    const element root = read->root();
    EXPECT_EQ(root.name(), "Envelope");
    EXPECT_EQ(root.value_at("Body/sendSmsResponse/result"), value("42 & A<b>"));
    EXPECT_EQ(root.value_at("**/sendSmsResponse/@kind"), value("one"));
    EXPECT_EQ(root.value_at("**/result"), value("42 & A<b>"));
    EXPECT_EQ(root.value_at("Body/other"), std::nullopt);
    EXPECT_EQ(root.value_at("**/other/x"), std::nullopt);
    EXPECT_EQ(root.all_at("Body/sendSmsResponse/result").size(), 2u);
    EXPECT_EQ(root.find("result").text(), "42 & A<b>");
}

TEST(xml_document, a_document_type_declaration_is_refused_wherever_it_stands) {
    EXPECT_EQ(why_not("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), errc::has_dtd);
    EXPECT_EQ(why_not("<a><!ENTITY b \"c\"></a>"), errc::has_dtd);
    EXPECT_EQ(why_not("<?xml version=\"1.0\"?><!doctype a><a/>"), errc::has_dtd);
}

TEST(xml_document, an_entity_of_its_own_is_refused_in_text_and_in_attributes) {
    EXPECT_EQ(why_not("<a>&b;</a>"), errc::unknown_entity);
    EXPECT_EQ(why_not("<a b=\"&c;\"/>"), errc::unknown_entity);
    EXPECT_TRUE(document::parse("<a b='&lt;>'>&quot;<![CDATA[&c;]]><!-- &d; --></a>"));
}

TEST(xml_document, depth_and_size_are_bounded_before_anything_is_built) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    EXPECT_EQ(why_not(deep, {1 << 20, 32}), errc::too_deep);
    EXPECT_EQ(why_not("<a>12345</a>", {8, 32}), errc::too_large);
    EXPECT_TRUE(document::parse("<a><b/><b/><b/></a>", {1000, 1}));
}

TEST(xml_document, what_is_not_well_formed_is_refused) {
    for (const char* text : {"", "x", "<a>", "<a></b>", "<a b=></a>", "<a", "<!-- ", "{\"a\":1}"})
        EXPECT_EQ(why_not(text), errc::malformed) << text;
    EXPECT_EQ(why_not(std::string_view("<\0a\0>\0", 6)), errc::malformed);
}

TEST(xml_document, escaped_text_reads_back_and_holds_nothing_that_xml_forbids) {
    std::string out;
    append_escaped(out, "a<b>&\"'\r\n\t\x01 \xC3\xA9 \xFF");
    const auto read = document::parse("<t x=\"" + out + "\">" + out + "</t>");
    ASSERT_TRUE(read);
    const std::string expected = "a<b>&\"'\r\n\t\xEF\xBF\xBD \xC3\xA9 \xEF\xBF\xBD";
    EXPECT_EQ(read->root().attribute("x"), value(expected));
    EXPECT_EQ(read->root().text(), expected);
}

}  // namespace hermod::xml
