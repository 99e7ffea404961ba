// [opt_outs], [[opt_out_answer]], [[hold]] and what an account says of opt-outs.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/config/config.hpp"

namespace hermod::app {
namespace {

class consent_sections : public testing::Test {
protected:
    consent_sections() { ::setenv("HERMOD_TEST_KEY", "a key of more than sixteen octets", 1); }
    std::vector<std::string> problems_of(const std::string& text) {
        loaded = parse_config("[[account]]\nname = \"shop\"\napi_key = \"env:HERMOD_TEST_KEY\"\n" + text, "c.toml", {});
        std::vector<std::string> out;
        for (const auto& p : loaded.problems)
            if (p.key != "connector" && p.key != "route") out.push_back(to_text(p));
        return out;
    }
    // The one problem there is has all of these.
    void says(const std::string& text, const std::string& place, const std::string& part) {
        const auto all = problems_of(text);
        ASSERT_EQ(all.size(), 1u) << text << (all.size() > 1 ? all[0] + '\n' + all[1] : "");
        EXPECT_NE(all[0].find(place), std::string::npos) << all[0];
        EXPECT_NE(all[0].find(part), std::string::npos) << all[0];
    }
    loaded_config loaded;
};

TEST_F(consent_sections, everything_has_a_default) {
    EXPECT_EQ(problems_of(""), std::vector<std::string>{});
    EXPECT_EQ(loaded.values.opt_outs.reach, opt_out_reach::account);
    EXPECT_TRUE(loaded.values.opt_outs.built_in);
    EXPECT_FALSE(loaded.values.opt_outs.first_word);
    EXPECT_TRUE(loaded.values.accounts[0].consent.obeys);
    EXPECT_FALSE(loaded.values.accounts[0].consent.reach);
}

TEST_F(consent_sections, all_keys_are_read) {
    EXPECT_EQ(problems_of(R"(opt_outs = "obey"
opt_out_reach = "sender"
[opt_outs]
reach = "everybody"
first_word = true
stop = ["Schluss"]
without = ["cancel"]
[[opt_out_answer]]
account = "shop"
to = "stop"
language = "de"
text = "Gut."
[[hold]]
name = "links"
account = "shop"
text = "(?i)bit\\.ly"
from = "+447*"
prefix = ["+41"]
[[hold]]
name = "new"
first = 10
)"),
              std::vector<std::string>{});
    const config& c = loaded.values;
    EXPECT_EQ(c.accounts[0].consent.reach, opt_out_reach::sender);
    EXPECT_EQ(c.opt_outs.reach, opt_out_reach::everybody);
    EXPECT_EQ(c.opt_outs.stop, std::vector<std::string>{"Schluss"});
    ASSERT_EQ(c.opt_out_answers.size(), 1u);
    EXPECT_EQ(c.opt_out_answers[0].language, "de");
    ASSERT_EQ(c.holds.size(), 2u);
    EXPECT_EQ(c.holds[0].first, 0u);
    EXPECT_EQ(c.holds[1].first, 10u);
    EXPECT_EQ(c.holds[0].from, "447*");
    EXPECT_EQ(c.holds[0].prefix, std::vector<std::string>{"41"});
}

TEST_F(consent_sections, every_mistake_is_told_with_its_place) {
    says("[opt_outs]\nreach = \"all\"\n", "c.toml:5:", "opt_outs.reach");
    says("[opt_outs]\nstop = [\"ok\", \"!!\"]\n", "c.toml:5:", "is no word");
    says("[opt_outs]\nwithout = [\"nonsense\"]\n", "c.toml:5:", "none of the built-in words");
    says("[opt_outs]\nbuilt_in = false\n", "c.toml:5:", "no handset can opt out");
    says("opt_outs = \"maybe\"\n", "c.toml:4:", "opt_outs");
    says("[[opt_out_answer]]\nto = \"stop\"\n", "opt_out_answer[0]", "text");
    says("[[opt_out_answer]]\nto = \"stop\"\ntext = \"x\"\naccount = \"nobody\"\n",
         "c.toml:7:", "there is no account \"nobody\"");
    says("[[opt_out_answer]]\nto = \"stop\"\ntext = \"x\"\nlanguage = \"d\"\n", "c.toml:7:", "two letters");
    says("[[opt_out_answer]]\nto = \"stop\"\ntext = \"x\"\n[[opt_out_answer]]\nto = \"stop\"\ntext = \"y\"\n",
         "opt_out_answer[1]", "stands above");
    says("opt_outs = \"ignore\"\n[[opt_out_answer]]\naccount = \"shop\"\nto = \"stop\"\ntext = \"x\"\n",
         "c.toml:6:", "ignores opt-outs");
    says("[[hold]]\nname = \"a\"\ntext = \"(\"\n", "c.toml:6:", "no regular expression");
    says("[[hold]]\nname = \"a\"\nprefix = [\"41\", \"x\"]\n", "c.toml:6:", "no beginning of a number");
    says("[[hold]]\nname = \"a\"\nfrom = \"a*b\"\n", "c.toml:6:", "is no sender");
    says("[[hold]]\nname = \"a\"\naccount = \"nobody\"\n", "c.toml:6:", "there is no account");
    says("[[hold]]\nname = \"a\"\n", "c.toml:5:", "all messages are");
    says("[[hold]]\nname = \"a\"\ntext = \"x\"\n[[hold]]\nname = \"a\"\ntext = \"y\"\n", "c.toml:8:", "used twice");
    says("[[hold]]\nname = \"a\"\ntext = \"x\"\nonly = 3\n", "c.toml:7:", "unknown key");
    says("[[hold]]\nname = \"a\"\nfirst = 0\n", "c.toml:6:", "hold[0].first");
}

}  // namespace
}  // namespace hermod::app
