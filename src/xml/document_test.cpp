#include "xml/document.hpp"

#include <gtest/gtest.h>

namespace hermod::xml {
namespace {

errc refused(std::string_view octets, const limits& most = {}) {
    const auto read_ = read(octets, most);
    EXPECT_FALSE(read_) << octets.substr(0, 200);
    return read_ ? errc{} : read_.error().code;
}

std::string nested(int depth) {
    std::string out;
    for (int i = 0; i < depth; ++i) out += "<a>";
    for (int i = 0; i < depth; ++i) out += "</a>";
    return out;
}

}  // namespace

TEST(xml_document, finds_elements_by_local_name_whatever_the_prefix) {
    for (const char* text : {"<a><b>1</b><c/><b>2</b></a>", "<x:a xmlns:x='urn:1'><y:b>1</y:b><c/><b>2</b></x:a>",
                             "<a xmlns='urn:2'>\n <b>1</b>\n <z:c/>\n <q:b>2</q:b></a>"}) {
        const auto tree = read(text).value();
        EXPECT_EQ(tree.root().name(), "a");
        const element b = tree.root().child("b");
        EXPECT_EQ(b.text(), "1");
        EXPECT_EQ(b.next().name(), "c");
        EXPECT_EQ(b.next("b").text(), "2");
        EXPECT_FALSE(b.next("b").next("b"));
    }
}

TEST(xml_document, finds_the_first_below_in_document_order_and_not_itself) {
    const auto tree = read("<m><n><m>in</m></n><m>out</m></m>").value();
    EXPECT_EQ(tree.root().find("m").text(), "in");
    EXPECT_EQ(tree.root().child("m").text(), "out");
    EXPECT_FALSE(tree.root().child("m").find("m")) << "does not leave the element that it was asked of";
    EXPECT_FALSE(tree.root().find("x"));
}

TEST(xml_document, nothing_has_nothing) {
    const element none;
    EXPECT_FALSE(none.child("a").child().next("b").find("c"));
    EXPECT_EQ(none.name(), "");
    EXPECT_EQ(none.text_of("a"), "");
    EXPECT_EQ(none.attribute("a"), "");
    EXPECT_FALSE(none.has_attribute("a"));
}

TEST(xml_document, text_is_all_of_it) {
    EXPECT_EQ(read("<a>one<!-- not this --> two</a>").value().root().text(), "one two") << "a comment cuts nothing off";
    EXPECT_EQ(read("<a>x<![CDATA[<&amp;>]]>y</a>").value().root().text(), "x<&amp;>y");
    EXPECT_EQ(read("<a>  </a>").value().root().text(), "  ") << "a message may be blank";
    EXPECT_EQ(read("<a> x\r\ny\rz </a>").value().root().text(), " x\ny\nz ") << "section 2.11";
    EXPECT_EQ(read("<a>1<b>2</b>3</a>").value().root().text(), "13");
    EXPECT_EQ(read("<a/>").value().root().text(), "");
}

TEST(xml_document, references_are_characters) {
    const auto tree = read("<a b='&quot;&#x20AC;'>&lt;&amp;&gt;&apos;&quot;&#65;&#x1F600;&#13;</a>").value();
    EXPECT_EQ(tree.root().text(), "<&>'\"A\U0001F600\r");
    EXPECT_EQ(tree.root().attribute("b"), "\"\u20AC");
    EXPECT_EQ(read("<a>&amp;lt;</a>").value().root().text(), "&lt;") << "decoded once";
}

TEST(xml_document, attributes_by_local_name) {
    const auto tree = read("<a xsi:nil='true' b=''/>").value();
    EXPECT_EQ(tree.root().attribute("nil"), "true");
    EXPECT_TRUE(tree.root().has_attribute("b"));
    EXPECT_FALSE(tree.root().has_attribute("c"));
}

TEST(xml_document, reads_a_byte_order_mark_and_the_declaration) {
    EXPECT_EQ(read("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\xC3\xA9</a>\n").value().root().text(), "\u00E9");
    EXPECT_TRUE(read("<?xml version='1.0' encoding='utf-8' standalone='yes'?><!-- x --><a/><!-- y -->"));
    EXPECT_TRUE(read("<?xml version='1.0' encoding='US-ASCII'?><a/>"));
}

TEST(xml_document, refuses_every_dtd) {
    EXPECT_EQ(refused("<!DOCTYPE a><a/>"), errc::has_dtd);
    EXPECT_EQ(refused("<?xml version='1.0'?><!DOCTYPE a SYSTEM \"http://example.org/x.dtd\"><a/>"), errc::has_dtd);
    EXPECT_EQ(refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), errc::has_dtd);
    EXPECT_EQ(refused("<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;&l;\"><!ENTITY n \"&m;&m;&m;&m;\">]><a>&n;</a>"),
              errc::has_dtd);
    EXPECT_FALSE(read("<a><!DOCTYPE a></a>"));
    EXPECT_FALSE(read("<a/><!DOCTYPE a>"));
}

TEST(xml_document, refuses_references_that_are_no_character) {
    EXPECT_EQ(refused("<a>&x;</a>"), errc::has_entity);
    EXPECT_EQ(refused("<a b='&x;'/>"), errc::has_entity);
    EXPECT_EQ(refused("<a>&AMP;</a>"), errc::has_entity);
    for (const char* number :
         {"&#0;", "&#x1b;", "&#xD800;", "&#xFFFE;", "&#x110000;", "&#99999999999;", "&#;", "&#x;", "&#-1;", "&#X41;", "&#6 5;"})
        EXPECT_EQ(refused(std::string("<a>") + number + "</a>"), errc::not_a_character) << number;
    EXPECT_EQ(refused("<a>R&D</a>"), errc::malformed);
}

TEST(xml_document, refuses_instructions) {
    EXPECT_EQ(refused("<?php echo 1 ?><a/>"), errc::has_instruction);
    EXPECT_EQ(refused("<a><?xml-stylesheet href='x'?></a>"), errc::has_instruction);
    EXPECT_EQ(refused(" <?xml version='1.0'?><a/>"), errc::has_instruction) << "a declaration stands first or is none";
    EXPECT_FALSE(read("<a><?xml version='1.0'?></a>"));
}

TEST(xml_document, refuses_other_encodings_and_broken_utf8) {
    EXPECT_EQ(refused("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), errc::other_encoding);
    EXPECT_EQ(read("<a>\xC3</a>").error(), (fault{errc::not_utf8, 3}));
    EXPECT_EQ(refused("<a>\xC0\xBC</a>"), errc::not_utf8) << "an overlong <";
    EXPECT_EQ(refused("<a>\xED\xA0\x80</a>"), errc::not_utf8);
    EXPECT_EQ(refused(std::string("\xFF\xFE<\0a\0/\0>\0", 10)), errc::not_utf8);
    EXPECT_EQ(refused(std::string("<\0a\0/\0>\0", 8)), errc::not_a_character);
    EXPECT_EQ(refused(std::string("<a/>\0", 5)), errc::not_a_character);
    EXPECT_EQ(refused("<a>\x1b</a>"), errc::not_a_character);
    EXPECT_EQ(refused("<a>\xEF\xBF\xBF</a>"), errc::not_a_character);
}

TEST(xml_document, refuses_what_is_not_one_element) {
    for (const char* text :
         {"", "   ", "text", "<a/><b/>", "<a/>tail", "head<a/>", "<a/><![CDATA[x]]>", "<!-- only -->", "{\"a\":1}", "&#32;<a/>x"})
        EXPECT_FALSE(read(text)) << text;
    EXPECT_EQ(refused("<a/><b/>"), errc::not_one_root);
    EXPECT_EQ(refused("<a/>tail"), errc::not_one_root);
    EXPECT_EQ(refused(""), errc::not_one_root);
}

TEST(xml_document, refuses_what_is_not_well_formed) {
    for (const char* text : {"<a>", "<a><b></a></b>", "<a b></a>", "<a b=1/>", "<a", "<", "</a>", "<a><![CDATA[</a>",
                             "<a><!-- </a>", "<a b='1/>", "<a></a >x</b>"})
        EXPECT_FALSE(read(text)) << text;
    EXPECT_EQ(refused("<a><b></a>"), errc::malformed);
}

TEST(xml_document, has_limits_of_size_and_depth) {
    EXPECT_TRUE(read(nested(32)));
    EXPECT_EQ(refused(nested(33)), errc::too_deep);
    EXPECT_EQ(refused(nested(9000)), errc::too_deep);
    const std::string room(64 * 1024 - 7, 'x');
    EXPECT_TRUE(read("<a>" + room + "</a>"));
    EXPECT_EQ(refused("<a>" + room + "x</a>"), errc::too_large);
    EXPECT_EQ(refused("<a><b/></a>", {.octets = 64, .depth = 1}), errc::too_deep);
}

TEST(xml_document, says_where) {
    EXPECT_EQ(read("<a><b>\n&x;</b></a>").error(), (fault{errc::has_entity, 6}));
    EXPECT_EQ(read("\xEF\xBB\xBF<a>\x01</a>").error(), (fault{errc::not_a_character, 6}));
    EXPECT_EQ(read("\xEF\xBB\xBF<a></b>").error().code, errc::malformed);
    EXPECT_GE(read("\xEF\xBB\xBF<a></b>").error().offset, 6u);
    EXPECT_EQ(read("<a xmln").error(), (fault{errc::malformed, 7})) << "never behind the end";
}

TEST(xml_document, survives_being_moved) {
    document one = read("<a>1</a>").value();
    const element root = one.root();
    const document other = std::move(one);
    EXPECT_EQ(root.text(), "1") << "elements borrow from the tree, which has not moved";
    EXPECT_EQ(other.root().text(), "1");
}

}  // namespace hermod::xml
