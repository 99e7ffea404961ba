#include "xml/writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "xml/document.hpp"

namespace hermod::xml {
namespace {

std::string written_text(std::string_view text) {
    std::string out;
    append_text(out, text);
    return out;
}

}  // namespace

TEST(xml_writer, writes_elements_and_closes_what_is_open) {
    std::string out;
    writer(out)
        .declaration()
        .open("a")
        .attribute("b", "<\"1\"\n>")
        .element("c", "x & y")
        .open("d")
        .close()
        .optional_element("e", "");
    EXPECT_EQ(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"&lt;&quot;1&quot;&#10;&gt;\"><c>x &amp; y</c><d/></a>");
}

TEST(xml_writer, escapes_so_that_no_value_is_markup) {
    EXPECT_EQ(written_text("</message><x>"), "&lt;/message&gt;&lt;x&gt;");
    EXPECT_EQ(written_text("]]>"), "]]&gt;");
    EXPECT_EQ(written_text("&lt;"), "&amp;lt;");
    EXPECT_EQ(written_text("a\r\nb\t"), "a&#13;\nb\t") << "a reader would make one LF of CR LF";
}

TEST(xml_writer, says_where_a_text_cannot_be_written) {
    EXPECT_EQ(first_unwritable("plain \u20AC \U0001F600 \r\n\t"), std::nullopt);
    EXPECT_EQ(first_unwritable("ab\fc"), 2u) << "the page break of the GSM alphabet";
    EXPECT_EQ(first_unwritable("\xC3"), 0u);
    EXPECT_EQ(first_unwritable("a\xEF\xBF\xBF"), 1u);
}

TEST(xml_writer, replaces_what_cannot_be_written) {
    EXPECT_EQ(written_text("a\fb\xC3("), "a\uFFFDb\uFFFD(");
    EXPECT_EQ(written_text("\xEF\xBF\xBE!"), "\uFFFD!");
    EXPECT_EQ(written_text(std::string_view("\0", 1)), "\uFFFD");
}

RC_GTEST_PROP(xml_writer, what_is_written_reads_back, (const std::string& text, const std::string& value)) {
    std::string out;
    writer(out).open("a").attribute("b", value).text(text);
    const auto tree = read(out);
    RC_ASSERT(bool(tree));
    if (!first_unwritable(text)) RC_ASSERT(tree->root().text() == text);
    if (!first_unwritable(value)) RC_ASSERT(tree->root().attribute("b") == value);
}

// Whoever puts a value into a template of his own may have written it between single quotes.
TEST(xml_writer, value_of_an_attribute_ends_no_quotes_of_either_kind) {
    std::string out;
    append_attribute_value(out, "it's \"so\"");
    EXPECT_EQ(out, "it&apos;s &quot;so&quot;");
}

}  // namespace hermod::xml
