#include <gtest/gtest.h>

#include "settings/reader.hpp"

namespace hermod::settings {
namespace {

setting_table toml(std::string_view text, problems& found) { return read_toml(text, "a.toml", found); }

}  // namespace

TEST(underlay, what_stands_in_the_table_covers_the_description_key_by_key) {
    problems found("a.toml");
    const auto own = toml("from = \"mine\"\n[deep]\na = \"own\"", found);
    table_reader table(own, "x", found);
    table.underlay(toml("to = \"theirs\"\nfrom = \"theirs\"\n[deep]\na = \"under\"\nb = \"under\"", found), "from");
    std::string to, from, a, b;
    EXPECT_TRUE(table.text("to", to));
    EXPECT_TRUE(table.text("from", from));
    auto deep = table.table("deep");
    ASSERT_TRUE(deep);
    deep->text("a", a);
    deep->text("b", b);
    deep->finish();
    table.finish();
    EXPECT_EQ(to + " " + from + " " + a + " " + b, "theirs mine own under");
    EXPECT_TRUE(found.sorted().empty());
}

TEST(underlay, a_mistake_of_the_description_is_reported_where_it_was_asked_for) {
    problems found("a.toml");
    const auto own = toml("one = 1\nprovider = \"p\"", found);
    table_reader table(own, "x", found);
    table.underlay(toml("\n\n\n\nn = \"no number\"", found), "provider");
    int n = 0;
    EXPECT_FALSE(table.number("n", n, 0, 9));
    ASSERT_EQ(found.sorted().size(), 1u);
    EXPECT_EQ(found.sorted()[0].at, (place{2, 12}));
}

TEST(underlay, the_order_is_the_description_s) {
    problems found("a.toml");
    const auto merged = laid_over(toml("c = 3\na = 1", found), toml("a = 0\nb = 0", found));
    std::string keys;
    for (const entry& one : merged.entries) keys += one.key;
    EXPECT_EQ(keys, "abc");
    EXPECT_EQ(std::get<std::int64_t>(merged.find("a")->what.value), 1);
}

}  // namespace hermod::settings
