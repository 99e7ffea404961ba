#include "xml/path.hpp"

#include <gtest/gtest.h>

namespace hermod::xml {
namespace {

using value = std::optional<std::string>;

TEST(xml_path, leads_to_elements_and_attributes_by_local_names) {
    const auto read = xml::read(
        R"(<s:Envelope xmlns:s="x"><s:Body><n:sendSmsResponse n:kind="one"><result> 42 &amp; A<![CDATA[<b>]]>
        </result><result>43</result></n:sendSmsResponse><empty/></s:Body></s:Envelope>)");
    ASSERT_TRUE(read);
    const element root = read->root();
    EXPECT_EQ(value_at(root, "Body/sendSmsResponse/result"), value("42 & A<b>"));
    EXPECT_EQ(value_at(root, "**/sendSmsResponse/@kind"), value("one"));
    EXPECT_EQ(value_at(root, "**/result"), value("42 & A<b>"));
    EXPECT_EQ(value_at(root, "**/Envelope/Body/empty"), value(""));
    EXPECT_EQ(value_at(root, ""), value(""));
    EXPECT_EQ(value_at(root, "Body/other"), std::nullopt);
    EXPECT_EQ(value_at(root, "Body/empty/@kind"), std::nullopt);
    EXPECT_EQ(value_at(root, "**/other/x"), std::nullopt);
    EXPECT_EQ(value_at({}, "x"), std::nullopt);
    ASSERT_EQ(all_at(root, "Body/sendSmsResponse/result").size(), 2u);
    EXPECT_EQ(all_at(root, "Body/sendSmsResponse/result")[1].text(), "43");
    EXPECT_EQ(all_at(root, "**/Envelope").size(), 1u);
    EXPECT_TRUE(all_at(root, "Body/other/x").empty());
}

}  // namespace
}  // namespace hermod::xml
