#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

using texts = std::vector<std::string>;

const std::vector<connector_type>& types() {
    static const std::vector<connector_type> out{{"loopback", [](table_reader&) { return std::any(); }}};
    return out;
}

// What follows begins on line 13.
const std::string base = R"([[account]]
name = "shop"
api_key = "env:HERMOD_TEST_KEY"
[[connector]]
name = "a"
type = "loopback"
[[connector]]
name = "b"
type = "loopback"
[[connector]]
name = "c"
type = "loopback"
)";

loaded_config parse(const std::string& text) {
    ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1);
    return parse_config(base + text, "shop.toml", {types()});
}

texts problems(const std::string& text) {
    texts out;
    for (const auto& p : parse(text).problems) out.push_back(to_text(p));
    return out;
}

// Of one group "europe" with these keys, and a route to it.
texts of_group(const std::string& keys) { return problems("[[connector_group]]\nname = \"europe\"\n" + keys + "[[route]]\nname = \"rest\"\nto = [\"europe\"]\n"); }
// Of a route with these keys, and a group "europe" of a and b.
texts of_route(const std::string& keys) {
    return problems("[[connector_group]]\nname = \"europe\"\nconnectors = [\"a\", \"b\"]\n[[route]]\nname = \"rest\"\n" + keys);
}

}  // namespace

TEST(group_config, a_group_stands_in_a_route_where_a_connector_may) {
    const auto loaded = parse(R"(
[[connector_group]]
name = "europe"
connectors = ["a", "b"]
strategy = "weight"
weights = [70, 30]
[[connector_group]]
name = "alone"
connectors = ["b"]
strategy = "hash"
sticky = "account"
[[route]]
name = "one"
to = ["c", "europe"]
strategy = "weight"
weights = [10, 90]
[[route]]
name = "two"
account = "shop"
to = ["alone"]
)");
    texts found;
    for (const auto& p : loaded.problems) found.push_back(to_text(p));
    EXPECT_EQ(found, texts{R"(shop.toml:30:8: warning: route[1].name: "two" can never match: "one" before it takes all that it would)"});
    const auto rules = make_route_rules(loaded.values);
    ASSERT_EQ(rules.size(), 2u);
    const auto id = [](std::string_view name) { return connector_id{name_hash(name)}; };
    EXPECT_EQ(rules[0].to, (std::vector{id("c"), id("a"), id("b")}));
    EXPECT_EQ(rules[0].weights, (std::vector<std::uint32_t>{10, 90}));
    ASSERT_EQ(rules[0].groups.size(), 1u);
    EXPECT_EQ(rules[0].groups[0].name, "europe");
    EXPECT_EQ(rules[0].groups[0].first, 1u);
    EXPECT_EQ(rules[0].groups[0].count, 2u);
    EXPECT_EQ(rules[0].groups[0].by, route::strategy::weight);
    EXPECT_EQ(rules[0].groups[0].weights, (std::vector<std::uint32_t>{70, 30}));
    ASSERT_EQ(rules[1].groups.size(), 1u);
    EXPECT_EQ(rules[1].groups[0].sticky, route::sticky_to::account);
    EXPECT_EQ(route::table(rules).find(account_id{1}, "+41", "")->name, "one");
}

TEST(group_config, a_group_s_mistakes_are_told_with_their_places) {
    EXPECT_EQ(of_group("connectors = [\"a\", \"d\"]\n"),
              texts{R"(shop.toml:15:20: error: connector_group[0].connectors[1]: there is no connector "d", use one of: a, b, c)"});
    EXPECT_EQ(of_group("connectors = [\"a\", \"europe\"]\n"), texts{"shop.toml:15:20: error: connector_group[0].connectors[1]: a group cannot hold itself"});
    EXPECT_EQ(of_group("connectors = [\"a\", \"late\"]\n[[connector_group]]\nname = \"late\"\nconnectors = [\"b\"]\n"),
              texts{R"(shop.toml:15:20: error: connector_group[0].connectors[1]: "late" is a group: groups hold connectors only)"});
    EXPECT_EQ(of_group("connectors = []\n"), texts{"shop.toml:15:14: error: connector_group[0].connectors: is an empty list"});
    EXPECT_EQ(of_group(""), texts{"shop.toml:13:1: error: connector_group[0].connectors: is missing"});
    EXPECT_EQ(of_group("connectors = [\"a\", \"a\"]\n"),
              texts{R"(shop.toml:15:20: error: connector_group[0].connectors[1]: "a" stands there twice; weights give one more than another)"});
    EXPECT_EQ(of_group("connectors = [\"a\", \"b\"]\nstrategy = \"weight\"\nweights = [1]\n"),
              texts{"shop.toml:17:11: error: connector_group[0].weights: has 1 numbers for 2 connectors"});
    EXPECT_EQ(of_group("connectors = [\"a\", \"b\"]\nstrategy = \"broadcast\"\n"),
              texts{"shop.toml:16:12: error: connector_group[0].strategy: a group hands a message to one of its connectors: broadcast is a route's"});
    EXPECT_EQ(of_group("connectors = [\"a\"]\nstrateggy = \"load\"\n"),
              texts{R"(shop.toml:16:1: error: connector_group[0].strateggy: unknown key, did you mean "strategy"?)"});
    EXPECT_EQ(of_group("connectors = [\"a\"]\n[[connector_group]]\nname = \"europe\"\nconnectors = [\"b\"]\n"),
              texts{R"(shop.toml:17:8: error: connector_group[1].name: "europe" is used twice)"});
    EXPECT_EQ(problems("[[connector_group]]\nname = \"b\"\nconnectors = [\"a\"]\n[[route]]\nname = \"rest\"\nto = [\"b\"]\n"),
              texts{R"(shop.toml:14:8: error: connector_group[0].name: "b" is the name of a connector, too: routes could not tell them apart)"});
    EXPECT_EQ(problems("[[connector_group]]\nname = \"europe\"\nconnectors = [\"a\"]\n[[route]]\nname = \"rest\"\nto = [\"b\"]\n"),
              texts{R"(shop.toml:14:8: warning: connector_group[0].name: no route leads to "europe")"});
}

TEST(group_config, a_route_s_mistakes_with_groups_are_told_with_their_places) {
    EXPECT_EQ(of_route("to = [\"europe\", \"c\"]\nstrategy = \"order\"\n"), texts{});
    EXPECT_EQ(of_route("to = [\"c\", \"eurpe\"]\n"),
              texts{R"(shop.toml:18:12: error: route[0].to[1]: there is no connector or group "eurpe", did you mean "europe"?)"});
    EXPECT_EQ(of_route("to = [\"europe\", \"a\"]\n"), texts{R"(shop.toml:18:17: error: route[0].to[1]: leads to "a" twice: in group "europe" and by itself)"});
    EXPECT_EQ(of_route("to = [\"europe\", \"europe\"]\n"),
              texts{R"(shop.toml:18:17: error: route[0].to[1]: "europe" stands there twice; weights give one more than another)"});
    EXPECT_EQ(of_route("to = [\"europe\", \"east\"]\n[[connector_group]]\nname = \"east\"\nconnectors = [\"c\", \"b\"]\n"),
              texts{R"(shop.toml:18:17: error: route[0].to[1]: leads to "b" twice: in group "europe" and in group "east")"});
    EXPECT_EQ(of_route("to = [\"europe\", \"c\"]\nstrategy = \"weight\"\nweights = [1, 2, 3]\n"),
              texts{"shop.toml:20:11: error: route[0].weights: has 3 numbers for 2 choices, of which a group is one"});
}

}  // namespace hermod::app
