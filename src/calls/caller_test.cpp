#include "calls/caller.hpp"

#include <gtest/gtest.h>

#include "settings/problems.hpp"

namespace hermod::calls {

namespace {

struct configured {
    caller_options options;
    bool right = false;
    std::string problems;
};

configured read(const std::string& text, asked_beside beside = {}) {
    settings::problems found("c.toml");
    const auto tree = settings::read_toml(text, "c.toml", found);
    settings::table_reader table(tree, "connector[0]", found);
    const auto plain = [](settings::table_reader& from, std::string_view key, std::string& to) { return from.text(key, to); };
    configured out;
    if (auto caller = caller_table(table)) {
        out.right = read_caller(*caller, plain, beside, out.options);
        caller->finish();
    }
    table.finish();
    for (const auto& one : found.sorted()) out.problems += to_text(one) + "\n";
    return out;
}

visit from(std::string address, std::string query = {}, std::string header = {}) {
    return {"POST", "/in/x", std::move(query), "", std::move(address), {{"x-secret", std::move(header)}}};
}

}  // namespace

TEST(caller, must_show_the_secret_where_the_configuration_says) {
    const auto by_query = read("caller = { query = \"token\", secret = \"s&c\" }");
    ASSERT_TRUE(by_query.right) << by_query.problems;
    EXPECT_EQ(refuse_caller(by_query.options, from("192.0.2.7", "a=1&token=s%26c")), "");
    EXPECT_NE(refuse_caller(by_query.options, from("192.0.2.7", "token=s")), "");
    EXPECT_NE(refuse_caller(by_query.options, from("192.0.2.7", "", "s&c")), "") << "another place is no place";
    const auto by_header = read("caller = { header = \"X-Secret\", secret = \"s\" }");
    EXPECT_EQ(refuse_caller(by_header.options, from("192.0.2.7", "", "s")), "");
    EXPECT_NE(refuse_caller(by_header.options, from("192.0.2.7", "X-Secret=s")), "");
}

TEST(caller, must_come_from_the_networks_and_show_the_secret_where_both_are_asked) {
    const auto got = read("caller = { query = \"t\", secret = \"s\", networks = [\"192.0.2.0/24\"] }");
    EXPECT_EQ(refuse_caller(got.options, from("192.0.2.7", "t=s")), "");
    EXPECT_NE(refuse_caller(got.options, from("198.51.100.1", "t=s")), "");
    EXPECT_NE(refuse_caller(got.options, from("192.0.2.7", "t=x")), "");
    EXPECT_NE(refuse_caller(got.options, from("nonsense", "t=s")), "");
}

TEST(caller, may_be_anybody_only_when_that_is_said) {
    EXPECT_EQ(refuse_caller(read("caller = { open = true }").options, from("192.0.2.7")), "");
    EXPECT_NE(read("").problems.find("connector[0].caller: is missing: anybody could bring"), std::string::npos);
    EXPECT_NE(read("caller = {}").problems.find("write header or query with secret, networks, or open = true"),
              std::string::npos);
    EXPECT_NE(read("caller = {}", {"signature", false}).problems.find("with secret, signature, networks"), std::string::npos);
    EXPECT_EQ(read("caller = {}", {"signature", true}).problems, "");
}

TEST(caller, a_secret_stands_in_one_place) {
    for (const char* text : {"caller = { secret = \"s\" }", "caller = { query = \"t\" }",
                             "caller = { query = \"t\", header = \"h\", secret = \"s\" }"}) {
        const auto got = read(text);
        EXPECT_FALSE(got.right) << text;
        EXPECT_NE(got.problems.find("a secret stands in one place"), std::string::npos) << text;
    }
}

TEST(caller, headers_are_found_in_any_case) {
    EXPECT_EQ(header_of(from("", "", "v"), "X-SECRET"), "v");
    EXPECT_EQ(header_of(from(""), "other"), "");
}

}  // namespace hermod::calls
