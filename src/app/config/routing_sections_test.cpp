#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/sections.hpp"
#include "base/scratch_folder.hpp"

namespace hermod::app {
namespace {

const std::vector<connector_type>& types() {
    static const std::vector<connector_type> out{{"loopback", [](table_reader&) { return std::any(); }}};
    return out;
}

// Right, and without a warning; what follows begins on line 13.
const std::string base = R"([[account]]
name = "shop"
api_key = "env:HERMOD_TEST_KEY"
[[account]]
name = "bank"
api_key = "env:HERMOD_TEST_OTHER"
[[connector]]
name = "a"
type = "loopback"
[[connector]]
name = "b"
type = "loopback"
)";
const std::string rest = "[[route]]\nname = \"rest\"\nto = [\"a\"]\n";

class routing_config : public testing::Test {
protected:
    routing_config() {
        ::setenv("HERMOD_TEST_KEY", "0123456789abcdef", 1);
        ::setenv("HERMOD_TEST_OTHER", "fedcba9876543210", 1);
    }

    std::string file(const std::string& name, const std::string& text) { return folder_.write(name, text); }
    static loaded_config parse(const std::string& text) { return parse_config(base + text, "shop.toml", {types()}); }
    std::vector<std::string> problems(const std::string& text) {
        std::vector<std::string> out;
        for (const auto& p : parse(text).problems) {
            out.push_back(to_text(p));
            if (const auto at = out.back().find(folder_.path()); at != std::string::npos)
                out.back().replace(at, folder_.path().size(), "DIR");
        }
        return out;
    }
    // Of one route with these keys, before the rest.
    std::vector<std::string> of_route(const std::string& keys) { return problems("[[route]]\nname = \"one\"\n" + keys + rest); }
    scratch_folder folder_;
};

using texts = std::vector<std::string>;

}  // namespace

TEST_F(routing_config, reads_every_condition_and_action) {
    const auto networks = file("networks.csv", "prefix,network\n4179,228-01\n4178,228-03\n");
    const auto loaded = parse(R"(
[[prefix_table]]
name = "networks"
file = ")" + networks + R"("
[[route]]
name = "one"
account = ["shop", "bank"]
tags = "otp"
prefix = ["+4179", "43"]
label = { networks = ["228-01"] }
from = ["Bank*", "447700900123"]
keyword = ["PLAY", "play2"]
text = "(?i)code"
encoding = ["gsm7", "ucs2"]
min_parts = 1
max_parts = 3
door = ["http", "smpp"]
days = "mon-fri"
hours = ["08:00-12:00", "22:00-06:00"]
zone = "Europe/Zurich"
to = ["a", "b"]
strategy = "weight"
weights = [70, 30]
add_tags = ["checked"]
copy = [{ connector = "b", to = "+41790000000" }]
unsure = "park"
[[route]]
name = "no"
prefix = "+41900"
reject = "premium numbers are not served"
)" + rest + R"(
[[inbound_route]]
name = "game"
connector = "a"
to = ["2020", "4179*"]
prefix = "+41"
keyword = "PLAY"
account = "bank"
copy_to = ["shop"]
add_tags = ["game"]
[[inbound_route]]
name = "spam"
text = "casino"
discard = "spam"
)");
    std::vector<std::string> found;
    for (const auto& p : loaded.problems) found.push_back(to_text(p));
    EXPECT_EQ(found, texts{});
    const auto rules = make_route_rules(loaded.values);
    ASSERT_EQ(rules.size(), 3u);
    const auto& one = rules[0];
    EXPECT_EQ(one.when.accounts, (std::vector{account_id{name_hash("shop")}, account_id{name_hash("bank")}}));
    EXPECT_EQ(one.when.tags, texts{"otp"});
    EXPECT_EQ(one.when.prefixes, (texts{"4179", "43"}));
    ASSERT_EQ(one.when.labels.size(), 1u);
    EXPECT_EQ(one.when.labels[0].table->size(), 2u);
    EXPECT_EQ(one.when.others, (texts{"Bank*", "447700900123"}));
    EXPECT_EQ(one.when.keywords, (texts{"PLAY", "play2"}));
    EXPECT_EQ(one.when.text->expression(), "(?i)code");
    EXPECT_EQ(one.when.codings, 3);
    EXPECT_EQ(one.when.max_parts, 3);
    EXPECT_EQ(one.when.came_in, (texts{"http", "smpp"}));
    EXPECT_TRUE(one.when.times->holds(8 * 60));
    EXPECT_FALSE(one.when.times->holds(12 * 60));
    EXPECT_TRUE(one.when.times->holds(5 * route::week::minutes_of_day + 5 * 60)) << "Friday's night";
    EXPECT_FALSE(one.when.times->holds(0)) << "Sunday's";
    EXPECT_EQ(one.when.times->where().name(), "Europe/Zurich");
    EXPECT_EQ(one.by, route::strategy::weight);
    EXPECT_EQ(one.weights, (std::vector<std::uint32_t>{70, 30}));
    EXPECT_EQ(one.tags, texts{"checked"});
    ASSERT_EQ(one.copies.size(), 1u);
    EXPECT_EQ(one.copies[0].by, connector_id{name_hash("b")});
    EXPECT_EQ(one.copies[0].to, "+41790000000");
    EXPECT_FALSE(one.resend_unsure);
    EXPECT_TRUE(rules[1].rejects);
    EXPECT_EQ(rules[1].reason, "premium numbers are not served");
    EXPECT_EQ(rules[2].by, route::strategy::hash);
    const auto inbound = make_inbound_rules(loaded.values);
    ASSERT_EQ(inbound.size(), 2u);
    EXPECT_EQ(inbound[0].account, account_id{name_hash("bank")});
    EXPECT_EQ(inbound[0].copies, std::vector{account_id{name_hash("shop")}});
    EXPECT_TRUE(inbound[1].discards);
}

TEST_F(routing_config, reports_every_mistake_with_its_place) {
    EXPECT_EQ(of_route("to = [\"a\"]\ntext = \"a(b\"\n"),
              texts{"shop.toml:16:8: error: route[0].text: is no regular expression (RE2): missing ): a(b"});
    EXPECT_EQ(of_route("to = [\"a\"]\nencoding = \"ascii\"\n"),
              texts{R"(shop.toml:16:12: error: route[0].encoding[0]: "ascii" is unknown, use one of: gsm7, ucs2, binary)"});
    EXPECT_EQ(of_route("to = [\"a\"]\nfrom = [\"Ba*nk\"]\n"),
              texts{R"(shop.toml:16:9: error: route[0].from[0]: has a "*" that is not at its end)"});
    EXPECT_EQ(of_route("to = [\"a\"]\ndoor = \"htp\"\n"),
              texts{R"(shop.toml:16:8: error: route[0].door: "htp" is unknown, did you mean "http"?)"});
    EXPECT_EQ(of_route("to = [\"a\"]\ntags = [\"a b\"]\n"),
              texts{R"(shop.toml:16:9: error: route[0].tags[0]: "a b" is no tag: letters, digits, ".", "_" or "-")"});
    EXPECT_EQ(of_route("to = [\"a\"]\nkeyword = \"two words\"\n"),
              texts{"shop.toml:16:11: error: route[0].keyword[0]: is not one word"});
    EXPECT_EQ(of_route("to = [\"a\", \"b\"]\nstrategy = \"weight\"\nweights = [1]\n"),
              texts{"shop.toml:17:11: error: route[0].weights: has 1 numbers for 2 connectors"});
    EXPECT_EQ(of_route("to = [\"a\", \"b\"]\nstrategy = \"weight\"\nweights = [0, 0]\n"),
              texts{"shop.toml:17:11: error: route[0].weights: are all 0"});
    EXPECT_EQ(of_route("to = [\"a\", \"b\"]\nstrategy = \"wieght\"\n"),
              texts{R"(shop.toml:16:12: error: route[0].strategy: "wieght" is unknown, did you mean "weight"?)"});
    EXPECT_EQ(of_route("to = [\"a\", \"a\"]\n"),
              texts{R"(shop.toml:15:12: error: route[0].to[1]: "a" stands there twice; weights give one more than another)"});
    EXPECT_EQ(of_route("to = [\"a\"]\ndays = [\"mon\", \"fry\"]\nhours = \"9-5\"\nzone = \"Europe/Zurihc\"\n"),
              (texts{"shop.toml:16:16: error: route[0].days[1]: \"fry\" is no day: write \"mon\" or \"mon-fri\"",
                     "shop.toml:17:9: error: route[0].hours[0]: \"9-5\" are no hours: write \"09:00-20:00\"",
                     "shop.toml:18:8: error: route[0].zone: \"Europe/Zurihc\" is no zone of the IANA database, did you mean "
                     "\"Europe/Zurich\"?"}));
    EXPECT_EQ(of_route("to = [\"a\"]\nreject = \"no\"\n"),
              texts{"shop.toml:16:10: error: route[0].reject: cannot stand beside to: a message is rejected or goes somewhere"});
    EXPECT_EQ(of_route(""),
              texts{"shop.toml:13:1: error: route[0].to: is missing: a route without it rejects, adds tags or sends copies"});
    EXPECT_EQ(of_route("copy = [{ to = \"0791234567\" }]\n"),
              texts{"shop.toml:15:16: error: route[0].copy[0].to: is no number: write it like \"+447700900123\""});
    EXPECT_EQ(of_route("to = [\"a\"]\nlabel = { networks = [\"228-01\"] }\n"),
              texts{R"(shop.toml:16:22: error: route[0].label.networks: there is no prefix table "networks")"});
    EXPECT_EQ(problems(rest + "[[inbound_route]]\nname = \"one\"\naccount = \"shpo\"\n"),
              texts{R"(shop.toml:18:11: error: inbound_route[0].account: there is no account "shpo", did you mean "shop"?)"});
    EXPECT_EQ(problems(rest + "[[inbound_route]]\nname = \"one\"\naccount = \"shop\"\ndiscard = \"spam\"\n"),
              texts{"shop.toml:19:11: error: inbound_route[0].discard: cannot stand beside account or copy_to: a message is "
                    "discarded or goes to somebody"});
}

TEST_F(routing_config, reports_every_wrong_line_of_a_csv_file) {
    const auto networks = file("networks.csv", "4179,228-01\nx,y\n4178\n");
    const auto costs = file("costs.csv", "41,0.035\n43,cheap\n");
    EXPECT_EQ(problems("[[prefix_table]]\nname = \"networks\"\nfile = \"" + networks +
                       "\"\n[[connector]]\nname = \"c\"\ntype = \"loopback\"\ncosts = \"" + costs + "\"\n" + rest),
              (texts{"DIR/costs.csv:2: error: \"cheap\" is no price: write units with at most three decimals, like 0.035, up to "
                     "1000000",
                     "DIR/networks.csv:2: error: \"x\" is no beginning of a number: write 1 to 16 digits",
                     "DIR/networks.csv:3: error: \"4178\" has one column: write prefix,label"}));
}

TEST_F(routing_config, warns_of_rules_that_can_never_match) {
    const auto networks = file("networks.csv", "4179,228-01\n");
    const std::string table = "[[prefix_table]]\nname = \"networks\"\nfile = \"" + networks + "\"\n";
    EXPECT_EQ(
        problems(rest + "[[route]]\nname = \"late\"\nprefix = \"41\"\nto = [\"b\"]\n"),
        texts{R"(shop.toml:17:8: warning: route[1].name: "late" can never match: "rest" before it takes all that it would)"});
    EXPECT_EQ(of_route("to = [\"a\"]\nmin_parts = 3\nmax_parts = 2\n"),
              texts{R"(shop.toml:14:8: warning: route[0].name: "one" can never match: it asks for more parts than it allows)"});
    EXPECT_EQ(
        problems(table + "[[route]]\nname = \"one\"\nlabel = { networks = \"228-99\" }\nto = [\"a\"]\n" + rest),
        (texts{R"(shop.toml:17:8: warning: route[0].name: "one" can never match: the table networks has none of its labels)",
               R"(shop.toml:18:22: warning: route[0].label.networks: the table has no label "228-99")"}));
    EXPECT_EQ(
        problems(rest + "[[inbound_route]]\nname = \"one\"\naccount = \"shop\"\n[[inbound_route]]\nname = \"two\"\nkeyword = "
                        "\"x\"\naccount = \"bank\"\n"),
        texts{
            R"(shop.toml:20:8: warning: inbound_route[1].name: "two" can never match: "one" before it takes all that it would)"});
}

}  // namespace hermod::app
