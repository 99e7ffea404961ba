// [[number_rule]], [[rewrite]], [[sender_policy]], and an account's country and tags: what is read, and where what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"

namespace hermod::app {
namespace {

using texts = std::vector<std::string>;
using testing::ElementsAre;

class rewriting_sections : public testing::Test {
protected:
    rewriting_sections() { ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1); }
    // Behind an account, a connector and a route: what is written stands from line 10 on.
    texts problems_of(const std::string& written, const std::string& account = "") {
        const std::string before =
            "[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_KEY\"" + account +
            "\n[[connector]]\nname = \"a\"\ntype = \"loopback\"\n[[route]]\nname = \"swiss\"\nto = [\"a\"]\n";
        const connector_type types[] = {{"loopback", [](table_reader&) { return std::any(); }}};
        config_vocabulary words{};
        words.types = types;
        loaded = parse_config(before + written, "c.toml", words);
        texts out;
        for (const auto& p : loaded.problems) out.push_back(to_text(p));
        return out;
    }
    const config& got() const { return loaded.values; }
    loaded_config loaded;
};

TEST_F(rewriting_sections, an_account_has_a_country_and_tags) {
    EXPECT_EQ(problems_of("", " # \ncountry = \"CH\"\ntags = [\"retail\", \"vip\"]"), texts{});
    EXPECT_EQ(got().accounts.at(0).home, find_country("CH"));
    EXPECT_EQ(got().accounts.at(0).tags, (texts{"retail", "vip"}));
    EXPECT_THAT(problems_of("", "\ncountry = \"ch\"\ntags = [\"a,b\"]"),
                ElementsAre("c.toml:4:11: error: account[0].country: \"ch\" is no country: two capital letters of ISO 3166, as "
                            "in \"CH\", did you "
                            "mean \"CH\"?",
                            "c.toml:5:9: error: account[0].tags[0]: \"a,b\" is no tag: up to 32 letters, digits, . _ - :"));
}

TEST_F(rewriting_sections, an_account_over_http_may_have_allowed_senders) {
    EXPECT_EQ(problems_of("", "\nallowed_senders = [\"Shop\"]"), texts{});
    EXPECT_EQ(got().accounts.at(0).sessions.allowed_senders, texts{"Shop"});
}

TEST_F(rewriting_sections, number_rules_are_read_without_their_plus) {
    EXPECT_EQ(problems_of("[[number_rule]]\nfrom = \"+4179\"\nto = \"4178\"\naccount = \"shop\"\n"), texts{});
    ASSERT_EQ(got().number_rules.size(), 1u);
    EXPECT_EQ(got().number_rules[0].from, "4179");
    EXPECT_EQ(got().number_rules[0].to, "4178");
    EXPECT_EQ(got().number_rules[0].account, account_id{name_hash("shop")});
    EXPECT_THAT(
        problems_of("[[number_rule]]\nfrom = \"079\"\n[[number_rule]]\nfrom = \"41\"\nto = \"42\"\n[[number_rule]]\nfrom = "
                    "\"+41\"\nto = \"x\"\naccount = \"shoq\"\n"),
        ElementsAre(
            "c.toml:10:1: error: number_rule[0].to: is missing",
            "c.toml:11:8: error: number_rule[0].from: is no beginning of an international number: write \"+44\" or \"4477\"",
            "c.toml:17:6: error: number_rule[2].to: is no beginning of an international number: write \"+44\" or \"4477\"",
            "c.toml:18:11: error: number_rule[2].account: there is no account \"shoq\", did you mean \"shop\"?"));
    EXPECT_THAT(problems_of("[[number_rule]]\nfrom = \"41\"\nto = \"42\"\n[[number_rule]]\nfrom = \"+41\"\nto = \"43\"\n"),
                ElementsAre("c.toml:14:8: error: number_rule[1].from: +41 has a rule already"));
}

TEST_F(rewriting_sections, a_rewrite_is_read_whole) {
    EXPECT_EQ(
        problems_of(
            "[[rewrite]]\nname = \"all\"\naccount = \"shop\"\nroute = [\"swiss\"]\nconnector = \"a\"\ntags = \"otp\"\n"
            "country = [\"CH\", \"DE\"]\nprefix = \"+43\"\nfrom = [\"Shop*\"]\nsender_is = \"name\"\n"
            "sender = [\"+41790000001\", \"+41790000002\"]\ntext_prefix = \"[Ad] \"\ntext_suffix = \" STOP\"\n"
            "replace = [{match = \"a(b)\", with = \"$1\"}, {match = \"x\", with = \"\"}]\ntransliterate = true\nlast = true\n"),
        texts{});
    ASSERT_EQ(got().rewriting.rules.size(), 1u);
    const accept::rewrite_rule& one = got().rewriting.rules[0];
    EXPECT_EQ(one.name, "all");
    EXPECT_EQ(one.accounts, std::vector{account_id{name_hash("shop")}});
    EXPECT_EQ(one.routes, texts{"swiss"});
    EXPECT_EQ(one.connectors, std::vector{connector_id{name_hash("a")}});
    EXPECT_EQ(one.tags, texts{"otp"});
    EXPECT_EQ(one.recipients.countries, (std::vector{find_country("CH"), find_country("DE")}));
    EXPECT_EQ(one.recipients.prefixes, texts{"43"});
    EXPECT_TRUE(one.senders.has("Shopping"));
    EXPECT_EQ(one.looks, std::vector{accept::sender_look::name});
    EXPECT_EQ(one.sender, (texts{"+41790000001", "+41790000002"}));
    std::string text = "abx";
    EXPECT_TRUE(one.rewrite(text));
    EXPECT_EQ(text, "[Ad] b STOP");
    EXPECT_TRUE(one.transliterate && one.last);
}

TEST_F(rewriting_sections, each_mistake_of_a_rewrite_is_said_at_its_place) {
    EXPECT_THAT(
        problems_of(
            "[[rewrite]]\nname = \"one\"\naccount = [\"shop\", \"shoq\"]\nroute = \"swis\"\nconnector = \"b\"\ncountry = "
            "[\"CH\", "
            "\"XX\"]\nfrom = \"Sh*p\"\nsender_is = \"nam\"\nsender = [\"a name too long\", \"12\"]\n"
            "replace = [{match = \"(a\", with = \"x\"}, {match = \"a\", with = \"$1\"}, {match = \"a\"}]\nsendr = \"x\"\n"),
        ElementsAre(
            "c.toml:12:20: error: rewrite[0].account[1]: there is no account \"shoq\", did you mean \"shop\"?",
            "c.toml:13:9: error: rewrite[0].route: there is no route \"swis\", did you mean \"swiss\"?",
            "c.toml:14:13: error: rewrite[0].connector: there is no connector \"b\", use one of: a",
            "c.toml:15:18: error: rewrite[0].country[1]: \"XX\" is no country: two capital letters of ISO 3166, as in \"CH\"",
            "c.toml:16:8: error: rewrite[0].from: has a \"*\" before its end: a sender is whole, or a beginning and a \"*\"",
            "c.toml:17:13: error: rewrite[0].sender_is: \"nam\" is unknown, did you mean \"name\"?",
            testing::StartsWith("c.toml:18:11: error: rewrite[0].sender[0]: \"a name too long\" is neither a name"),
            "c.toml:18:30: error: rewrite[0].sender[1]: \"12\" has 2 digits; a number has 3 to 15",
            "c.toml:19:21: error: rewrite[0].replace[0].match: is no regular expression of RE2: missing ): (a",
            testing::EndsWith("error: rewrite[0].replace[1].with: names a group that the expression does not have: it has 0"),
            testing::EndsWith("error: rewrite[0].replace[2].with: is missing"),
            "c.toml:20:1: error: rewrite[0].sendr: unknown key, did you mean \"sender\"?"));
}

TEST_F(rewriting_sections, a_rewrite_that_does_nothing_or_is_never_looked_at_is_said) {
    EXPECT_THAT(problems_of("[[rewrite]]\nname = \"idle\"\n"),
                ElementsAre("c.toml:11:8: error: rewrite[0].name: changes nothing: give it sender, text_prefix, text_suffix, "
                            "replace or transliterate"));
    EXPECT_THAT(
        problems_of("[[rewrite]]\nname = \"a\"\nsender = \"A\"\nlast = true\n[[rewrite]]\nname = \"a\"\nsender = \"B\"\n"),
        ElementsAre(
            "c.toml:15:8: error: rewrite[1].name: \"a\" is used twice",
            "c.toml:15:8: warning: rewrite[1].name: is never looked at: \"a\" before it is for all messages, and the last"));
}

TEST_F(rewriting_sections, a_sender_policy_refuses_or_replaces) {
    EXPECT_EQ(
        problems_of("[[sender_policy]]\nname = \"a\"\naccount = \"shop\"\ncountry = \"CH\"\nallowed = [\"Shop\", \"+4179*\"]\n"
                    "[[sender_policy]]\nname = \"b\"\nallowed = \"Info\"\notherwise = \"replace\"\nreplace_with = \"Info\"\n"),
        texts{});
    ASSERT_EQ(got().rewriting.policies.size(), 2u);
    EXPECT_TRUE(got().rewriting.policies[0].allowed.has("41791234567"));
    EXPECT_EQ(got().rewriting.policies[0].otherwise, "");
    EXPECT_EQ(got().rewriting.policies[1].otherwise, "Info");
    EXPECT_THAT(
        problems_of(
            "[[sender_policy]]\nname = \"a\"\notherwise = \"replace\"\n[[sender_policy]]\nname = \"b\"\nallowed = \"x*\"\n"
            "replace_with = \"12\"\n"),
        ElementsAre("c.toml:10:1: error: sender_policy[0].allowed: is missing",
                    "c.toml:10:1: error: sender_policy[0].replace_with: is missing",
                    "c.toml:14:8: warning: sender_policy[1].name: never decides: \"a\" before it is for all that it would be",
                    "c.toml:16:16: error: sender_policy[1].replace_with: \"12\" has 2 digits; a number has 3 to 15",
                    "c.toml:16:16: error: sender_policy[1].replace_with: has no effect: say otherwise = \"replace\" with it"));
}

}  // namespace
}  // namespace hermod::app
